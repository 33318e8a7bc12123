"""Where a passage stands on the pages of its document."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from ingest.blocks import ParsedDocument, Place
from trag.types import Box

MOST_BOXES = 40
# Of a line's height: boxes further apart than this are not beside each other.
BESIDE = 1.5


class Places:
    """The places of all blocks of a document, in the order of its text."""

    def __init__(self, document: ParsedDocument) -> None:
        self._places = [
            Place(start + place.start, start + place.end, place.box)
            for start, block in document.placed()
            for place in block.places
        ]
        self._ends = [place.end for place in self._places]

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of characters `start` to `end`: a line each, or lines in one where there are many."""
        found: list[Box] = []
        for number in range(bisect_left(self._ends, start + 1), len(self._places)):
            place = self._places[number]
            if place.start >= end:
                break
            found.append(place.box)
        return tuple(_fewer(list(_lines(found))))


def _lines(boxes: Iterable[Box]) -> Iterable[Box]:
    """The boxes, with the sentences of one line, and lines that are equally long, in one."""
    held: Box | None = None
    for box in boxes:
        if held and _is_same_line(held, box):
            held = _union(held, box)
        else:
            if held:
                yield held
            held = box
    if held:
        yield held


def _is_same_line(first: Box, second: Box) -> bool:
    """True if one goes on at the other's side; with lines as long as each other, also below it."""
    if first.page != second.page:
        return False
    if (first.top, first.bottom) == (second.top, second.bottom):
        return -1 <= second.left - first.right <= (second.bottom - second.top) * BESIDE
    room = min(second.bottom - second.top, second.right - second.left) * BESIDE
    is_below = -room <= second.top - first.bottom <= room or -room <= first.top - second.bottom <= room
    return is_below and (first.left, first.right) == (second.left, second.right)


def _fewer(boxes: Sequence[Box]) -> Sequence[Box]:
    """At most so many boxes: neighbours of one page become one."""
    together = 2
    shorter = boxes
    while len(shorter) > MOST_BOXES:
        if together > len(boxes):
            return shorter[:MOST_BOXES]
        shorter = _grouped(boxes, together)
        together *= 2
    return shorter


def _grouped(boxes: Sequence[Box], together: int) -> list[Box]:
    grouped: list[Box] = []
    size = 0
    for box in boxes:
        is_beside = grouped and grouped[-1].page == box.page and box.top >= grouped[-1].top
        if is_beside and size < together:
            grouped[-1], size = _union(grouped[-1], box), size + 1
        else:
            grouped.append(box)
            size = 1
    return grouped


def _union(first: Box, second: Box) -> Box:
    return Box(
        first.page,
        min(first.left, second.left),
        min(first.top, second.top),
        max(first.right, second.right),
        max(first.bottom, second.bottom),
    )
