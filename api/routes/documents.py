"""Documents: found, read and deleted."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import DocumentId, DoorDep
from api.describing import problems, tagged
from api.document_shapes import DocumentPage, DocumentRead, DocumentVersionPage, PassagePage, Receipts
from api.errors import NotFoundError
from api.etags import content_tag
from api.paging import PagingDep, PagingIfAskedDep
from api.schemas import NamesSent
from trag.protocols import Door
from trag.types import Chunk, Document
from trag.wire import Json, to_json

router = APIRouter(prefix="/documents", tags=["documents"])
Text = Annotated[
    str,
    Query(
        max_length=200,
        pattern=r"^[^\x00]*$",
        description="Text that the file's name or the title holds, as it stands; case does not count.",
        examples=["travel"],
    ),
]
Group = Annotated[
    str,
    Query(
        max_length=64,
        pattern=r"^[a-z0-9._-]*$",
        description="Only those for this group, where it is one of yours.",
        examples=["finance"],
    ),
]
Format = Annotated[
    str, Query(max_length=20, pattern=r"^[A-Za-z0-9]*$", description="Only of this format.", examples=["pdf"])
]


@router.get("", summary="List documents", responses=tagged() | problems("bad_cursor"))
def documents(
    door: DoorDep,
    paging: PagingIfAskedDep,
    response: Response,
    q: Text = "",
    format: Format = "",  # noqa: A002  the parameter's own name
    group: Group = "",
) -> DocumentPage:
    """Current documents, ordered by file; page by page if a `limit` is given."""
    found = [one for one in door.documents(q, format) if not group or group in one.groups]
    page, following = paging.cut(found, lambda one: [one.file, one.id], f"documents {format} {group} {q}")
    content = DocumentPage(documents=page, next_cursor=following)
    response.headers["ETag"] = content_tag(content)
    return content


@router.get("/{document_id}", summary="Show a document", responses=tagged() | problems("not_found"))
def document(document_id: DocumentId, door: DoorDep, response: Response) -> DocumentRead:
    """A document: its file, title, format and size, and what the file says about itself."""
    content = DocumentRead(document=find(door, document_id))
    response.headers["ETag"] = content_tag(content)
    return content


@router.get(
    "/{document_id}/passages",
    response_model=PassagePage,
    summary="Read a document's passages",
    responses=problems("not_found", "bad_cursor"),
)
def passages(document_id: DocumentId, door: DoorDep, paging: PagingIfAskedDep) -> Json:
    """A document's passages in reading order; page by page if a `limit` is given."""
    found = find(door, document_id)
    chunks, of = door.passages(document_id), f"passages {document_id}"
    page, following = paging.cut(chunks, lambda one: [one.position, one.id], of)
    return {"document": found, "passages": [_passage(chunk) for chunk in page], "next_cursor": following}


@router.get(
    "/{document_id}/versions",
    summary="List a document's versions",
    responses=problems("not_found", "bad_cursor"),
)
def versions(document_id: DocumentId, door: DoorDep, paging: PagingDep) -> DocumentVersionPage:
    """Every state that a document had, the newest first, page by page."""
    found, of = find(door, document_id), f"document versions {document_id}"
    page, following = paging.cut(door.versions(document_id), lambda one: -one.version, of)
    return DocumentVersionPage(document=found, versions=page, next_cursor=following)


@router.delete("/{document_id}", summary="Delete a document", responses=problems("not_found", "document"))
def delete(document_id: DocumentId, door: DoorDep) -> Receipts:
    """Delete a document and what was unpacked from it; a receipt for each. Needs a key."""
    return Receipts(receipts=door.delete([find(door, document_id).id]))


@router.post("/delete", summary="Delete many documents", responses=problems("document"))
def delete_many(sent: NamesSent, door: DoorDep) -> Receipts:
    """Delete documents by id or file name, all or none; a receipt for each. Needs a key."""
    return Receipts(receipts=door.delete(sent.names))


def find(door: Door, document_id: str) -> Document:
    """The document with this id. Raises NotFoundError."""
    found = door.document(document_id)
    if found is None:
        raise NotFoundError(
            f"There is no document {document_id[:80]!r}.", hint="GET /v1/documents lists the current ones."
        )
    return found


def _passage(chunk: Chunk) -> Json:
    data = to_json(chunk)
    return {key: value for key, value in data.items() if key not in {"document_id", "file"}}
