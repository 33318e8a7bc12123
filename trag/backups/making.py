"""Making a backup of a data folder in use, as a stream: no second copy of it is needed anywhere.

Nobody waits for it. The catalog is read in one transaction: that is the moment which the backup is of. The
files of documents, known by their sha256, never change: most are copied before that moment, and those that
came meanwhile are opened at it, so that a delete can't take them away. A vector that is gone by the time
it is copied is made again by whoever opens the restored folder.
"""

import json
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from sqlalchemy import Connection, select

from ingest.index import COLLECTION, EMBEDDER
from ingest.originals import BLOCK
from trag.backups.archive import (
    FOLDERS,
    FORMAT,
    MANIFEST,
    MANIFEST_SUM,
    SETTINGS,
    Archive,
    in_steps,
    is_member,
)
from trag.backups.settings_file import without_secrets
from trag.backups.tables import Dumped, counters, parts_of, revision_of, snapshot
from trag.catalog.catalog import Catalog, now
from trag.catalog.models import ChunkRow, DocumentRow, StampRow, VersionRow
from trag.engines.chroma import COLLECTION as VECTORS
from trag.errors import BackupError
from trag.protocols import Vectors, VectorStore
from trag.types.backups import BackupMade

# Documents that are opened at once at the moment that counts.
MOST_OPEN = 64
TRIES = 100
# Vectors that are read at once.
VECTORS_READ = 2000

StoreOf = Callable[[str], VectorStore]
Moment = tuple[Connection, dict[str, BinaryIO]]


