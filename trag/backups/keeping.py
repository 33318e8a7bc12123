"""Keeping a backup as a file: under its name only when it is whole and was read again."""

import errno
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ingest.originals import FULL, make_last
from trag.backups.opening import Manifest, Opened
from trag.errors import BackupError, DiskFullError

# What disks say that know no second name of a file.
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


def keep(blocks: Iterable[bytes], path: Path) -> Manifest:
    """Write a backup to a file that only its owner may read. Raises BackupError, DiskFullError.

    A file that is there already is left as it is, and nothing stays of a backup that was cut off.
    """
    if path.exists():
        raise BackupError(f"{path} is there already.", hint="Name another file, or move that one away.")
    unfinished: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}-", suffix=".part")
        unfinished = Path(name)
        with open(handle, "wb") as file:  # noqa: PTH123  a descriptor, not a path
            file.writelines(blocks)
            make_last(file)
        opened = Opened(unfinished)
        opened.check()
        _name(unfinished, path)
    except FileExistsError as exc:
        raise BackupError(f"{path} was made by somebody else meanwhile.", hint="Name another file.") from exc
    except OSError as exc:
        raise _not_written(exc, path) from exc
    finally:
        if unfinished is not None:
            with suppress(OSError):
                unfinished.unlink()
    return opened.manifest


def _name(unfinished: Path, path: Path) -> None:
    try:
        os.link(unfinished, path)  # unlike a rename, it replaces nothing
    except OSError as exc:
        if exc.errno not in NO_LINKS:
            raise
        unfinished.rename(path)


def _not_written(exc: OSError, path: Path) -> Exception:
    if exc.errno in FULL:
        message = f"The disk of {path.parent} is full; there is no backup."
        return DiskFullError(message, hint="Make room, or name a file on another disk.")
    return BackupError(f"{path} can't be written: {exc.strerror or exc}.", hint="Check the folder's rights.")
