"""The archive: a plain .tar, so that what stands in it can be reached without reading all of it.

At its end the manifest tells the size and the sha256 of every other member, and a last one that of the
manifest: an archive without them was cut off. Tables are compressed one part at a time; documents are
stored as they are.
"""

import gzip
import hashlib
import re
import tarfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from trag.errors import BackupError

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_SUM = "manifest.sha256"
SETTINGS = "trag.toml"
# Folders that are taken as they are; tests hold that no other of a used data folder is forgotten.
FOLDERS = ("uploads", "audit", "eval", "eval-cases")
TABLE_PART = re.compile(r"catalog/([a-z_]+)/[0-9]{6}\.jsonl\.gz")
VECTOR_PART = re.compile(r"vectors/([0-9]{1,9})/([0-9]{6})\.(?:npy|json)")
ORIGINAL = re.compile(r"originals/([0-9a-f]{64})")
# What one step of a stream has at least: small files would make it a step for each few bytes.
STEP = 256 * 1024
LONGEST_PART = 255


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest tells of a member; `unpacked` is its size without compression."""

    bytes: int
    sha256: str
    unpacked: int = 0


class Archive:
    """The bytes of an archive as they are made; `entries` are the members so far."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.bytes = 0

    def member(self, name: str, size: int, blocks: Iterable[bytes], unpacked: int = 0) -> Iterator[bytes]:
        """A member of exactly this size. Raises BackupError if there are more or fewer bytes."""
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(time.time())
        yield self._counted(info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape"))
        digest, written = hashlib.sha256(), 0
        for block in blocks:
            digest.update(block)
            written += len(block)
            yield self._counted(block)
        if written != size:
            raise BackupError(f"{name} changed while it was read.", hint="Make the backup again.")
        yield self._counted(bytes(-size % tarfile.BLOCKSIZE))
        self.entries[name] = Entry(size, digest.hexdigest(), unpacked)

    def whole(self, name: str, content: bytes) -> Iterator[bytes]:
        """A member whose content is known."""
        return self.member(name, len(content), [content])

    def packed(self, name: str, content: bytes) -> Iterator[bytes]:
        """A member that is compressed."""
        data = gzip.compress(content, 6, mtime=0)
        return self.member(name, len(data), [data], len(content))

    def end(self) -> Iterator[bytes]:
        """The end of the archive."""
        yield self._counted(bytes(2 * tarfile.BLOCKSIZE))

    def _counted(self, block: bytes) -> bytes:
        self.bytes += len(block)
        return block


def in_steps(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer pieces."""
    waiting: list[bytes] = []
    size = 0
    for block in blocks:
        waiting.append(block)
        size += len(block)
        if size >= STEP:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def is_member(name: str) -> bool:
    """True for a name that an archive of ours may hold: no other is written, wherever it leads."""
    if any(shape.fullmatch(name) for shape in (TABLE_PART, VECTOR_PART, ORIGINAL)):
        return True
    return name in {MANIFEST, MANIFEST_SUM, SETTINGS} or _is_in_a_folder(name)


def _is_in_a_folder(name: str) -> bool:
    parts = name.split("/")
    if len(parts) == 1 or parts[0] not in FOLDERS or str(PurePosixPath(name)) != name or "\x00" in name:
        return False
    return all(
        part not in {"", ".", ".."} and len(part.encode("utf-8", "surrogateescape")) <= LONGEST_PART
        for part in parts
    )
