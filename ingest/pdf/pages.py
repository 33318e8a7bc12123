"""The pages of a PDF, one at a time: their lines in reading order and their tables."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from ingest.patience import is_short
from ingest.pdf.lines import Line, ordered_parts
from ingest.pdf.pictures import Pictures
from ingest.pdf.quality import Look, needs_reading
from ingest.pdf.sheet import Sheet
from ingest.pdf.tables import FoundTable, page_tables
from ingest.pdf.unseen import has_no_ink
from ingest.pdf.words import Word, unmapped_share, upright_text, word_lines

FEWEST_RULES = 4
# A path thinner than this is a rule.
THINNEST = 3
TEXT, PATH, IMAGE = 1, 2, 3
MOST_OBJECTS = 20_000
# Of the time for a file: after that much, tables are read as lines, so that the file gets done.
TABLE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page: lines in reading order, and tables at the place of their first line."""

    sheet: Sheet
    parts: tuple[Line | FoundTable, ...]
    is_picture: bool = False

    @property
    def lines(self) -> list[Line]:
        """The lines outside tables."""
        return [part for part in self.parts if isinstance(part, Line)]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page: how it looks, if a ruled table may be there, the pixels of its pictures.

    `is_inked` unless it has text that is not drawn, and no picture of which that could be the text.
    """

    look: Look
    has_rules: bool
    pixels: int
    is_inked: bool


class PageReader:
    """Reads the pages of an open pypdfium2 document; `damaged` has the numbers of those that can't be."""

    def __init__(self, pdf: Any, path: Path) -> None:
        self._pdf = pdf
        self._path = path
        self._plumber: Any = None
        self.pictures = Pictures()
        self.damaged: list[int] = []

    def pages(self) -> Iterator[Page]:
        """The pages in their order. Nothing of a page but what is returned stays in memory."""
        import pypdfium2

        try:
            for index in range(len(self._pdf)):
                try:
                    page = self._pdf[index]
                except pypdfium2.PdfiumError:
                    self.damaged.append(index + 1)
                    continue
                with closing(page):
                    yield self._page(page, Sheet.of(page, index + 1))
        finally:
            if self._plumber:
                self._plumber.close()

    def _page(self, page: Any, sheet: Sheet) -> Page:
        drawing = _drawing(page, sheet)
        with upright_text(page, sheet) as (textpage, held):
            words = list(word_lines(textpage, held, is_inked=drawing.is_inked))
            text = "\n".join(" ".join(word.text for word in line) for line in words)
            look = replace(drawing.look, unmapped=unmapped_share(textpage))
            is_picture = needs_reading(text, look)
            tables = self._tables(held) if drawing.has_rules and text else []
            parts = tuple(ordered_parts(textpage, _parts(words, tables)))
        if is_picture and (lines := self.pictures.read(page, sheet, text, drawing.pixels)):
            return Page(sheet, tuple(lines), is_picture=True)
        return Page(held, parts)

    def _tables(self, sheet: Sheet) -> list[FoundTable]:
        """The ruled tables of a page; none for one that pdfplumber doesn't understand."""
        if sheet.turn or is_short(TABLE_SHARE):
            return []
        import pdfplumber

        try:
            self._plumber = self._plumber or pdfplumber.open(self._path)
            page = self._plumber.pages[sheet.number - 1]
            try:
                return list(page_tables(page))
            finally:
                page.close()
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - what pdfium reads, pdfplumber may refuse in many ways
            return []


def _drawing(page: Any, sheet: Sheet) -> Drawing:
    largest, pixels, paths, standing, is_inked = 0.0, 0, 0, 0, True
    for item in islice(page.get_objects(), MOST_OBJECTS):
        if item.type == IMAGE:
            left, bottom, right, top = item.get_bounds()
            width, height = item.get_px_size()
            pixels += width * height
            largest = max(largest, (right - left) * (top - bottom) / max(sheet.width * sheet.height, 1))
        elif item.type == PATH:
            left, bottom, right, top = item.get_bounds()
            paths += 1
            # Only rules that stand, or boxes, make a table; those that lie underline words.
            standing += top - bottom > THINNEST
        elif item.type == TEXT:
            is_inked = is_inked and not has_no_ink(item)
    look = Look(min(largest, 1.0), paths > FEWEST_RULES or pixels > 0)
    return Drawing(look, paths >= FEWEST_RULES and standing > 1, pixels, is_inked or pixels > 0)


def _parts(lines: Sequence[list[Word]], tables: Sequence[FoundTable]) -> Iterator[list[Word] | FoundTable]:
    """The lines outside the tables, and each table where the file has its first word."""
    waiting = list(tables)
    for line in lines:
        free: list[Word] = []
        for word in line:
            table = next((t for t in tables if t.holds(word.left, word.top, word.right, word.bottom)), None)
            if table is None:
                free.append(word)
            elif table in waiting:
                waiting.remove(table)
                yield table
        if free:
            yield free
    yield from waiting
