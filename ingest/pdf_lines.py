"""The lines of a PDF's pages as pdfium sees them, in reading order, with size, weight and place."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

LINE_ENDS = (0, 10, 13)
# What pdfium writes for the hyphen of a word divided at the end of a line.
DIVIDED = "\x02"
Style = Literal["regular", "italic", "bold"]
STYLES: dict[Style, tuple[bytes, ...]] = {
    "bold": (b"bold", b"black", b"heavy"),
    "italic": (b"italic", b"oblique"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `left`, `top` and `bottom` are points from the page's upper left corner."""

    text: str
    size: float
    style: Style
    left: float
    top: float
    bottom: float


def page_lines(page: Any) -> Iterator[Line]:
    """The lines of a pypdfium2 page that hold anything."""
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    height = page.get_height()
    try:
        signs: list[tuple[int, str]] = []
        for index in range(textpage.count_chars()):
            code = pdfium.FPDFText_GetUnicode(textpage, index)
            if code not in LINE_ENDS:
                signs.append((index, chr(code)))
            elif signs:
                yield from _line(textpage, signs, height)
                signs = []
        yield from _line(textpage, signs, height)
    finally:
        textpage.close()


def _line(textpage: Any, signs: list[tuple[int, str]], height: float) -> Iterator[Line]:
    import pypdfium2.raw as pdfium

    seen = [index for index, sign in signs if not sign.isspace()]
    if not seen:
        return
    left, _, _, top = _box(textpage, seen[0])
    bottom = _box(textpage, seen[-1])[1]
    style = _style(textpage, seen)
    size = round(pdfium.FPDFText_GetFontSize(textpage, seen[0]) or top - bottom, 1)
    text = " ".join("".join(sign for _, sign in signs).split())
    yield Line(text, size, style, left, height - top, height - bottom)


def _box(textpage: Any, index: int) -> tuple[float, float, float, float]:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
    return box.left, box.bottom, box.right, box.top


def _style(textpage: Any, seen: list[int]) -> Style:
    """The style that the whole line is in; a line of mixed styles is regular."""
    # The ends first: they decide on nearly all lines.
    for style, words in STYLES.items():
        names = (_font(textpage, index) for index in (seen[0], seen[-1], *seen))
        if all(any(word in name for word in words) for name in names):
            return style
    return "regular"


def _font(textpage: Any, index: int) -> bytes:
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(textpage, index, name, len(name), ctypes.c_int())
    return name.value.lower()
