"""The files of documents, and pictures of their pages."""

from pathlib import PurePosixPath
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import FileResponse

from api.dependencies import DocumentId, DoorDep
from api.describing import problems, tagged
from api.errors import NotFoundError
from api.routes.documents import find
from ingest.page_images import page_points

router = APIRouter(prefix="/documents", tags=["documents"])

Version = Annotated[int | None, Query(ge=1, lt=2**31, description="A version whose file was kept.")]
Page = Annotated[int, Path(lt=2**31, description="The number of a page, from 1.", examples=[1])]
Width = Annotated[
    int,
    Query(
        gt=-(2**31),
        lt=2**31,
        description="How wide the picture is to be, in pixels: 100 to 2000, in steps of 100.",
    ),
]
_BYTES = {"schema": {"type": "string", "format": "binary"}}
# The size of a page in points: "595.28 841.89".
POINTS_HEADER = "X-Page-Points"
_MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}


def _file(*media_types: str) -> dict[int | str, dict[str, Any]]:
    responses = tagged()
    responses[200]["content"] = dict.fromkeys(media_types, _BYTES)
    return responses


@router.get(
    "/{document_id}/original",
    response_class=FileResponse,
    summary="Download a document",
    responses=_file("application/octet-stream") | problems("not_found"),
)
def original(document_id: DocumentId, door: DoorDep, version: Version = None) -> FileResponse:
    """The document's file, byte for byte as it came in; that of an older version if it was kept."""
    document = find(door, document_id)
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


@router.get(
    "/{document_id}/pages/{page}",
    response_class=FileResponse,
    summary="Show a page of a PDF",
    responses=_file("image/png", "image/jpeg") | problems("not_found", "document"),
)
def page_image(document_id: DocumentId, page: Page, door: DoorDep, width: Width = 1000) -> FileResponse:
    """The picture of a page of a PDF, drawn when it is first asked for; other documents have none.

    The `boxes` of a passage are in points; X-Page-Points tells the page's width and height in them.
    """
    find(door, document_id)
    path = door.page_image(document_id, page, width)
    if path is None or not path.is_file():
        raise NotFoundError(f"The document {document_id[:80]!r} is not there any more.")
    points = page_points(path)
    headers = {POINTS_HEADER: points} if points else None
    return FileResponse(path, media_type=_MEDIA_TYPES[path.suffix], headers=headers)
