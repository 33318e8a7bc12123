"""The members of a zip archive."""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from ingest.containers.members import BOMB_HINT, Unpacking
from ingest.containers.names import UnsafeNameError, below, is_furniture, member_name, name_in_message
from trag.errors import DocumentError

BLOCK = 1024 * 1024
ENCRYPTED = 0x1
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    KeyError,
)


def unpack_archive(path: Path, inside: str, unpacking: Unpacking) -> list[tuple[str, Path]]:
    """Name and file of each member that could be written; `inside` is the archive's own name in a container.

    Raises DocumentError when the archive itself can't be read.
    """
    written: list[tuple[str, Path]] = []
    seen: set[str] = set()
    size = path.stat().st_size
    with _opened(path, inside) as archive:
        # `is_dir` fails on a member without a name.
        infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
        for number, info in enumerate(infos):
            if unpacking.is_full:
                left = len(infos) - number
                unpacking.refuse(inside or path.name, f"holds {left} more files than are read", BOMB_HINT)
                break
            name = _wanted(info, inside, seen, unpacking)
            if name is None:
                continue
            try:
                parts = _parts(archive, info)
                written.append((name, unpacking.write(name, parts, min(info.compress_size, size))))
            except DocumentError as error:
                unpacking.problems.append((name, str(error)))
    return written


def _opened(path: Path, inside: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except BROKEN as exc:
        hint = "Pack it again."
        raise DocumentError(f"{inside or path.name} is damaged: {exc}.", hint=hint) from exc


def _wanted(info: zipfile.ZipInfo, inside: str, seen: set[str], unpacking: Unpacking) -> str | None:
    """The member's name if it is to be written; why it is not, is noted."""
    raw = _raw_name(info)
    try:
        own = member_name(raw)
    except UnsafeNameError as exc:
        unpacking.refuse(below(inside, name_in_message(raw)), str(exc))
        return None
    if is_furniture(own):
        return None
    name = below(inside, own)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        unpacking.refuse(name, "is a link" if kind == stat.S_IFLNK else "is no file but a device")
    elif info.flag_bits & ENCRYPTED:
        unpacking.refuse(name, "is encrypted", "Pack it again without a password.")
    elif own in seen:
        unpacking.refuse(name, "stands in the archive more than once, only its first is read")
    else:
        seen.add(own)
        return name
    return None


def _raw_name(info: zipfile.ZipInfo) -> str:
    """The name as it was packed: many programs write UTF-8 without saying so, others an old code page."""
    raw = info.orig_filename
    try:
        return raw.encode("cp437").decode("utf-8")
    except UnicodeError:
        return raw


def _parts(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """What is in a member, piece by piece. Raises DocumentError when it can't be read to its end."""
    name = name_in_message(info.filename)
    try:
        with archive.open(info) as file:
            while part := file.read(BLOCK):
                yield part
    except NotImplementedError as exc:
        hint = "Pack it again as an ordinary zip archive."
        raise DocumentError(f"{name} is packed in an unknown way.", hint=hint) from exc
    except (*BROKEN, MemoryError) as exc:
        raise DocumentError(f"{name} is damaged: {exc}.", hint="Pack it again.") from exc
