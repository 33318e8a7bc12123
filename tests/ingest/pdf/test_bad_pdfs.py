"""PDFs that harm readers: each is a named error or a clean success, in bounded time and memory."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.blocks import ParsedDocument
from ingest.worker import ParserPool
from tests.ingest.pdf_files import PdfPage, PdfPicture, assembled, pdf_bytes, shown, stream, write
from trag.errors import DocumentError

TEXT = shown("The curfew begins at nine and ends at five in the morning.", 72, 100)


def recursive_tree() -> bytes:
    kids = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", kids, kids.replace(b"2 0 R 3", b"3 0 R 2")])


def deep_tree() -> bytes:
    """Pages below pages below pages, more than any stack holds."""
    depth = 20_000
    nodes = [
        b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (n - 1, n + 1) for n in range(2, depth)
    ]
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, b"<< /Type /Page /Parent 2 0 R >>"])


def huge_table() -> bytes:
    """A table of places that says it has two thousand million entries."""
    good = pdf_bytes([PdfPage(TEXT)])
    return re.sub(rb"/Size \d+", b"/Size 2000000000", good.replace(b"xref\n0 8", b"xref\n0 2000000000"))


def scripted() -> bytes:
    secret = stream(b"Attached words that are no part of the page.", b"/Type /EmbeddedFile")
    script = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> "
    file = b"<< /Type /Filespec /F (a.txt) /EF << /F 6 0 R >> >>"
    attached = b"/Names << /EmbeddedFiles << /Names [(a.txt) %b] >> >>" % file
    return pdf_bytes([PdfPage(TEXT)], catalog=script + attached, extra=[secret])


def picture(width: int, height: int) -> bytes:
    page = PdfPage(b"q 612 0 0 792 0 0 cm /I Do Q")
    if width <= 10_000:
        return pdf_bytes([page], picture=PdfPicture.blank(width, height))
    small = pdf_bytes([page], picture=PdfPicture.blank(10, 10))
    return small.replace(b"/Width 10 /Height 10", b"/Width %d /Height %d" % (width, height))


# What is said: a part of the error, or of the text after a +.
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "recursive": (recursive_tree, "is damaged"),
    "deep": (deep_tree, "deep.pdf"),
    "table": (huge_table, "+The curfew begins at nine"),
    "scripted": (scripted, "+The curfew begins at nine"),
    "wide": (lambda: pdf_bytes([PdfPage(TEXT, (14400, 14400))]), "+The curfew begins at nine"),
    "cut": (lambda: pdf_bytes([PdfPage(TEXT)] * 40)[:-3000], "cut.pdf is damaged"),
    "empty": (lambda: b"", "empty.pdf is empty"),
    "blank": (lambda: pdf_bytes([PdfPage(b"")]), "No text was found in blank.pdf"),
    "no-pages": (lambda: pdf_bytes([]), "no-pages.pdf is damaged"),
    "too-many": (lambda: pdf_bytes([PdfPage(b"")] * 10_001), "too-many.pdf has 10001 pages, more than 10000"),
    "large-picture": (lambda: picture(10_000, 10_000), "No text was found in large-picture.pdf"),
    "huge-picture": (lambda: picture(60_000, 60_000), "has only pictures, which are too many or too large"),
}


def outcome(path: Path) -> str:
    with ParserPool(timeout=60) as pool:
        ((_, result),) = pool.parse_all([path])
    return f"+{result.text}" if isinstance(result, ParsedDocument) else result.message


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", BAD)
def test_a_bad_pdf_is_a_named_error_or_a_clean_success(tmp_path: Path, name: str) -> None:
    make, said = BAD[name]
    found = outcome(write(tmp_path / f"{name}.pdf", make()))
    assert found.startswith(said) if said.startswith("+") else said in found, found[:200]
    assert "Attached words" not in found


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_pdf_of_5000_pages_is_read(tmp_path: Path) -> None:
    pages = [PdfPage(shown(f"Rule {n} is about the convoy of the day.", 72, 100)) for n in range(5000)]
    found = outcome(write(tmp_path / "many.pdf", pdf_bytes(pages)))
    assert found.count("Rule ") == 5000


def test_a_page_that_is_damaged_costs_only_itself(tmp_path: Path) -> None:
    data = pdf_bytes([PdfPage(TEXT), PdfPage(TEXT), PdfPage(TEXT)]).replace(b"8 0 obj", b"8 0 xxx")
    with ParserPool(timeout=60) as pool:
        ((_, result),) = pool.parse_all([write(tmp_path / "a.pdf", data)])
    assert not isinstance(result, DocumentError)
    assert result.text.count("curfew") >= 1