class Backup:
    """One backup. `store_of` gives the vectors of an index by its name; `made` tells of it at its end."""

    def __init__(self, data: Path, catalog: Catalog, store_of: StoreOf) -> None:
        self._data = data
        self._catalog = catalog
        self._store_of = store_of
        self._archive = Archive()
        self._missing: set[str] = set()
        self._tables: dict[str, Dumped] = {}
        self.made: BackupMade | None = None

    def blocks(self) -> Iterator[bytes]:
        """The bytes of the archive. Raises BackupError, DataFolderError."""
        start = time.perf_counter()
        yield from in_steps(self._blocks())
        counts = {name: self._tables[name].rows for name in ("documents", "chunks")}
        seconds = round(time.perf_counter() - start, 3)
        self.made = BackupMade(now(), seconds, self._archive.bytes, counts["documents"], counts["chunks"])

    def _blocks(self) -> Iterator[bytes]:
        with snapshot(self._catalog.engine) as connection:
            first = _wanted(connection)
        yield from self._originals(first)
        with ExitStack() as stack:
            connection, opened = yield from self._moment(stack)
            for digest, file in opened.items():
                yield from self._file(f"originals/{digest}", file)
            told = _told(connection)
            for name, content in parts_of(connection, self._tables):
                yield from self._archive.packed(name, content)
            told["counters"] = counters(connection)
            yield from self._vectors(connection, told)
        for folder in FOLDERS:
            yield from self._folder(folder)
        told["settings_left_out"] = yield from self._settings()
        manifest = self._manifest(told)
        yield from self._archive.whole(MANIFEST, manifest)
        yield from self._archive.whole(MANIFEST_SUM, sha256(manifest).hexdigest().encode())
        yield from self._archive.end()

    # Documents

    def _originals(self, digests: set[str]) -> Iterator[bytes]:
        for digest in sorted(digests):
            if file := self._opened(digest):
                with file:
                    yield from self._file(f"originals/{digest}", file)

    def _moment(self, stack: ExitStack) -> Generator[bytes, None, Moment]:
        """The moment that the backup is of: the catalog, and the documents that were not copied before."""
        for _ in range(TRIES):
            attempt = ExitStack()
            connection = attempt.enter_context(snapshot(self._catalog.engine))
            new = _wanted(connection) - self._copied - self._missing
            opened: dict[str, BinaryIO] = {}
            if len(new) <= MOST_OPEN:
                found = {digest: self._opened(digest) for digest in sorted(new)}
                opened = {digest: attempt.enter_context(file) for digest, file in found.items() if file}
            if len(opened) == len(new):
                stack.enter_context(attempt)
                return connection, opened
            attempt.close()
            yield from self._originals(new)
            # Whatever is wanted still, though it was not there before, was taken away by somebody else.
            with snapshot(self._catalog.engine) as later:
                left = (_wanted(later) & new) - self._copied
                self._missing |= {one for one in left if not (self._data / "originals" / one).exists()}
        hint = "Make it when fewer documents are taken in and deleted."
        raise BackupError("Documents come and go faster than they can be copied.", hint=hint)

    def _opened(self, digest: str) -> BinaryIO | None:
        try:
            return (self._data / "originals" / digest).open("rb")
        except FileNotFoundError:
            return None

    def _file(self, name: str, file: BinaryIO) -> Iterator[bytes]:
        size = file.seek(0, 2)
        file.seek(0)
        return self._archive.member(name, size, _read(file, size))

    @property
    def _copied(self) -> set[str]:
        return {name.partition("/")[2] for name in self._archive.entries if name.startswith("originals/")}

    # Vectors

    def _vectors(self, connection: Connection, told: dict[str, Any]) -> Iterator[bytes]:
        query = select(ChunkRow.id, ChunkRow.access_class).order_by(ChunkRow.access_class, ChunkRow.key)
        classes: dict[int, list[str]] = {}
        for chunk_id, number in connection.execute(query):
            classes.setdefault(number, []).append(chunk_id)
        store = self._store_of(told["collection"]) if classes else None
        told["vectors"] = {"stored": 0, "missing": 0}
        for number, chunk_ids in classes.items():
            for part, first in enumerate(range(0, len(chunk_ids), VECTORS_READ)):
                some = chunk_ids[first : first + VECTORS_READ]
                found = store.vectors(some) if store else {}
                told["vectors"]["stored"] += len(found)
                told["vectors"]["missing"] += len(some) - len(found)
                yield from self._vector_part(f"vectors/{number}/{part:06d}", found)

    def _vector_part(self, name: str, found: Mapping[str, Vectors]) -> Iterator[bytes]:
        if not found:
            return
        rows = BytesIO()
        np.save(rows, np.stack(list(found.values())).astype("<f4"), allow_pickle=False)
        yield from self._archive.whole(f"{name}.json", json.dumps(list(found)).encode())
        yield from self._archive.whole(f"{name}.npy", rows.getvalue())

    # Files beside

    def _folder(self, folder: str) -> Iterator[bytes]:
        root = self._data / folder
        for path in sorted(root.rglob("*")):
            name = path.relative_to(self._data).as_posix()
            if path.is_symlink() or not path.is_file() or _is_unfinished(path) or not is_member(name):
                continue
            try:
                file = path.open("rb")
            except FileNotFoundError:
                continue  # removed just now
            with file:
                yield from self._file(name, file)

    def _settings(self) -> Generator[bytes, None, list[str]]:
        """The settings of the data folder but for the secret ones, whose names come back."""
        try:
            text = (self._data / SETTINGS).read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        kept, left_out = without_secrets(text)
        yield from self._archive.whole(SETTINGS, kept.encode())
        return left_out

    def _manifest(self, told: dict[str, Any]) -> bytes:
        members = {
            name: [entry.bytes, entry.sha256, entry.unpacked] for name, entry in self._archive.entries.items()
        }
        tables = {name: {"columns": one.columns, "rows": one.rows} for name, one in self._tables.items()}
        whole = {"format": FORMAT, "made_at": now(), "trag": version("trag"), **told, "tables": tables}
        missing = sorted(self._missing)
        return json.dumps({**whole, "missing_originals": missing, "members": members}).encode()


def _wanted(connection: Connection) -> set[str]:
    """The sha256 of every file that has to be kept at this moment."""
    kept = select(VersionRow.sha256).where(VersionRow.is_kept)
    return set(connection.execute(select(DocumentRow.sha256).union(kept)).scalars())


def _told(connection: Connection) -> dict[str, Any]:
    """What the manifest tells of the catalog."""
    wanted = select(StampRow.name, StampRow.value).where(StampRow.name.in_((COLLECTION, EMBEDDER)))
    stamps = {row.name: row.value for row in connection.execute(wanted)}
    return {
        "schema": revision_of(connection),
        "database": connection.dialect.name,
        "embedder": stamps.get(EMBEDDER, ""),
        "collection": stamps.get(COLLECTION, VECTORS),
    }


def _read(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The first `size` bytes: what is appended meanwhile belongs to a later moment."""
    while size and (block := file.read(min(BLOCK, size))):
        size -= len(block)
        yield block


def _is_unfinished(path: Path) -> bool:
    return path.name.startswith(".") or path.suffix == ".part"
