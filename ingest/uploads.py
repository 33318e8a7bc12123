"""Files that people send: each under a place of its own in the data folder, whatever its name tries."""

import hashlib
import json
import re
import tempfile
import unicodedata
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ingest.decoding import shown
from ingest.originals import BLOCK, make_last, storage_error
from trag.errors import DocumentError

MEGABYTE = 1024 * 1024
# A file's name may have 255 bytes on most disks.
LONGEST_NAME = 200
LONGEST_SUFFIX = 20
PLACE_LENGTH = 20
UNNAMED = "unnamed"
# Names that some systems take for a device.
DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


class Uploads:
    """The folder of files that were sent. One name has one place, so that the same file sent twice is one."""

    def __init__(self, folder: Path, limit_mb: int) -> None:
        self._folder = folder
        self.limit_mb = limit_mb

    def store(self, name: str, stream: BinaryIO, place: str = "") -> Path:
        """Where the stream's bytes are kept now, all of them: at `place`, else at that of the name.

        Raises DocumentError if there are too many of them, DiskFullError or DataFolderError if they
        can't be kept; then what was there before is untouched.
        """
        path = self._folder / place / stored_name(name) if place else self._place(name)
        unfinished: Path | None = None
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=".part")
            unfinished = Path(part)
            with open(handle, "wb") as file:  # noqa: PTH123  a descriptor, not a path
                self._copy(stream, file, path.name)
                make_last(file)
            unfinished.replace(path)
        except OSError as exc:
            raise storage_error(exc, self._folder) from exc
        finally:
            if unfinished is not None:
                with suppress(OSError):
                    unfinished.unlink()
        return path

    def find(self, place: str) -> Path:
        """The file at a place as `place_of` named it. Raises DocumentError for one outside the folder."""
        path = (self._folder / place).resolve()
        if not path.is_relative_to(self._folder.resolve()):
            raise DocumentError(f"{shown(place)!r} is no upload.")
        return path

    def place_of(self, path: Path) -> str:
        """A stored file's place inside the folder."""
        return path.relative_to(self._folder).as_posix()

    def places(self) -> list[str]:
        """The places of all that was sent and is kept, as `place_of` names them."""
        return sorted(self.place_of(path) for path in self._folder.glob("[!.]*/*"))

    def clean(self) -> None:
        """Remove what was being sent when the process before ended."""
        for part in self._folder.glob(".*.part"):
            with suppress(OSError):
                part.unlink()

    def _place(self, name: str) -> Path:
        whole = _cleaned(name)
        place = hashlib.sha256(whole.encode()).hexdigest()[:PLACE_LENGTH]
        return self._folder / place / stored_name(name)

    def _copy(self, stream: BinaryIO, file: BinaryIO, name: str) -> None:
        size = 0
        while block := stream.read(BLOCK):
            size += len(block)
            if size > self.limit_mb * MEGABYTE:
                message = f"{name} has more than {self.limit_mb} MB."
                raise DocumentError(message, hint="Send a smaller file, or set TRAG_UPLOAD_LIMIT_MB.")
            file.write(block)


def digest_of(files: Sequence[tuple[str, BinaryIO]], groups: Collection[str] | None = None) -> str:
    """What tells uploads apart, by the names and bytes of files and by their groups.

    The streams stand at the beginning then.
    """
    digest = hashlib.sha256(json.dumps(groups if groups is None else sorted(set(groups))).encode())
    for name, stream in files:
        content = hashlib.sha256()
        while block := stream.read(BLOCK):
            content.update(block)
        stream.seek(0)
        digest.update(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest() + content.digest())
    return digest.hexdigest()


def stored_name(name: str) -> str:
    """The name a sent file is kept and shown under: never a path, a hidden file, or a text that misleads."""
    whole = _cleaned(name)
    if len(whole.encode()) <= LONGEST_NAME:
        return whole
    stem, dot, suffix = whole.rpartition(".")
    end = f"{dot}{suffix}" if stem and len(suffix.encode()) <= LONGEST_SUFFIX else ""
    room = LONGEST_NAME - len(end.encode())
    return whole.encode()[:room].decode(errors="ignore").rstrip(". ") + end


def _cleaned(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = shown(unicodedata.normalize("NFC", last)).strip(". ")
    return f"_{plain}" if DEVICES.match(plain) else plain or UNNAMED
