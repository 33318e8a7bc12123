from pathlib import Path

import pytest

from ingest.parsing import parse

SENTENCE = "Die Büros in Zürich öffnen um neun. Größere Räume später."


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_text_of_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(f"{SENTENCE}\r\n".encode(encoding) * 5)
    assert SENTENCE in parse(tmp_path / "a.txt").text


def test_nul_in_the_middle_of_a_text_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"word " * 2000 + b"\n\none\x00two")
    assert "\x00" not in parse(tmp_path / "a.md").text


def test_a_text_that_mentions_pdf_is_no_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("A PDF begins with %PDF-1.4 and a number.")
    assert parse(tmp_path / "a.md").format == "md"


def test_a_word_document_named_as_text_is_read_as_what_it_is(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("30 days")
    document.save(str(tmp_path / "a.txt"))
    assert parse(tmp_path / "a.txt").format == "docx"
