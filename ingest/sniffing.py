"""What a file really is: its content decides, its name only where the content leaves a choice."""

import zipfile
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
    ".markdown": "md",
    ".md": "md",
    ".rst": "rst",
    ".text": "txt",
    ".tsv": "tsv",
    ".txt": "txt",
}
OFFICE_PARTS = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx", "xl/workbook.xml": "xlsx"}
KNOWN = "md, txt, rst, html, pdf, docx, pptx, xlsx, csv, tsv, eml"
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
    if head.startswith(b"PK\x03\x04"):
        return _office_format(path)
    return _text_format(path, head)


def _office_format(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as exc:
        message = f"{path.name} is damaged: {exc}."
        raise DocumentError(message, hint="Open it in its own program and save it again.") from exc
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        limit = LARGEST_UNPACKED // MEGABYTE
        raise DocumentError(f"{path.name} unpacks to more than {limit} MB.", hint="Leave it out.")
    names = {member.filename for member in members}
    found = next((kind for part, kind in OFFICE_PARTS.items() if part in names), None)
    if found is None:
        raise _unknown(path, "an archive")
    return found


def _text_format(path: Path, head: bytes) -> str:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        hint = "Save it as docx, pptx or xlsx, without a password."
        raise DocumentError(f"{path.name} is an old or encrypted Office file.", hint=hint)
    if b"\x00" in head and not head.startswith(UTF_MARKS) and not _is_utf16(head):
        raise _unknown(path, "a binary file")
    if head.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    found = TEXT_FORMATS.get(path.suffix.lower())
    if found is None and path.suffix.lower() in {".pdf", ".docx", ".pptx", ".xlsx"}:
        message = f"{path.name} is no {path.suffix[1:]} file, whatever its name says."
        raise DocumentError(message, hint="Open it in its own program and save it again.")
    if found is None:
        raise _unknown(path, f"a {path.suffix or 'nameless'} file")
    return found


def _is_utf16(head: bytes) -> bool:
    """Latin text in UTF-16 without a mark: every other byte is NUL."""
    return head[1::2].count(0) > len(head) * 0.4 or head[0::2].count(0) > len(head) * 0.4


def _unknown(path: Path, what: str) -> DocumentError:
    return DocumentError(f"{path.name} is {what} that trag can't read.", hint=f"Formats: {KNOWN}.")
