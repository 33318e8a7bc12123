"""Making a data folder from a backup: beside its place at first, and there only when it is whole."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from ingest.originals import make_last, storage_error
from trag.backups.archive import ORIGINAL, TABLE_PART, VECTOR_PART
from trag.backups.opening import Opened
from trag.backups.tables import Loader, make_tables, opened_catalog, read_lines
from trag.catalog.catalog import Catalog
from trag.catalog.database import HEAD
from trag.catalog.versions import wanted_originals
from trag.engines.chroma import ChromaVectorStore
from trag.errors import BackupError, DataFolderError, DiskFullError

STAGING = ".trag-restore-"
# A row of the catalog takes more room there than in a line, with its indexes; vectors do, too.
ROOM = 2


@dataclass(frozen=True, slots=True)
class Restored:
    """What a backup was, and what was made of it."""

    made_at: str
    documents: int
    passages: int
    vectors: int
    settings_left_out: tuple[str, ...]
    missing_originals: int


def restore(file: Path, data: Path) -> Restored:
    """Make the data folder `data` from a backup; it must not be there, or be empty.

    All of it, or nothing. Raises BackupError, DataFolderError.
    """
    opened = Opened(file)
    _check_schema(opened, file)
    with _staging(data, opened) as folder:
        restored = _fill(folder, opened)
        _put_in_place(folder, data)
    return restored


def _check_schema(opened: Opened, file: Path) -> None:
    if opened.manifest.schema_ > HEAD:
        raise BackupError(
            f"{file} was made by trag {opened.manifest.trag}, which is newer than this one"
            f" (schema {opened.manifest.schema_}, here {HEAD}).",
            hint="Install that version or a newer one, and restore with it.",
        )


@contextmanager
def _staging(data: Path, opened: Opened) -> Iterator[Path]:
    """A folder on the disk of the data folder, removed with all that is in it unless it was moved."""
    try:
        if data.exists() and any(data.iterdir()):
            hint = "Name another folder with --data; a backup is never mixed with what is there."
            raise DataFolderError(f"{data} is not empty.", hint=hint)
        data.parent.mkdir(parents=True, exist_ok=True)
        # A place where a disk is mounted can't be replaced by another folder: it is filled.
        inside = data.is_mount()
        folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=data if inside else data.parent))
    except OSError as exc:
        raise DataFolderError(f"{data} can't be made: {exc.strerror or exc}.") from exc
    try:
        _check_room(folder, opened.size)
        yield folder
    except OSError as exc:
        raise storage_error(exc, data) from exc
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < ROOM * size:
        message = f"The backup needs up to {ROOM * size:,} bytes, and {folder.parent} has {free:,} left."
        raise DiskFullError(message, hint="Make room, or name a folder on another disk with --data.")


def _fill(folder: Path, opened: Opened) -> Restored:
    path = folder / "catalog.sqlite"
    _load_tables(path, opened)
    catalog = Catalog(path)
    with closing(catalog):
        documents, passages = len(catalog.known()), catalog.chunk_count()
        wanted = wanted_originals(catalog)
        vectors = _load_vectors(folder, catalog, opened)
    for name in opened.names:
        original = ORIGINAL.fullmatch(name)
        # A document may have been deleted while the backup was made: it does not come back.
        if not (TABLE_PART.fullmatch(name) or VECTOR_PART.fullmatch(name)) and (
            not original or original[1] in wanted
        ):
            _write(folder, name, opened)
    manifest = opened.manifest
    return Restored(
        manifest.made_at,
        documents,
        passages,
        vectors,
        tuple(manifest.settings_left_out),
        len(manifest.missing_originals),
    )


def _load_tables(path: Path, opened: Opened) -> None:
    engine = opened_catalog(path)
    try:
        with engine.begin() as connection:
            make_tables(connection, opened.manifest.schema_)
            _load_rows(Loader(connection), opened)
    except (SQLAlchemyError, ValueError, TypeError, KeyError) as exc:
        reason = getattr(exc, "orig", None) or exc
        raise BackupError(f"The catalog in the backup can't be used: {reason}.") from exc
    finally:
        engine.dispose()


def _load_rows(loader: Loader, opened: Opened) -> None:
    parts: dict[str, list[str]] = {}
    for name in sorted(opened.names):
        if shape := TABLE_PART.fullmatch(name):
            parts.setdefault(shape[1], []).append(name)
    for table, dump in opened.manifest.tables.items():
        loader.begin(table, dump.columns)
        rows = 0
        for name in parts.pop(table, []):
            some = read_lines(opened.unpacked(name), dump.columns)
            loader.add(table, some)
            rows += len(some)
        if rows != dump.rows:
            raise BackupError(f"The backup has {rows} of {dump.rows} rows of {table}.")
    if parts:
        raise BackupError(f"The backup holds a table {min(parts)!r} that its manifest does not name.")
    for table, last in opened.manifest.counters.items():
        loader.count(table, last)


def _load_vectors(folder: Path, catalog: Catalog, opened: Opened) -> int:
    """Put the vectors in; what has none is embedded by whoever opens the folder."""
    names = [name for name in opened.names if VECTOR_PART.fullmatch(name) and name.endswith(".json")]
    if not names:
        return 0
    loaded = 0
    with closing(ChromaVectorStore(folder / "vectors", opened.manifest.collection)) as store:
        for name in names:
            ids, vectors = opened.vectors(name)
            chunks = catalog.chunks(ids)
            if len(chunks) != len(ids):
                raise BackupError(f"{name} has vectors of passages that the backup has not.")
            store.add([chunks[one] for one in ids], vectors, int(name.split("/")[1]))
            loaded += len(ids)
    return loaded


def _write(folder: Path, name: str, opened: Opened) -> None:
    path = folder / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(handle, "wb") as target:  # noqa: PTH123  a descriptor, not a path
        target.writelines(opened.blocks(name))
        make_last(target)


def _put_in_place(folder: Path, data: Path) -> None:
    """Let the folder be the data folder, in one step; where a disk is mounted, the catalog comes last."""
    os.sync()
    if folder.parent == data:
        last = folder / "catalog.sqlite"
        for path in [*(one for one in folder.iterdir() if one != last), last]:
            path.rename(data / path.name)
        return
    try:
        folder.rename(data)
    except OSError as exc:
        if exc.errno in {errno.ENOTEMPTY, errno.EEXIST}:
            message = f"Somebody else wrote to {data} meanwhile."
            raise DataFolderError(message, hint="Nothing was restored. Name another folder.") from exc
        raise
