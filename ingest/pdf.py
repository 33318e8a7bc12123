"""Text, headings, lists and tables of a PDF, page by page; pages without usable text go to OCR."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.blocks import Block
from ingest.pdf_layout import Layout, joined_pages, layout_blocks
from ingest.pdf_lines import Line, page_lines
from ingest.pdf_tables import FoundTable, page_tables
from trag.errors import DocumentError

# A line this close to the top or bottom that most pages share is a running header or footer.
MARGIN_SHARE = 0.12
FEWEST_LETTERS = 20
MOST_UNREADABLE = 0.15
FEWEST_RULES = 4
PATH, IMAGE = 2, 3


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page: lines in reading order, and tables at the place of their first line."""

    number: int
    height: float
    parts: tuple[Line | FoundTable, ...]
    is_picture: bool

    @property
    def lines(self) -> list[Line]:
        """The lines outside tables."""
        return [part for part in self.parts if isinstance(part, Line)]


def read_pdf(path: Path) -> list[Block]:
    """The blocks of a PDF. Raises DocumentError for an encrypted or damaged one."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            pages = list(_pages(pdf, path))
    except pypdfium2.PdfiumError as exc:
        if "password" in str(exc).lower():
            message = f"{path.name} is encrypted."
            raise DocumentError(message, hint="Save it without a password.") from exc
        message = f"{path.name} is damaged: {exc}"
        raise DocumentError(message, hint="Open it in its own program and save it again.") from exc
    running = _running_lines(pages)
    layout = Layout.of([line for page in pages for line in page.lines])
    return joined_pages(block for page in pages for block in _page_blocks(path, page, running, layout))


def _pages(pdf: Any, path: Path) -> Iterator[Page]:
    import pdfplumber

    plumber = pdfplumber.open(path)
    try:
        for index in range(len(pdf)):
            page = pdf[index]
            kinds = Counter(item.type for item in page.get_objects())
            ruled = plumber.pages[index] if kinds[PATH] >= FEWEST_RULES else None
            tables = list(page_tables(ruled)) if ruled else []
            parts = tuple(_parts(page_lines(page), tables))
            yield Page(index + 1, page.get_height(), parts, kinds[IMAGE] > 0)
            page.close()
            if ruled:
                ruled.close()
    finally:
        plumber.close()


def _parts(lines: Iterator[Line], tables: list[FoundTable]) -> Iterator[Line | FoundTable]:
    waiting = list(tables)
    for line in lines:
        inside = next((table for table in tables if table.holds(line.left, line.top, line.bottom)), None)
        if inside is None:
            yield line
        elif inside in waiting:
            waiting.remove(inside)
            yield inside
    yield from waiting


def _running_lines(pages: Sequence[Page]) -> frozenset[str]:
    """Lines, digits aside, that stand in the margin of most pages."""
    if len(pages) == 1:
        return frozenset()
    counts = Counter(text for page in pages for text in {_shape(line) for line in _margin(page)})
    return frozenset(text for text, count in counts.items() if count > len(pages) / 2)


def _margin(page: Page) -> list[Line]:
    edge = page.height * MARGIN_SHARE
    return [line for line in page.lines if line.bottom < edge or line.top > page.height - edge]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _page_blocks(path: Path, page: Page, running: frozenset[str], layout: Layout) -> list[Block]:
    left_out = {line for line in _margin(page) if _shape(line) in running}
    parts = [part for part in page.parts if isinstance(part, FoundTable) or part not in left_out]
    blocks = list(layout_blocks(parts, page.number, layout))
    if page.is_picture and not _is_readable(blocks):
        from ingest.ocr import read_page

        return read_page(path, page.number) or blocks
    return blocks


def _is_readable(blocks: Sequence[Block]) -> bool:
    """True if the text is long enough to be a page's, and made of letters that mean something."""
    signs = [sign for block in blocks for sign in block.text if not sign.isspace()]
    strange = sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or sign < " " for sign in signs)
    letters = sum(sign.isalnum() for sign in signs)
    return letters >= FEWEST_LETTERS and strange <= len(signs) * MOST_UNREADABLE
