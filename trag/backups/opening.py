"""Reading an archive that anybody may have made: what none of ours holds is refused before it is read."""

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.originals import BLOCK
from trag.backups.archive import FORMAT, MANIFEST, MANIFEST_SUM, is_member
from trag.errors import BackupError
from trag.protocols import Vectors

# No archive of ours comes near: each keeps a hostile one from filling the memory.
MOST_MEMBERS = 1_000_000
LARGEST_MANIFEST = 256 * 1024 * 1024
LARGEST_PART = 256 * 1024 * 1024
SUM_LENGTH = 64
REGULAR = (tarfile.REGTYPE, tarfile.AREGTYPE)
AGAIN = "Take another backup, or make it anew."


class Dump(BaseModel):
    """What the manifest tells of a table."""

    model_config = ConfigDict(frozen=True)

    columns: list[str]
    rows: int = Field(ge=0)


class Manifest(BaseModel):
    """What an archive says of itself."""

    model_config = ConfigDict(frozen=True)

    format: int
    made_at: str
    trag: str
    schema_: str = Field(alias="schema")
    embedder: str
    collection: str = Field(pattern=r"^[A-Za-z0-9._-]{3,200}$")
    counters: dict[str, int]
    tables: dict[str, Dump]
    vectors: dict[str, int]
    missing_originals: list[str]
    settings_left_out: list[str]
    members: dict[str, tuple[int, str, int]]


class Opened:
    """An archive whose members are all as the manifest says; their bytes are checked as they are read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places = _places(path)
        self.manifest = self._read_manifest()
        self._check_members()

    @property
    def names(self) -> list[str]:
        """The members but for the manifest, in the order in which they stand there."""
        return [name for name in self._places if name not in {MANIFEST, MANIFEST_SUM}]

    @property
    def size(self) -> int:
        """The bytes of all members, without compression."""
        return sum(max(size, unpacked) for size, _, unpacked in self.manifest.members.values())

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member. Raises BackupError at their end if they are others than they were."""
        start, size = self._places[name]
        digest = hashlib.sha256()
        with self._path.open("rb") as file:
            file.seek(start)
            while size and (block := file.read(min(BLOCK, size))):
                size -= len(block)
                digest.update(block)
                yield block
        if size or digest.hexdigest() != self.manifest.members[name][1]:
            raise BackupError(f"{name} in {self._path} is damaged: its checksum is another.", hint=AGAIN)

    def whole(self, name: str) -> bytes:
        """A member that is small by nature."""
        size = self.manifest.members[name][0]
        if size > LARGEST_PART:
            raise BackupError(f"{name} in {self._path} has {size:,} bytes, which none of trag's has.")
        return b"".join(self.blocks(name))

    def unpacked(self, name: str) -> bytes:
        """A member without its compression: never more than the manifest says."""
        said = self.manifest.members[name][2]
        if said > LARGEST_PART:
            raise BackupError(f"{name} in {self._path} has {said:,} bytes, which none of trag's has.")
        try:
            with gzip.GzipFile(fileobj=BytesIO(self.whole(name))) as file:
                content = file.read(said + 1)
        except (OSError, EOFError, zlib.error) as exc:
            raise BackupError(f"{name} in {self._path} can't be unpacked: {exc}.", hint=AGAIN) from exc
        if len(content) != said:
            raise BackupError(f"{name} in {self._path} is of another size than it says.", hint=AGAIN)
        return content

    def vectors(self, name: str) -> tuple[list[str], Vectors]:
        """The ids and vectors of a part, which `name` is the .json of."""
        try:
            ids = json.loads(self.whole(name))
            rows = self.whole(name.removesuffix("json") + "npy")
            if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
                raise ValueError("its ids are none")  # noqa: TRY301 - told like the others
            return ids, _matrix(rows, len(ids))
        except (ValueError, KeyError) as exc:
            raise BackupError(f"{name} in {self._path} can't be read: {exc}.", hint=AGAIN) from exc

    def check(self) -> None:
        """Read all of it. Raises BackupError."""
        for name in self.names:
            for _ in self.blocks(name):
                pass

    def _read_manifest(self) -> Manifest:
        start, size = self._places.get(MANIFEST, (0, 0))
        sum_start, sum_size = self._places.get(MANIFEST_SUM, (0, 0))
        if not size or sum_size != SUM_LENGTH:
            message = f"{self._path} is not whole: its end is missing."
            raise BackupError(message, hint="It was cut off while it was made. Make it again.")
        if size > LARGEST_MANIFEST:
            raise BackupError(f"The manifest of {self._path} is longer than any of trag's.")
        with self._path.open("rb") as file:
            file.seek(start)
            data = file.read(size)
            file.seek(sum_start)
            if file.read(SUM_LENGTH) != hashlib.sha256(data).hexdigest().encode():
                raise BackupError(f"The manifest of {self._path} is damaged.", hint=AGAIN)
        try:
            values = json.loads(data)
            if values["format"] != FORMAT:
                hint = "Restore it with the version of trag that made it, or a newer one."
                raise BackupError(f"{self._path} is of format {values['format']!r}, not {FORMAT}.", hint=hint)
            return Manifest.model_validate(values)
        except (ValueError, KeyError, TypeError, ValidationError, RecursionError) as exc:
            raise BackupError(f"The manifest of {self._path} can't be read.", hint=AGAIN) from exc

    def _check_members(self) -> None:
        said, there = self.manifest.members, set(self.names)
        for name in sorted(there ^ said.keys()):
            what = "is missing" if name in said else "is not in its manifest"
            raise BackupError(f"{name!r} of {self._path} {what}.", hint=AGAIN)
        for name in self.names:
            if said[name][0] != self._places[name][1]:
                raise BackupError(f"{name!r} of {self._path} is of another size than it says.", hint=AGAIN)


