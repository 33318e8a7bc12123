"""What a file is, told by what is in it."""

import io
import zipfile
from pathlib import Path

import pytest

from ingest.sniffing import sniff
from trag.errors import DocumentError


def packed(*names: str, first: tuple[str, str] | None = None) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if first is not None:
            archive.writestr(*first)
        for name in names:
            archive.writestr(name, "<xml/>")
    return file.getvalue()


ODT = packed("content.xml", first=("mimetype", "application/vnd.oasis.opendocument.text"))
EPUB = packed("META-INF/container.xml", first=("mimetype", "application/epub+zip\n"))
DOCX = packed("[Content_Types].xml", "word/document.xml")
KNOWN = [
    ("a.odt", ODT, "odt"),
    ("a.zip", ODT, "odt"),
    ("a.epub", EPUB, "epub"),
    ("a.txt", EPUB, "epub"),
    ("a.zip", DOCX, "docx"),
    ("a.bin", packed("xl/workbook.xml"), "xlsx"),
    ("a.zip", packed("a.md"), "zip"),
    ("a.zip", packed(), "zip"),
    ("archive", packed("a.md"), "zip"),
    ("a.md", packed("a.md"), "zip"),
    ("a.doc", b"{\\rtf1 text}", "rtf"),
    ("a.rtf", b"{\\rtf1 text}", "rtf"),
    ("a.json", b'{"a": 1}', "json"),
    ("a.ndjson", b'{"a": 1}', "jsonl"),
    ("a.JSONL", b'{"a": 1}', "jsonl"),
    ("a.zip", b"%PDF-1.7\n" + packed("a.md"), "pdf"),
    ("a.json", b"<!DOCTYPE html><html></html>", "html"),
]


@pytest.mark.parametrize(
    ("name", "content", "kind"), KNOWN, ids=[f"{name} is {kind}" for name, _, kind in KNOWN]
)
def test_the_content_tells_what_a_file_is(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert sniff(tmp_path / name) == kind


UNKNOWN = [
    ("a.odt", packed("a.md"), "a.odt is no odt file, whatever its name says, but an archive"),
    ("a.rtf", b"text", "a.rtf is no rtf file, whatever its name says, but text"),
    ("a.zip", b"text", "a.zip is no zip file, whatever its name says, but text"),
    ("a.jar", packed("A.class"), "a.jar is an archive of the kind .jar that trag can't read"),
    ("a.zip", packed("a.md")[:-10], "a.zip is damaged"),
    ("a.msg", b"\xd0\xcf\x11\xe0" + bytes(600), "a.msg is an old or encrypted Outlook file"),
    ("a.json", b"{" + bytes(range(1, 32)) + bytes(5), "a.json is a binary file"),
    (
        "a.ods",
        packed("content.xml", first=("mimetype", "application/vnd.oasis.opendocument.spreadsheet")),
        "a.ods is an archive of the kind .ods",
    ),
]


@pytest.mark.parametrize(("name", "content", "reason"), UNKNOWN, ids=[reason for *_, reason in UNKNOWN])
def test_what_can_not_be_read_is_named(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        sniff(tmp_path / name)
    assert caught.value.message.startswith(reason)
    assert caught.value.hint
