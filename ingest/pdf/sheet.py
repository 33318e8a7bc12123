"""A PDF's page as it is seen: turned, cropped, with its upper left corner at 0, 0."""

from dataclasses import dataclass
from typing import Any

from trag.types import Box

Rectangle = tuple[float, float, float, float]
QUARTER = 90


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's number and size, and how its own coordinates become those of the page that is seen.

    `turn` is the direction most of its text runs in, in degrees clockwise: lines have their place on
    the sheet as it is held for reading, their boxes on the sheet as it is seen.
    """

    number: int
    width: float
    height: float
    origin: Rectangle
    rotation: int = 0
    turn: int = 0

    @classmethod
    def of(cls, page: Any, number: int) -> "Sheet":
        """The sheet of a pypdfium2 page."""
        return cls(number, page.get_width(), page.get_height(), page.get_bbox(), page.get_rotation())

    def seen(self, left: float, bottom: float, right: float, top: float) -> Rectangle:
        """Left, top, right and bottom on the page that is seen, of a rectangle in the PDF's own space."""
        first, low, last, high = self.origin
        if self.rotation == QUARTER:
            return bottom - low, left - first, top - low, right - first
        if self.rotation == 2 * QUARTER:
            return last - right, bottom - low, last - left, top - low
        if self.rotation == 3 * QUARTER:
            return high - top, last - right, high - bottom, last - left
        return left - first, high - top, right - first, high - bottom

    def held(self, left: float, top: float, right: float, bottom: float) -> Rectangle:
        """The same rectangle once the sheet is held so that most of its text is upright."""
        if self.turn == QUARTER:
            return top, self.width - right, bottom, self.width - left
        if self.turn == 2 * QUARTER:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        if self.turn == 3 * QUARTER:
            return self.height - bottom, left, self.height - top, right
        return left, top, right, bottom

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The box, on the page that is seen, of a rectangle on the sheet as it is held."""
        if self.turn == QUARTER:
            place = self.width - bottom, left, self.width - top, right
        elif self.turn == 2 * QUARTER:
            place = self.width - right, self.height - bottom, self.width - left, self.height - top
        elif self.turn == 3 * QUARTER:
            place = top, self.height - right, bottom, self.height - left
        else:
            place = left, top, right, bottom
        return Box(self.number, *(round(value, 1) for value in place))

    @property
    def reading_height(self) -> float:
        """The height of the sheet as it is held."""
        return self.width if self.turn in (QUARTER, 3 * QUARTER) else self.height
