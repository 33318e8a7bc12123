"""The lines of a PDF's page, column by column, with size, style and the place of each of their sentences."""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Literal

from ingest.pdf.columns import Strip, reading_order
from ingest.pdf.tables import FoundTable
from ingest.pdf.words import Word

Style = Literal["regular", "italic", "bold"]
STYLES: dict[Style, tuple[bytes, ...]] = {
    "bold": (b"bold", b"black", b"heavy"),
    "italic": (b"italic", b"oblique"),
}
# Of a line's height: room between two words that may be the room between two columns.
WIDEST_SPACE = 0.85
SENTENCE_ENDS = (".", "!", "?", ":", ";", "。", "！", "？")  # noqa: RUF001 - as they are written


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `start` to `end` of a line and where they stand across the sheet."""

    start: int
    end: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its place on the sheet as it is held; `parts` are its sentences."""

    text: str
    size: float
    style: Style
    left: float
    top: float
    right: float
    bottom: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line without wide room between them, or a table."""

    line: int
    words: tuple[Word, ...]
    table: FoundTable | None = None

    @property
    def strip(self) -> Strip:
        """The place of the words."""
        if self.table:
            return Strip(self.table.left, self.table.top, self.table.right, self.table.bottom, 0)
        left, right = min(word.left for word in self.words), max(word.right for word in self.words)
        top, bottom = min(word.top for word in self.words), max(word.bottom for word in self.words)
        return Strip(left, top, right, bottom, sum(len(word.text) for word in self.words))


def ordered_parts(textpage: Any, parts: Iterable[Sequence[Word] | FoundTable]) -> Iterator[Line | FoundTable]:
    """The lines and tables in reading order; a line that runs through several columns is divided."""
    runs = [run for number, part in enumerate(parts) for run in _runs(number, part)]
    order = [runs[number] for number in reading_order([run.strip for run in runs])]
    # Without columns, the runs of a line are still beside each other, and one line again.
    for _, group in groupby(order, key=lambda run: run.line):
        same = list(group)
        yield same[0].table or _line(textpage, [word for run in same for word in run.words])


def _runs(number: int, words: Sequence[Word] | FoundTable) -> Iterator[Run]:
    if isinstance(words, FoundTable):
        yield Run(number, (), words)
        return
    run = [words[0]]
    for word, following in pairwise(words):
        room = max(word.bottom - word.top, following.bottom - following.top) * WIDEST_SPACE
        if following.left - word.right > room or following.right < word.left:
            yield Run(number, tuple(run))
            run = []
        run.append(following)
    yield Run(number, tuple(run))


def _line(textpage: Any, words: Sequence[Word]) -> Line:
    import pypdfium2.raw as pdfium

    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    size = round(pdfium.FPDFText_GetFontSize(textpage, words[0].first) or bottom - top, 1)
    left, right = min(word.left for word in words), max(word.right for word in words)
    text = " ".join(word.text for word in words)
    return Line(text, size, _style(textpage, words), left, top, right, bottom, tuple(sentence_parts(words)))


def sentence_parts(words: Sequence[Word]) -> Iterator[Part]:
    """The sentences, or parts of sentences, of a line of words that have a space between them."""
    start = end = 0
    group: list[Word] = []
    for number, word in enumerate(words):
        group.append(word)
        end += len(word.text) + (len(group) > 1)
        if number == len(words) - 1 or word.text.endswith(SENTENCE_ENDS):
            yield Part(start, end, min(word.left for word in group), max(word.right for word in group))
            start = end = end + 1
            group = []


def _style(textpage: Any, words: Sequence[Word]) -> Style:
    """The style that the whole line is in; a line of mixed styles is regular."""
    # The ends first: they decide on nearly all lines.
    ends = (words[0].first, words[-1].last)
    for style, names in STYLES.items():
        fonts = (_font(textpage, index) for index in (*ends, *(word.first for word in words)))
        if all(any(name in font for name in names) for font in fonts):
            return style
    return "regular"


def _font(textpage: Any, index: int) -> bytes:
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(textpage, index, name, len(name), ctypes.c_int())
    return name.value.lower()