def _places(path: Path) -> dict[str, tuple[int, int]]:
    """Where each member begins, and its size. Raises BackupError for what no backup holds."""
    found: dict[str, tuple[int, int]] = {}
    try:
        with tarfile.open(path, "r:", encoding="utf-8", errors="surrogateescape") as archive:
            while (info := archive.next()) is not None:
                if info.type not in REGULAR or info.issparse() or not is_member(info.name):
                    raise _foreign(path, info.name)
                if info.name in found or len(found) >= MOST_MEMBERS:
                    raise _foreign(path, info.name)
                found[info.name] = (info.offset_data, info.size)
                vars(archive)["members"].clear()  # a million of them would take a gigabyte
    except FileNotFoundError as exc:
        raise BackupError(f"There is no file {path}.") from exc
    except (tarfile.TarError, OSError, ValueError, EOFError, RecursionError) as exc:
        hint = "It was damaged or cut off, or something else made it."
        raise BackupError(f"{path} is no backup of trag, or not all of one: {exc}.", hint=hint) from exc
    return found


def _foreign(path: Path, name: str) -> BackupError:
    hint = "Somebody else made this archive: nothing of it was restored."
    return BackupError(f"{path} holds {name[:200]!r}, which no backup of trag does.", hint=hint)


def _matrix(data: bytes, rows: int) -> Vectors:
    """The vectors of a .npy file. Raises ValueError; memory is taken for no more than is there."""
    file = BytesIO(data)
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError("it is no file of vectors")
    shape, is_fortran, kind = np.lib.format.read_array_header_1_0(file)
    content = data[file.tell() :]
    if is_fortran or kind != np.dtype("<f4") or len(shape) != 2 or shape[0] != rows:  # noqa: PLR2004
        raise ValueError("its vectors have another shape")
    if not rows or len(content) != rows * shape[1] * 4:
        raise ValueError("its vectors are of another size")
    return np.frombuffer(content, dtype=np.float32).reshape(shape)
