"""The ruled tables of a PDF page, by pdfplumber, with the words that a narrow column broke put together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ingest.decoding import printable
from ingest.pdf.sheet import Rectangle
from ingest.tables import row_line

FEWEST_CELLS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A row as a line of text, and its place."""

    text: str
    place: Rectangle


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table's rows, and its box in points from the page's upper left corner."""

    rows: tuple[Row, ...]
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, left: float, top: float, right: float, bottom: float) -> bool:
        """True if the middle of a word at this place stands inside the table."""
        across, down = (left + right) / 2, (top + bottom) / 2
        return self.top - 1 <= down <= self.bottom + 1 and self.left - 1 <= across <= self.right + 1


def page_tables(page: Any) -> Iterator[FoundTable]:
    """The tables of a pdfplumber page that have at least two rows and two columns."""
    for table in page.find_tables():
        cells = [[_cell_text(page, cell) for cell in row.cells] for row in table.rows]
        places = [_place(page, row.bbox) for row in table.rows]
        rows = [
            Row(row_line(row), place)
            for row, place in zip(cells, places, strict=True)
            if any(map(str.strip, row))
        ]
        if len(cells) > 1 and sum(map(len, cells)) >= FEWEST_CELLS and rows:
            yield FoundTable(tuple(rows), *_place(page, table.bbox))


def _place(page: Any, box: Sequence[float]) -> Rectangle:
    """A pdfplumber box on the page that is seen, which is what is left of it by the crop box."""
    left, top = page.cropbox[0], page.cropbox[1]
    return box[0] - left, box[1] - top, box[2] - left, box[3] - top


def _cell_text(page: Any, box: Sequence[float] | None) -> str:
    from pdfplumber.utils.text import extract_words

    if box is None:
        return ""
    words = extract_words([char for char in page.chars if _is_inside(char, box)])
    if not words:
        return ""
    right = box[2] - max(min(word["x0"] for word in words) - box[0], 0)
    text = str(words[0]["text"])
    for number, (word, following) in enumerate(pairwise(words)):
        is_alone = number == 0 or words[number - 1]["bottom"] <= word["top"]
        is_broken = is_alone and following["top"] >= word["bottom"] and _fills(word, following, right)
        text += ("" if is_broken else " ") + following["text"]
    return printable(text)


def _is_inside(char: Any, box: Sequence[float]) -> bool:
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= across < box[2] and box[1] <= down < box[3])


def _fills(word: Any, following: Any, right: float) -> bool:
    """True if not even the next letter had room on the word's line."""
    letter = (following["x1"] - following["x0"]) / len(following["text"])
    return bool(right - word["x1"] < letter)
