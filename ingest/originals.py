"""The files themselves, kept byte for byte by their sha256."""

import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from trag.errors import DataFolderError, DiskFullError, DocumentError

BLOCK = 1024 * 1024
# EFBIG is what a limit on a file's size gives.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def sha256(path: Path) -> str:
    """The sha256 of a file; nothing for one that can't be read: parsing names what is wrong with it."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


class Originals:
    """The folder of kept files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, path: Path, digest: str) -> int:
        """Keep the file whose sha256 is `digest`, and return its size.

        Raises DocumentError if the file is gone or another by now, DiskFullError or DataFolderError
        if it can't be kept; no half of it stays behind.
        """
        kept = self._folder / digest
        if kept.exists():
            return kept.stat().st_size
        try:
            with path.open("rb") as file:
                self._copy(file, kept, path, digest)
        except OSError as exc:
            hint = "Check that it is there and may be read."
            raise DocumentError(f"{path.name} can't be opened: {exc.strerror}.", hint=hint) from exc
        return kept.stat().st_size

    def forget(self, digest: str) -> bool:
        """Remove a kept file; False if there is none."""
        try:
            (self._folder / digest).unlink()
        except FileNotFoundError:
            return False
        except OSError as exc:
            raise storage_error(exc, self._folder) from exc
        return True

    def path(self, digest: str) -> Path | None:
        """Where a file is kept; None if it is not."""
        path = self._folder / digest
        return path if path.is_file() else None

    def names(self) -> set[str]:
        """The names of all that is in the folder: the sha256 of kept files, and what was left unfinished."""
        if not self._folder.is_dir():
            return set()
        return {path.name for path in self._folder.iterdir() if not path.is_dir()}

    def _copy(self, file: BinaryIO, kept: Path, path: Path, digest: str) -> None:
        unfinished = kept.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            copied = _copied(file, unfinished)
            if copied == digest:
                unfinished.replace(kept)
        except OSError as exc:
            raise storage_error(exc, self._folder) from exc
        finally:
            with suppress(OSError):
                unfinished.unlink()
        if copied != digest:
            message = f"{path.name} was changed while it was read."
            raise DocumentError(message, hint="Run the same command again.")


def _copied(file: BinaryIO, target: Path) -> str:
    """The sha256 of what was copied."""
    digest = hashlib.sha256()
    with target.open("wb") as copy:
        while block := file.read(BLOCK):
            copy.write(block)
            digest.update(block)
        make_last(copy)
    return digest.hexdigest()


def make_last(file: BinaryIO) -> None:
    """Have the disk hold what was written: no power cut leaves half a file under a whole one's name."""
    file.flush()
    os.fsync(file.fileno())


def storage_error(exc: OSError, folder: Path) -> DataFolderError:
    """The error for a folder of the data folder that can't be written."""
    if exc.errno in FULL:
        message = f"The disk of {folder} is full; the documents taken in so far are safe."
        return DiskFullError(message, hint="Make room and run the same command again.")
    return DataFolderError(f"{folder} can't be written: {exc.strerror}.", hint="Check the folder's rights.")
