"""Documents, their passages and their originals."""

from pathlib import PurePosixPath

from fastapi import APIRouter
from fastapi.responses import FileResponse

from api.dependencies import DocumentId, DoorDep
from api.errors import NotFoundError
from trag.protocols import Door
from trag.types import Chunk, Document
from trag.wire import Json, to_json

router = APIRouter(prefix="/documents", tags=["documents"])


@router.get("")
def documents(door: DoorDep) -> Json:
    """All current documents, ordered by file."""
    return {"documents": [to_json(document) for document in door.documents()]}


@router.get("/{document_id}/passages")
def passages(document_id: DocumentId, door: DoorDep) -> Json:
    """A document's passages in reading order."""
    document = _find(door, document_id)
    return {"document": to_json(document), "passages": [_passage(c) for c in door.passages(document_id)]}


@router.get("/{document_id}/original", response_class=FileResponse)
def original(document_id: DocumentId, door: DoorDep) -> FileResponse:
    """The document's file, byte for byte as it came in."""
    document = _find(door, document_id)
    path = door.original(document_id)
    if path is None or not path.is_file():
        raise NotFoundError(f"The original of {document.file} is not kept.")
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
