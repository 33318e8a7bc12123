"""Which letters of a PDF's page nobody sees who opens it, so that nothing is answered from them.

White letters are kept: they may well stand on dark ground. So are letters drawn without ink on a page
with a picture, since that is how programs put the text of a scan below it.
"""

from typing import Any

from ingest.pdf.sheet import Rectangle, Sheet

# No print is this small: letters of a point and less, on a page of the usual size.
TINY_POINTS = 1.5
TINY_SHARE = 1 / 400
NO_INK = 3
# Points; a page smaller than an inch is a mistake of the file, and what stands beside it its text.
SMALLEST_SHEET = 72


def is_unseen(place: Rectangle, sheet: Sheet) -> bool:
    """True if a letter at this place of the page that is seen stands beside it, or is too small to read."""
    left, top, right, bottom = place
    if min(sheet.width, sheet.height) < SMALLEST_SHEET:
        return False
    if right < 0 or bottom < 0 or left > sheet.width or top > sheet.height:
        return True
    size = max(right - left, bottom - top)
    return 0 < size < min(TINY_POINTS, min(sheet.width, sheet.height) * TINY_SHARE)


def has_no_ink(item: Any) -> bool:
    """True if a text object of a page is drawn with neither fill nor line."""
    import pypdfium2.raw as pdfium

    return bool(pdfium.FPDFTextObj_GetTextRenderMode(item) == NO_INK)


def letter_has_no_ink(textpage: Any, index: int) -> bool:
    """The same for the text object of a letter."""
    import pypdfium2.raw as pdfium

    item = pdfium.FPDFText_GetTextObject(textpage, index)
    return bool(item) and has_no_ink(item)
