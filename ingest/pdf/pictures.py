"""The pages of a PDF that are pictures: their lines by OCR, as far as the limits allow."""

import math
from statistics import median
from typing import Any

from ingest.ocr import Found, read_picture
from ingest.patience import is_short
from ingest.pdf.lines import Line, sentence_parts
from ingest.pdf.quality import letters_of
from ingest.pdf.sheet import Sheet
from ingest.pdf.words import Word

DPI = 170
MOST_PAGES = 500
# Of the time for a file: after that much, no further picture is begun.
TIME_SHARE = 0.75
# A page is drawn with at most so many pixels; one whose own pictures have more is not drawn at all.
MOST_DRAWN = 8_000_000
MOST_PIXELS = 300_000_000
# What counts is how a line's height compares with most lines of its page: that one is this high.
USUAL_SIZE = 10.0
FIRST_LARGE = 1.22


class Pictures:
    """Reads pages by their pixels. `unread` has the numbers of those that were one too many."""

    def __init__(self) -> None:
        self.done = 0
        self.unread: list[int] = []

    def read(self, page: Any, sheet: Sheet, text: str, pixels: int) -> list[Line]:
        """The lines of the page that is seen; none if they say less than the `text` it has already."""
        if self.done >= MOST_PAGES or pixels > MOST_PIXELS or is_short(TIME_SHARE):
            self.unread.append(sheet.number)
            return []
        self.done += 1
        scale = min(DPI / 72, math.sqrt(MOST_DRAWN / max(sheet.width * sheet.height, 1)))
        bitmap = page.render(scale=scale, may_draw_forms=False)
        found = read_picture(bitmap.to_numpy())
        bitmap.close()
        lines = _lines(found, scale)
        return lines if letters_of("\n".join(line.text for line in lines)) > letters_of(text) else []


def _lines(found: list[Found], scale: float) -> list[Line]:
    usual = median(item.bottom - item.top for item in found) if found else 1.0
    return [_line(item, scale, usual) for item in found]


def _line(found: Found, scale: float, usual: float) -> Line:
    left, top, right, bottom = (value / scale for value in (found.left, found.top, found.right, found.bottom))
    share = (found.bottom - found.top) / max(usual, 1)
    size = USUAL_SIZE if share < FIRST_LARGE else USUAL_SIZE * round(share * 4) / 4
    # OCR tells where a line is; that its letters are equally wide is near enough for its sentences.
    letter = (right - left) / len(found.text)
    words: list[Word] = []
    start = 0
    for text in found.text.split(" "):
        first, start = left + start * letter, start + len(text) + 1
        words.append(Word(text, first, top, first + len(text) * letter, bottom, 0, 0))
    return Line(found.text, size, "regular", left, top, right, bottom, tuple(sentence_parts(words)))
