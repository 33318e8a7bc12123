"""Text, headings and tables of a PDF, page by page; pages without usable text go to OCR."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from ingest.blocks import Block
from ingest.tables import table_text
from trag.errors import DocumentError

# A line this close to the top or bottom that most pages share is a running header or footer.
MARGIN_SHARE = 0.12
FEWEST_LETTERS = 20
HEADING_SIZE = 1.15
BULLET = re.compile(r"^\s*(?:[•◦▪‣·*–-]|\(?[a-z0-9]{1,2}[.)])\s+")  # noqa: RUF001 - the signs lists begin with


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, font size, and place from the top as a share of the page's height."""

    text: str
    size: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines outside its tables, and its tables with their place from the top."""

    number: int
    lines: tuple[Line, ...]
    tables: tuple[tuple[float, str], ...]


def read_pdf(path: Path) -> list[Block]:
    """The blocks of a PDF. Raises DocumentError for an encrypted or damaged one."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(path) as pdf:
            pages = [_read_page(page) for page in pdf.pages]
    except PdfminerException as exc:
        if isinstance(exc.__cause__ or exc.args[0], PDFPasswordIncorrect):
            message = f"{path.name} is encrypted."
            raise DocumentError(message, hint="Save it without a password.") from exc
        raise
    repeated = _running_lines(pages)
    body = median([line.size for page in pages for line in page.lines] or [0.0])
    return [block for page in pages for block in _page_blocks(path, page, repeated, body)]


def _read_page(page: Any) -> Page:
    found = page.find_tables()
    tables = tuple((table.bbox[1] / page.height, table_text(table.extract())) for table in found)
    outside = page
    for table in found:
        outside = outside.outside_bbox(_inside(table.bbox, page.bbox))
    lines = tuple(_lines(outside.extract_text_lines(return_chars=True), float(page.height)))
    page.close()
    return Page(page.page_number, lines, tuple(table for table in tables if table[1]))


def _inside(box: Sequence[float], page: Sequence[float]) -> tuple[float, float, float, float]:
    return max(box[0], page[0]), max(box[1], page[1]), min(box[2], page[2]), min(box[3], page[3])


def _lines(found: Sequence[Any], height: float) -> Iterator[Line]:
    for line in found:
        size = median(char["size"] for char in line["chars"])
        yield Line(line["text"].strip(), round(size, 1), line["top"] / height, line["bottom"] / height)


def _running_lines(pages: Sequence[Page]) -> frozenset[str]:
    """Lines, digits aside, that stand in the margin of most pages."""
    if len(pages) < 3:  # noqa: PLR2004 - on two pages a repeated line proves nothing
        return frozenset()
    counts = Counter(
        text for page in pages for text in {_shape(line) for line in page.lines if _is_margin(line)}
    )
    return frozenset(text for text, count in counts.items() if count > len(pages) / 2)


def _is_margin(line: Line) -> bool:
    return line.bottom < MARGIN_SHARE or line.top > 1 - MARGIN_SHARE


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _page_blocks(path: Path, page: Page, repeated: frozenset[str], body: float) -> list[Block]:
    lines = [line for line in page.lines if not (_is_margin(line) and _shape(line) in repeated)]
    letters = sum(sign.isalnum() for line in lines for sign in line.text)
    if letters < FEWEST_LETTERS and not page.tables:
        from ingest.ocr import read_page

        return read_page(path, page.number)
    placed = [(table[0], Block(table[1], "table", page=page.number)) for table in page.tables]
    placed += _text_blocks(lines, page.number, body)
    return [block for _, block in sorted(placed, key=lambda item: item[0])]


def _text_blocks(lines: Sequence[Line], page: int, body: float) -> Iterator[tuple[float, Block]]:
    for group in _groups(lines, body):
        first = group[0]
        if first.size >= body * HEADING_SIZE:
            yield (
                first.top,
                Block(" ".join(line.text for line in group), "heading", _level(first.size, body), page),
            )
        elif BULLET.match(first.text):
            yield first.top, Block(_list_text(group), "list", page=page)
        else:
            yield first.top, Block(" ".join(line.text for line in group), "text", page=page)


def _level(size: float, body: float) -> int:
    return 1 if size >= body * 1.6 else 2 if size >= body * 1.3 else 3


def _list_text(group: Sequence[Line]) -> str:
    items: list[str] = []
    for line in group:
        if BULLET.match(line.text):
            items.append("- " + BULLET.sub("", line.text))
        else:
            items[-1] += " " + line.text
    return "\n".join(items)


def _groups(lines: Sequence[Line], body: float) -> Iterator[list[Line]]:
    """Lines that belong together: same size, no gap of more than a line between them."""
    group: list[Line] = []
    for line in lines:
        if group and _starts_new(group, line, body):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _starts_new(group: Sequence[Line], line: Line, body: float) -> bool:
    last = group[-1]
    height = last.bottom - last.top
    if line.top - last.bottom > height * 0.8 or abs(line.size - last.size) > body * 0.1:
        return True
    return bool(BULLET.match(line.text)) and not BULLET.match(group[0].text)
