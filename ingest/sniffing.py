"""What a file really is: its content decides, its name only where the content leaves a choice."""

import zipfile
import zlib
from pathlib import Path

from trag.errors import DocumentError

HEAD = 8192
MEGABYTE = 1024 * 1024
LARGEST_FILE = 200 * MEGABYTE
LARGEST_UNPACKED = 1000 * MEGABYTE
TEXT_FORMATS = {
    ".csv": "csv",
    ".eml": "eml",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".markdown": "md",
    ".md": "md",
    ".ndjson": "jsonl",
    ".rst": "rst",
    ".text": "txt",
    ".tsv": "tsv",
    ".txt": "txt",
}
OFFICE_PARTS = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx", "xl/workbook.xml": "xlsx"}
# The first member of such a package names its type.
PACKAGE_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/epub+zip": "epub",
}
LONGEST_TYPE = 100
# An archive under another name is a program, a theme or a data set, whose members nobody wants to read.
ARCHIVE_NAMES = frozenset({"", ".zip", *TEXT_FORMATS})
BINARY_NAMES = frozenset({".pdf", ".docx", ".pptx", ".xlsx", ".odt", ".epub", ".rtf", ".zip"})
KNOWN = "md, txt, rst, html, pdf, docx, pptx, xlsx, odt, epub, rtf, csv, tsv, json, jsonl, eml, zip"
UNREAD = "that trag can't read."
UTF_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def sniff(path: Path) -> str:
    """The format of a file, such as "pdf" or "md". Raises DocumentError for what trag can't read."""
    size = path.stat().st_size
    if size == 0:
        raise DocumentError(f"{path.name} is empty (0 bytes).", hint="Save it again, or leave it out.")
    if size > LARGEST_FILE:
        raise DocumentError(
            f"{path.name} has {size // MEGABYTE} MB; the limit is {LARGEST_FILE // MEGABYTE} MB.",
            hint="Split the document.",
        )
    with path.open("rb") as file:
        head = file.read(HEAD)
    is_named_pdf = path.suffix.lower() == ".pdf"
    if head.startswith(b"%PDF-") or (is_named_pdf and b"%PDF-" in head[:1024]):
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package_format(path)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    return _text_format(path, head)


def _package_format(path: Path) -> str:
    """An archive is what its parts make it, whatever its name."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            said = _said_type(archive) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error) as exc:
        message = f"{path.name} is damaged: {exc}."
        raise DocumentError(message, hint="Open it in its own program and save it again.") from exc
    found = next((kind for part, kind in OFFICE_PARTS.items() if part in names), PACKAGE_TYPES.get(said))
    if found is None:
        return _archive_format(path)
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        limit = LARGEST_UNPACKED // MEGABYTE
        raise DocumentError(f"{path.name} unpacks to more than {limit} MB.", hint="Leave it out.")
    return found


def _said_type(archive: zipfile.ZipFile) -> bytes:
    with archive.open("mimetype") as member:
        return member.read(LONGEST_TYPE).strip()


def _archive_format(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in ARCHIVE_NAMES:
        return "zip"
    if suffix in BINARY_NAMES:
        raise _mislabelled(path, "an archive")
    raise _unknown(path, f"an archive of the kind {suffix}")


def _text_format(path: Path, head: bytes) -> str:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        what, into = ("Outlook", "eml") if path.suffix.lower() == ".msg" else ("Office", "docx, pptx or xlsx")
        hint = f"Save it as {into}, without a password."
        raise DocumentError(f"{path.name} is an old or encrypted {what} file.", hint=hint)
    if b"\x00" in head and not head.startswith(UTF_MARKS) and not _is_utf16(head):
        raise _unknown(path, "a binary file")
    if head.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    suffix = path.suffix.lower()
    if suffix in BINARY_NAMES:
        raise _mislabelled(path, "text")
    if suffix not in TEXT_FORMATS:
        raise _unknown(path, f"a {suffix or 'nameless'} file")
    return TEXT_FORMATS[suffix]


def _mislabelled(path: Path, what: str) -> DocumentError:
    message = f"{path.name} is no {path.suffix[1:]} file, whatever its name says, but {what}."
    return DocumentError(message, hint="Open it in its own program and save it again.")


def _is_utf16(head: bytes) -> bool:
    """Latin text in UTF-16 without a mark: every other byte is NUL."""
    return head[1::2].count(0) > len(head) * 0.4 or head[0::2].count(0) > len(head) * 0.4


def _unknown(path: Path, what: str) -> DocumentError:
    return DocumentError(f"{path.name} is {what} {UNREAD}", hint=f"Formats: {KNOWN}.")


def is_of_no_kind(error: str) -> bool:
    """True if this is what was said of a file whose format is none that trag reads."""
    return error.partition("\n")[0].endswith(UNREAD)
