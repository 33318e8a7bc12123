"""The documents inside archives and e-mails: unpacked in a child process, into a folder that goes again."""

import shutil
from collections.abc import Generator, Iterable
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Self, cast

from ingest.containers import Unpacked, unpack
from ingest.folder import FoundFile
from ingest.sniffing import sniff
from ingest.worker import ParserPool
from ingest.worker_process import Parse
from trag.errors import DocumentError


class MemberPool:
    """Unpacks containers below `folder`, in a child process that starts with the first of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # A pool hands on whatever its function gives.
        self._pool = ParserPool(parse=cast("Parse", partial(unpack_below, folder=folder)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def unpack(self, path: Path) -> Generator[Unpacked, None, None]:
        """What is in a container, there until the end of the block. Raises DocumentError."""
        try:
            yield self._unpacked(path)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _unpacked(self, path: Path) -> Unpacked:
        results: Any = self._pool.parse_all([path])
        with closing(results):
            ((_, result),) = results
        if isinstance(result, DocumentError):
            raise result
        unpacked: Unpacked = result
        return unpacked


def unpack_below(path: Path, folder: Path) -> Unpacked:
    """Unpack a container into `folder`, of whatever kind it is."""
    folder.mkdir(parents=True, exist_ok=True)
    return unpack(path, sniff(path), folder)


def found_members(unpacked: Unpacked, container: FoundFile, container_id: str) -> Iterable[FoundFile]:
    """The members of a container as files to take in."""
    for member in unpacked.members:
        file = f"{container.file}/{member.name}"
        yield FoundFile(member.path, container.source, file, container_id, member.name)
