"""Backups of the data folder, made while it is in use. Least role: admin.

Restoring is for the command line: a folder in use is never replaced.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from api.administration import AdministrationDep
from api.administration_shapes import BackupList
from api.describing import problems

router = APIRouter(prefix="/backups", tags=["administration"])

_FILE = {"content": {"application/x-tar": {"schema": {"type": "string", "format": "binary"}}}}


@router.get("", summary="List backups", responses=problems("forbidden", "not_found"))
def backups(desk: AdministrationDep) -> BackupList:
    """The last backups that were made and taken to their end, the newest first."""
    return BackupList(backups=desk.backups.all())


@router.post(
    "",
    response_class=Response,
    summary="Make a backup",
    responses={200: _FILE | {"description": "The archive"}, **problems("forbidden", "not_found", "backup")},
)
def make(desk: AdministrationDep) -> Response:
    """A new backup as a .tar: documents, catalog, vectors, conversations, users, runs and the audit log.

    Its last member is `manifest.json`: an archive without it was cut off. `trag restore` checks it all.
    """
    blocks = desk.backups.make()
    first = next(blocks, b"")  # what is wrong at the beginning is told in words
    name = f"trag-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(_all(first, blocks), media_type="application/x-tar", headers=headers)


def _all(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    return chain([first], others)
