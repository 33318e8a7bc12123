"""An answer of the tree as it is told: its text with marks, and the sources behind them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from trag.citations import unmarked, write_marks
from trag.supporting.finding import PassageFinder, find_support
from trag.tree.answers import TreeAnswer
from trag.tree.guide import TreeGuide
from trag.types import Citation


def told_with_sources(
    guide: TreeGuide, told: TreeAnswer, find: PassageFinder
) -> tuple[str, tuple[Citation, ...]]:
    """The text with each fact marked where it stands, by the tree and by the passage that says it too.

    What only refuses or asks back has no sources.
    """
    if told.refused or told.candidates:
        return unmarked(told.text), ()
    file = guide.organisation.file
    facts = [Citation(number, file, None, fact.text) for number, fact in enumerate(told.facts, start=1)]
    support: dict[int, Citation] = {}
    with suppress(Exception):  # whatever is wrong with the documents, the tree's answer stands
        support = find_support(guide, told.facts, find)
    return _marked(told.text, facts, support), (*facts, *support.values())


def _marked(text: str, facts: Sequence[Citation], support: Mapping[int, Citation]) -> str:
    """A fact is marked where it stands; a list at its first line."""
    text, left = unmarked(text), []
    for fact in facts:
        said = unmarked(fact.quote)
        marks = [source.number for source in (fact, support.get(fact.number)) if source]
        if said in text:
            text = text.replace(said, write_marks(said, marks), 1)
        else:
            left += marks
    first, newline, rest = text.partition("\n")
    return write_marks(first, left) + newline + rest
