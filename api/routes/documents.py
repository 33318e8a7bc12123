"""Documents, their passages and their originals."""

from pathlib import PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse

from api.dependencies import DocumentId, DoorDep
from api.errors import NotFoundError
from api.schemas import NamesSent
from trag.protocols import Door
from trag.types import Chunk, Document
from trag.wire import Json, to_json

router = APIRouter(prefix="/documents", tags=["documents"])
Version = Annotated[int | None, Query(ge=1, lt=2**31)]


@router.get("")
def documents(door: DoorDep) -> Json:
    """All current documents, ordered by file."""
    return {"documents": [to_json(document) for document in door.documents()]}


@router.get("/{document_id}/passages")
def passages(document_id: DocumentId, door: DoorDep) -> Json:
    """A document's passages in reading order."""
    document = _find(door, document_id)
    return {"document": to_json(document), "passages": [_passage(c) for c in door.passages(document_id)]}


@router.get("/{document_id}/versions")
def versions(document_id: DocumentId, door: DoorDep) -> Json:
    """Every state that a document had, the newest first."""
    document = _find(door, document_id)
    return {
        "document": to_json(document),
        "versions": [to_json(version) for version in door.versions(document_id)],
    }


@router.delete("/{document_id}")
def delete(document_id: DocumentId, door: DoorDep) -> Json:
    """Delete a document and what was unpacked from it; a receipt for each. Needs a key."""
    document = _find(door, document_id)
    return {"receipts": [to_json(receipt) for receipt in door.delete([document.id])]}


@router.post("/delete")
def delete_many(sent: NamesSent, door: DoorDep) -> Json:
    """Delete documents by id or file name, all or none; a receipt for each. Needs a key."""
    return {"receipts": [to_json(receipt) for receipt in door.delete(sent.names)]}


@router.get("/{document_id}/original", response_class=FileResponse)
def original(document_id: DocumentId, door: DoorDep, version: Version = None) -> FileResponse:
    """The document's file, byte for byte as it came in; that of an older version if it was kept."""
    document = _find(door, document_id)
    path = door.original(document_id, version)
    if path is None or not path.is_file():
        which = f"Version {version}" if version else "The original"
        raise NotFoundError(f"{which} of {document.file} is not kept.")
    # Never shown inside the page: a document is foreign content.
    return FileResponse(
        path,
        media_type="application/octet-stream",
        filename=PurePosixPath(document.file).name,
        content_disposition_type="attachment",
    )


def _find(door: Door, document_id: str) -> Document:
    for document in door.documents():
        if document.id == document_id:
            return document
    raise NotFoundError(
        f"There is no document {document_id[:80]!r}.", hint="GET /v1/documents lists the current ones."
    )


def _passage(chunk: Chunk) -> Json:
    data = to_json(chunk)
    return {key: data[key] for key in ("id", "text", "heading", "page", "position", "start", "end")}
