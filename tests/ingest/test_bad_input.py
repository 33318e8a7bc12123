"""Files as they really come: each bad one is a named error, and costs no other file anything."""

import io
import os
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.chunking import chunk
from ingest.parsing import parse
from ingest.worker import ParserPool
from tests.ingest.documents import PdfText, write_pdf
from trag.engines.fakes import FakeEmbedder
from trag.errors import DocumentError
from trag.settings import load_settings
from trag.types import FileIngested
from trag.workspace import Workspace

MEGABYTE = 1024 * 1024
BOMB = b"""<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">
<!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">]>"""
WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
WORD_END = b"</w:t></w:r></w:p></w:body></w:document>"


def word_file(text: str = "Twenty days.") -> bytes:
    from docx import Document

    document, file = Document(), io.BytesIO()
    document.add_heading("Leave", 1)
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def workbook() -> bytes:
    from openpyxl import Workbook

    book, file = Workbook(), io.BytesIO()
    for row in range(200):
        book.active.append([f"Place {row}", row])
    book.save(file)
    return file.getvalue()


def with_body(body: bytes) -> bytes:
    """A Word file whose text part is this."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_file())) as whole,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for member in whole.infolist():
            is_text = member.filename == "word/document.xml"
            archive.writestr(member.filename, body if is_text else whole.read(member))
    return changed.getvalue()


def bomb(declared: int | None) -> bytes:
    """A Word file that unpacks to 1.2 GB, though it may say that its text part has `declared` bytes."""
    packed = with_body(WORD + b"a" * (1200 * MEGABYTE) + WORD_END)
    if declared is None:
        return packed
    true_size = struct.pack("<I", len(WORD) + 1200 * MEGABYTE + len(WORD_END))
    assert packed.count(true_size) == 2, "once beside the part, once in the directory"
    return packed.replace(true_size, struct.pack("<I", declared))


def entity_bomb() -> bytes:
    return with_body(BOMB + WORD + b"&h;" + WORD_END)


def stranger() -> bytes:
    """A Word file that wants the text of another file."""
    entity = b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return with_body(entity + WORD + b"Before &x; after." + WORD_END)


def pdf(folder: Path) -> bytes:
    page = [PdfText(f"Line {n} of the policy on leave and travel.", 72 + 20 * n) for n in range(20)]
    return write_pdf(folder / "made.pdf", [page, page]).read_bytes()


def encrypted_pdf(folder: Path) -> bytes:
    """A PDF whose password is not the empty one."""
    secret = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >> /ID [<00> <00>]" % (
        b"41" * 32,
        b"42" * 32,
    )
    return pdf(folder).replace(b"trailer\n<<", b"trailer\n<< " + secret)


BAD: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "nothing.md": (lambda _: b"", "is empty"),
    "spaces.txt": (lambda _: b" \n\t\n" * 500, "No text was found in spaces.txt"),
    "only-tags.html": (lambda _: b"<html><script>alert(1)</script></html>", "No text was found"),
    "program.pdf": (lambda _: b"MZ\x90\x00" + bytes(2000), "program.pdf is"),
    "program.txt": (lambda _: b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, "is a binary file"),
    "picture.docx": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(100), "picture.docx is"),
    "letters.pdf": (lambda _: b"These are only letters.", "is no pdf file, whatever its name says"),
    "old.doc": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old or encrypted Office file"),
    "locked.xlsx": (
        lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "old or encrypted Office file",
    ),
    "cut.docx": (lambda _: word_file()[:9000], "cut.docx is damaged"),
    "cut.xlsx": (lambda _: workbook()[:2000], "cut.xlsx is damaged"),
    "cut.pdf": (lambda folder: pdf(folder)[:300], "cut.pdf"),
    "header-only.pdf": (lambda _: b"%PDF-1.7\n", "header-only.pdf"),
    "locked.pdf": (encrypted_pdf, "locked.pdf is encrypted"),
    "archive.docx": (lambda _: _zip({"a.txt": b"text"}), "archive.docx is no docx file"),
    "hollow.docx": (
        lambda _: _zip({"word/document.xml": b"<w:document/>"}),
        "hollow.docx can't be read as docx",
    ),
    "no-xml.docx": (lambda _: with_body(b"this is no XML"), "no-xml.docx can't be read as docx"),
    "entities.docx": (lambda _: entity_bomb(), "entities.docx"),
    "unknown.xyz": (lambda _: b"text", "a .xyz file that trag can't read"),
    "nameless": (lambda _: b"text", "nameless file that trag can't read"),
}


def _zip(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def refused(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        parse(path)
    assert caught.value.hint, "says what to do"
    return caught.value.message


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_with_its_reason(tmp_path: Path, name: str) -> None:
    make, reason = BAD[name]
    message = refused(tmp_path / name, make(tmp_path))
    assert reason in message
    assert name in message
    assert len(message) < 400


@pytest.mark.slow
@pytest.mark.parametrize("declared", [None, 2000], ids=["honest", "lying"])
def test_a_file_that_unpacks_to_more_than_a_gigabyte_is_refused(tmp_path: Path, declared: int | None) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(bomb(declared))
    with ParserPool(timeout=60) as pool:
        ((_, result),) = pool.parse_all([path])
    assert isinstance(result, DocumentError)
    assert "bomb.docx" in result.message


def test_no_other_file_is_read_into_a_document(tmp_path: Path) -> None:
    path = tmp_path / "stranger.docx"
    path.write_bytes(stranger())
    try:
        said = parse(path).text
    except DocumentError as error:
        said = str(error)
    assert "root:" not in said


def test_html_that_is_named_otherwise_is_read_as_html(tmp_path: Path) -> None:
    path = tmp_path / "saved.docx"
    path.write_bytes(b"<!DOCTYPE html><html><body><h1>Leave</h1><p>Twenty days.</p></body></html>")
    assert (parse(path).format, parse(path).title) == ("html", "Leave")


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.csv"])
def test_signs_that_can_not_be_shown_are_left_out(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"Twenty\x07 days\x1b[31m of leave, &#xD800;&#0; says Zo\xc3\xab.")
    text = parse(path).text
    text.encode()
    assert "Zoë" in text
    assert not [sign for sign in text if sign < " " and sign != "\n"]


def test_a_spreadsheet_s_half_signs_are_left_out(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Place", "Note"])
    book.active.append(["Kellis", "half _xD800_ sign"])
    book.save(tmp_path / "a.xlsx")
    assert "| Kellis | half" in parse(tmp_path / "a.xlsx").text
    parse(tmp_path / "a.xlsx").text.encode()


@pytest.mark.parametrize("name", ["long.txt", "long.md", "long.html", "long.csv"])
@pytest.mark.parametrize("unit", [b"A sentence of a very long line. ", b"x"], ids=["sentences", "one word"])
@pytest.mark.slow
def test_a_line_of_five_megabytes_is_cut_in_time(tmp_path: Path, name: str, unit: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(unit * (5 * MEGABYTE // len(unit)))
    start = time.process_time()
    chunks = chunk(parse(path), document_id="d", file=name, count_tokens=FakeEmbedder().count_tokens)
    assert time.process_time() - start < 60
    assert sum(made.text.count("x" if unit == b"x" else "sentence") for made in chunks) > 100_000


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "secret.md"
    path.write_text("text")
    path.chmod(0)
    with pytest.raises(DocumentError, match=r"secret\.md can't be opened: Permission denied"):
        parse(path)


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"gone\.md can't be opened: No such file"):
        parse(tmp_path / "gone.md")


def test_of_a_folder_of_bad_files_the_good_ones_go_in(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, (make, _) in BAD.items():
        (folder / name).write_bytes(make(tmp_path))
    good = {
        "good.docx": word_file(),
        "good.pdf": pdf(tmp_path),
        "good.xlsx": workbook(),
        "good.md": b"# A\n\nB.",
    }
    for name, content in good.items():
        (folder / name).write_bytes(content)
    with Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace:
        told = [event for event in workspace.ingest(folder) if isinstance(event, FileIngested)]
    assert {event.file for event in told if event.status == "new"} == set(good)
    assert {event.file for event in told if event.status == "failed"} == set(BAD)
    for event in told:
        assert (event.status == "failed") == (event.file in event.error)
