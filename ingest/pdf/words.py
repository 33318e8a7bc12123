"""The words of a PDF's page as pdfium sees them, with their place on the sheet, line by line."""

import math
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from ingest.decoding import printable
from ingest.pdf.sheet import QUARTER, Rectangle, Sheet
from ingest.pdf.unseen import is_unseen, letter_has_no_ink

LINE_ENDS = (10, 13)
# What pdfium writes for the hyphen of a word divided at the end of a line.
DIVIDED = "\x02"
SOFT_HYPHEN = "\u00ad"
LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
SAMPLES = 60
HIGH_SURROGATES, LOW_SURROGATES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
FIRST_RARE = 0x00AD


@dataclass(slots=True)
class Word:
    """A word, its place on the sheet as it is held, and the pdfium numbers of its first and last sign."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    first: int
    last: int

    def grow(self, text: str, index: int, place: Rectangle) -> None:
        """Take in the next sign."""
        self.text += text
        self.last = index
        self.left, self.top = min(self.left, place[0]), min(self.top, place[1])
        self.right, self.bottom = max(self.right, place[2]), max(self.bottom, place[3])


@contextmanager
def upright_text(page: Any, sheet: Sheet) -> Generator[tuple[Any, Sheet], None, None]:
    """The text that pdfium sees on the page, and the sheet, held so that most of the text is upright."""
    with closing(page.get_textpage()) as textpage:
        held = _held(textpage, sheet)
        if not held.turn:
            yield textpage, held
            return
    # pdfium takes lines that run downwards for one another's columns; so the page is turned for it.
    page.set_rotation((sheet.rotation - held.turn) % (4 * QUARTER))
    try:
        with closing(page.get_textpage()) as textpage:
            yield textpage, held
    finally:
        page.set_rotation(sheet.rotation)


def _held(textpage: Any, sheet: Sheet) -> Sheet:
    import pypdfium2.raw as pdfium

    count = textpage.count_chars()
    angles: Counter[int] = Counter()
    for index in range(0, count, max(count // SAMPLES, 1)):
        angle = pdfium.FPDFText_GetCharAngle(textpage, index)
        if angle >= 0 and chr(pdfium.FPDFText_GetUnicode(textpage, index)).isalnum():
            turned = round((math.degrees(angle) + sheet.rotation) / QUARTER) * QUARTER
            angles[turned % (4 * QUARTER)] += 1
    return replace(sheet, turn=angles.most_common(1)[0][0]) if angles else sheet


def word_lines(textpage: Any, sheet: Sheet, *, is_inked: bool = True) -> Iterator[list[Word]]:
    """The words of each line, in the order in which they stand in the file, without those nobody sees.

    Unless it `is_inked`, the page also has letters that are drawn without ink.
    """
    line: list[Word] = []
    is_open = False
    for index, sign in _signs(textpage):
        if sign.isspace():
            is_open = False
            if sign == "\n" and line:
                yield line
                line = []
            continue
        seen = _seen(textpage, index, sheet)
        if is_unseen(seen, sheet) or (not is_inked and letter_has_no_ink(textpage, index)):
            continue
        place = sheet.held(*seen)
        if line and (line[-1].text.endswith(DIVIDED) or _is_elsewhere(line[-1], place)):
            yield line
            line, is_open = [], False
        if is_open:
            line[-1].grow(sign, index, place)
        else:
            line.append(Word(sign, *place, index, index))
        is_open = True
    if line:
        yield line


def unmapped_share(textpage: Any) -> float:
    """The share of signs for which the file doesn't say which letter they show."""
    import pypdfium2.raw as pdfium

    count = textpage.count_chars()
    sample = range(0, count, max(count // (SAMPLES * 4), 1))
    missing: int = sum(pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1 for index in sample)
    return missing / max(len(sample), 1)


def _signs(textpage: Any) -> Iterator[tuple[int, str]]:
    import pypdfium2.raw as pdfium

    high = 0
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code in LINE_ENDS:
            yield index, "\n"
        elif code in HIGH_SURROGATES:
            high = code
        elif code in LOW_SURROGATES:
            if high:
                yield index, chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
            high = 0
        elif sign := _sign(code):
            yield index, sign


def _sign(code: int) -> str:
    """The sign as it is kept; nothing for one that can't be shown."""
    sign = chr(code) if code <= 0x10FFFF else "\ufffd"  # noqa: PLR2004 - the last sign of Unicode
    if sign == DIVIDED or " " <= sign < "\x7f":
        return sign
    if sign == SOFT_HYPHEN:
        return DIVIDED
    return LIGATURES.get(sign, printable(sign).replace("\t", " ")) if code != 0 else ""


def _seen(textpage: Any, index: int, sheet: Sheet) -> Rectangle:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
    return sheet.seen(box.left, box.bottom, box.right, box.top)


def _is_elsewhere(word: Word, place: Rectangle) -> bool:
    """True if the next sign stands on another line than the word, whatever the file says."""
    if place[3] <= place[1]:
        return False
    middle = (place[1] + place[3]) / 2
    return not word.top <= middle <= word.bottom and not place[1] <= (word.top + word.bottom) / 2 <= place[3]
