"""Text put together out of lines, with the place of each line on its page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Self

from ingest.blocks import Place
from ingest.pdf.lines import Line
from ingest.pdf.sheet import Sheet
from ingest.pdf.words import DIVIDED

WORD = re.compile(r"\w+(?:-\w+)*")
LAST_PART = re.compile(rf"(\w+)[-{DIVIDED}]$")
FIRST_PART = re.compile(r"\w+")
# A text with this share of its lines ending in a hyphen divides words at line ends.
DIVIDING_SHARE = 0.025
FEWEST_DIVIDED = 3
LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a document, and whether it divides words at the ends of lines."""

    words: frozenset[str]
    divides: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Self:
        """The vocabulary of a document with these lines."""
        words: Counter[str] = Counter()
        for line in lines:
            words.update(WORD.findall(line.text.lower()))
        divided = sum(
            bool(LAST_PART.search(line.text)) and following.text[:1].islower()
            for line, following in pairwise(lines)
        )
        divides = divided >= max(FEWEST_DIVIDED, len(lines) * DIVIDING_SHARE)
        return cls(frozenset(words), divides)

    def is_one(self, first: str, second: str) -> bool:
        """True if the two parts, divided at a line's end, are one word rather than two with a hyphen."""
        whole, joined = (first + second).lower(), f"{first}-{second}".lower()
        return whole in self.words or (self.divides and joined not in self.words)


@dataclass(frozen=True, slots=True)
class Written:
    """A text and the places of its parts."""

    text: str = ""
    places: tuple[Place, ...] = ()

    def then(self, other: "Written", vocabulary: Vocabulary) -> "Written":
        """The text, then the other; a word divided between them is put together."""
        return in_one((self, other), vocabulary)

    def moved(self, by: int) -> Iterable[Place]:
        """The places as they are when the text begins `by` characters later."""
        return (replace(place, start=place.start + by, end=place.end + by) for place in self.places)

    def marked(self, mark: str, left_out: int) -> "Written":
        """The text with a mark instead of its first characters; the first place has the mark too."""
        by = len(mark) - left_out
        moved = (Place(max(place.start + by, 0), place.end + by, place.box) for place in self.places)
        places = [place for place in moved if place.end > place.start]
        places[:1] = [replace(place, start=0) for place in places[:1]]
        return Written(mark + self.text[left_out:], tuple(places))


def in_one(parts: Iterable[Written], vocabulary: Vocabulary) -> Written:
    """The parts with a space between them, or nothing within a word that was divided."""
    texts: list[str] = []
    places: list[Place] = []
    length = 0
    for part in parts:
        if texts:
            texts[-1], glue = _end(texts[-1], part.text, vocabulary)
            length += len(texts[-1]) + len(glue)
            places[-1:] = [replace(place, end=min(place.end, length)) for place in places[-1:]]
            texts.append(glue)
        texts.append(part.text)
        places += part.moved(length)
    return Written("".join(texts), tuple(places))


def below(parts: Iterable[Written]) -> Written:
    """The parts, a line each."""
    texts: list[str] = []
    places: list[Place] = []
    length = 0
    for part in parts:
        texts.append(part.text)
        places += part.moved(length)
        length += len(part.text) + 1
    return Written("\n".join(texts), tuple(places))


def _end(text: str, following: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """The text as it ends before the following one, and what stands between them."""
    last, first = LAST_PART.search(text[-LONGEST_WORD:]), FIRST_PART.match(following)
    if last and first and (text.endswith(DIVIDED) or first[0][0].islower()):
        return (text[:-1], "") if vocabulary.is_one(last[1], first[0]) else (f"{text[:-1]}-", "")
    return (f"{text[:-1]}-", "") if text.endswith(DIVIDED) else (text, " ")


def written(lines: Sequence[Line], sheet: Sheet, vocabulary: Vocabulary) -> Written:
    """The lines as one text."""
    whole = in_one((_of_line(line, sheet) for line in lines), vocabulary)
    return replace(whole, text=whole.text.replace(DIVIDED, "-"))


def _of_line(line: Line, sheet: Sheet) -> Written:
    boxes = [(part, sheet.box(part.left, line.top, part.right, line.bottom)) for part in line.parts]
    return Written(line.text, tuple(Place(part.start, part.end, box) for part, box in boxes))
