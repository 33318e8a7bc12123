"""A passage in its smallest statements: sentences, list items and table rows, with what leads to each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trag.sentences import split_sentences

Span = tuple[int, int]

ITEM = re.compile(r"(\s*)(?:[-*+•]|\d+[.)])\s")
RULE = re.compile(r"[\s|:-]*")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a statement stands in its passage.

    `leads` are what it leans on, nearest first: the items above a nested item and the paragraph before
    a list. A row of a table has the table's `header`.
    """

    span: Span
    leads: tuple[Span, ...] = ()
    header: Span | None = None


def spots_of(text: str) -> Iterator[Spot]:
    """The statements of a passage in their order."""
    above: list[tuple[int, Span]] = []
    header: Span | None = None
    for span in _lines(text):
        line = text[slice(*span)]
        item = ITEM.match(line)
        if line.startswith("|"):
            if header and not RULE.fullmatch(line):
                yield Spot(span, header=header)
            header = header or span
            continue
        header = None
        if item:
            indent = len(item[1])
            above = [lead for lead in above if lead[0] < indent]
            yield Spot(span, tuple(lead for _, lead in reversed(above)))
            above.append((indent, span))
        elif line.strip():
            yield from _sentences(text, span)
            above = [(-1, span)]


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line.rstrip())
        start += len(line)


def _sentences(text: str, line: Span) -> Iterator[Spot]:
    start = line[0]
    for sentence in split_sentences(text[slice(*line)]):
        start = text.index(sentence, start)
        yield Spot((start, start + len(sentence)))
        start += len(sentence)
