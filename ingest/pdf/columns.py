"""The order in which the parts of a page are read: columns one after the other, below what spans them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

FEWEST_LINES = 4
# Columns hold prose: a side whose lines are shorter than this, or far from filling it, is a table's.
FEWEST_LETTERS = 14
SHORTEST_SHARE = 0.28
NARROWEST = 60
# Left edges this near to each other are one.
GRID = 3
# Of the usual height: a line this high is a heading.
HEADING_HEIGHT = 1.15
MOST_STRIPS = 2000


@dataclass(frozen=True, slots=True)
class Strip:
    """A line, a column's part of one, or a table (which has no letters of its own)."""

    left: float
    top: float
    right: float
    bottom: float
    letters: int

    @property
    def middle(self) -> float:
        """Halfway between top and bottom."""
        return (self.top + self.bottom) / 2


def reading_order(strips: Sequence[Strip]) -> list[int]:
    """The numbers of the strips in reading order; the given order where there are no columns."""
    return _ordered(strips, list(range(len(strips)))) if len(strips) <= MOST_STRIPS else [*range(len(strips))]


def _ordered(strips: Sequence[Strip], numbers: list[int]) -> list[int]:
    columns = _columns(strips, numbers)
    if columns is None:
        return numbers
    edge, band = columns
    inside = set(band)
    top, bottom = strips[band[0]].middle, strips[band[-1]].middle
    outside = [number for number in numbers if number not in inside]
    above = [number for number in outside if strips[number].middle <= min(top, bottom)]
    left = [number for number in numbers if number in inside and _side(strips[number], edge) == 0]
    right = [number for number in numbers if number in inside and _side(strips[number], edge) == 1]
    over = set(above)
    below = [number for number in outside if number not in over]
    return [item for part in (above, left, right, below) for item in _ordered(strips, part)]


def _columns(strips: Sequence[Strip], numbers: list[int]) -> tuple[float, list[int]] | None:
    """The left edge of a column, and the strips, from top to bottom, that stand beside each other there.

    It is the edge beside which most strips stand without one that runs across.
    """
    found = [
        (edge, band)
        for edge in _edges([strips[number] for number in numbers])
        for band in _bands(strips, sorted(numbers, key=lambda number: strips[number].middle), edge)
        if _divides([strips[number] for number in band], edge)
    ]
    return max(found, key=lambda item: len(item[1]), default=None)


def _edges(strips: Sequence[Strip]) -> Iterator[float]:
    """The left edges that several strips share, but the leftmost."""
    cells = Counter(round(strip.left / GRID) for strip in strips if strip.letters)
    leftmost = min((strip.left for strip in strips), default=0)
    for cell in sorted(cells):
        if cells[cell] + cells[cell + 1] >= FEWEST_LINES and cell * GRID >= leftmost + NARROWEST:
            yield min(strip.left for strip in strips if round(strip.left / GRID) == cell)


def _bands(strips: Sequence[Strip], downwards: Sequence[int], edge: float) -> Iterator[list[int]]:
    """The longest parts of the page without a strip that runs across the edge."""
    for is_across, group in groupby(downwards, key=lambda number: _side(strips[number], edge) is None):
        if not is_across:
            yield _between_headings(strips, list(group), edge)


def _between_headings(strips: Sequence[Strip], band: list[int], edge: float) -> list[int]:
    """The band without what stands below or above a heading where only one side is left."""
    sides = [[place for place, number in enumerate(band) if _side(strips[number], edge) == s] for s in (0, 1)]
    if not all(sides):
        return band
    usual = median(strips[number].bottom - strips[number].top for number in band) * HEADING_HEIGHT
    headings = [n for n, number in enumerate(band) if strips[number].bottom - strips[number].top > usual]
    start = max((place for place in headings if place <= max(sides[0][0], sides[1][0])), default=0)
    end = min((place for place in headings if place > min(sides[0][-1], sides[1][-1])), default=len(band))
    return band[start:end]


def _side(strip: Strip, edge: float) -> int | None:
    """0 left of the edge, 1 right of it, None across."""
    if strip.left >= edge - GRID:
        return 1
    return 0 if strip.right <= edge - GRID else None


def _divides(band: Sequence[Strip], edge: float) -> bool:
    left = [strip for strip in band if strip.letters and _side(strip, edge) == 0]
    right = [strip for strip in band if strip.letters and _side(strip, edge) == 1]
    if not _is_prose(left) or not _is_prose(right):
        return False
    top = max(min(strip.top for strip in left), min(strip.top for strip in right))
    bottom = min(max(strip.bottom for strip in left), max(strip.bottom for strip in right))
    beside = (sum(top <= strip.middle <= bottom for strip in side) for side in (left, right))
    return min(beside) >= FEWEST_LINES - 1


def _is_prose(side: Sequence[Strip]) -> bool:
    if len(side) < FEWEST_LINES:
        return False
    width = max(strip.right for strip in side) - min(strip.left for strip in side)
    typical = median(strip.right - strip.left for strip in side)
    is_filled = typical >= width * SHORTEST_SHARE
    return is_filled and median(strip.letters for strip in side) >= FEWEST_LETTERS
