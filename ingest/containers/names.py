"""Names that foreign containers give to their members, and what may become of them."""

import re
import unicodedata
from pathlib import PurePosixPath

from ingest.containers import limits
from ingest.decoding import shown

DRIVE = re.compile(r"^[A-Za-z]:")
DEVICE = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?$", re.IGNORECASE)
LONGEST_SUFFIX = 16
LONGEST_SHOWN = 120
# What systems put into archives beside the documents.
FURNITURE = frozenset({"__macosx", "thumbs.db", "desktop.ini"})


class UnsafeNameError(ValueError):
    """A member's name is refused; the message says what it is, to follow the name."""


def member_name(raw: str) -> str:
    """The printable path of a member inside its container. Raises UnsafeNameError for any other name."""
    if "\x00" in raw:
        raise UnsafeNameError("has a NUL in its name")
    path = raw.replace("\\", "/")
    if path.startswith("/") or DRIVE.match(path):
        raise UnsafeNameError("names a place outside its container")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise UnsafeNameError("names a place outside its container")
    if any(len(part.encode("utf-8", "replace")) > limits.LONGEST_PART for part in parts):
        raise UnsafeNameError(f"has a name of more than {limits.LONGEST_PART} bytes")
    if not parts or len(path) > limits.LONGEST_NAME:
        raise UnsafeNameError("has no name" if not parts else f"has a path of {len(path)} signs")
    if any(DEVICE.match(part) for part in parts):
        raise UnsafeNameError("has the name of a device")
    return unicodedata.normalize("NFC", shown("/".join(parts)))


def below(inside: str, name: str) -> str:
    """The name of a member of the nested container `inside`, which is "" for the outermost."""
    return f"{inside}/{name}" if inside else name


def name_in_message(raw: str) -> str:
    """A refused name as it can be printed."""
    text = shown(raw)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def is_furniture(name: str) -> bool:
    """True for hidden files and what systems leave in archives."""
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") or part.lower() in FURNITURE for part in parts)


def file_name(name: str) -> str:
    """The last part of a member's name, cut to what every file system takes."""
    last = PurePosixPath(name).name
    suffix = PurePosixPath(last).suffix
    if len(last.encode()) <= limits.LONGEST_PART or len(suffix.encode()) > LONGEST_SUFFIX:
        return last.encode()[: limits.LONGEST_PART].decode("utf-8", "ignore") or "document"
    room = limits.LONGEST_PART - len(suffix.encode())
    return last.encode()[:room].decode("utf-8", "ignore") + suffix
