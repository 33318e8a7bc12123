"""A container with all that is nested in it, as one list of documents."""

from collections.abc import Callable
from pathlib import Path

from ingest.containers import limits
from ingest.containers.archive import unpack_archive
from ingest.containers.attachments import unpack_attachments
from ingest.containers.members import BOMB_HINT, Unpacked, Unpacking
from ingest.sniffing import sniff
from trag.errors import DocumentError

CONTAINERS: dict[str, Callable[[Path, str, Unpacking], list[tuple[str, Path]]]] = {
    "eml": unpack_attachments,
    "zip": unpack_archive,
}


def is_container(kind: str) -> bool:
    """True for formats whose files may hold documents of their own."""
    return kind in CONTAINERS


def unpack(path: Path, kind: str, into: Path) -> Unpacked:
    """The documents in a container, written below `into` and nowhere else.

    What is nested is unpacked too: an archive in it is replaced by its members, an e-mail is a member
    beside its attachments. A bad member costs only itself. Raises DocumentError when the container
    itself can't be read, OSError when `into` can't be written.
    """
    unpacking = Unpacking(into)
    _unpack(path, kind, "", 1, unpacking)
    return Unpacked(tuple(unpacking.members.values()), tuple(unpacking.problems))


def _unpack(path: Path, kind: str, inside: str, depth: int, unpacking: Unpacking) -> None:
    for name, file in CONTAINERS[kind](path, inside, unpacking):
        nested = _kind(file)
        if nested != "zip" and not unpacking.add(name, file):
            continue
        if not is_container(nested):
            continue
        if depth < limits.DEEPEST:
            _unpack_nested(file, nested, name, depth + 1, unpacking)
        elif nested == "zip":
            reason = f"is nested deeper than {limits.DEEPEST} containers"
            unpacking.refuse(name, reason, BOMB_HINT)
        if nested == "zip":
            file.unlink()


def _unpack_nested(file: Path, kind: str, name: str, depth: int, unpacking: Unpacking) -> None:
    try:
        _unpack(file, kind, name, depth, unpacking)
    except DocumentError as error:
        unpacking.problems.append((name, str(error)))


def _kind(file: Path) -> str:
    """The format, "" for what can't be read: parsing names what is wrong with it."""
    try:
        return sniff(file)
    except DocumentError:
        return ""
