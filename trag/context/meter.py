"""What the parts of a context cost: each is counted once, and the sum is never too low."""

from collections.abc import Callable, Sequence
from functools import cache

from trag.context.writing import FACTS_TITLE, GAP, neutralised, place
from trag.types import Citation

CountTokens = Callable[[str], int]


class Meter:
    """Counts the parts of a context apart, cut where a tokenizer cuts as well: before white space.

    A tokenizer may join a line break to the sign before it, so that the whole has fewer tokens than
    its parts, by about one a source. It never has more.
    """

    def __init__(self, count_tokens: CountTokens) -> None:
        self._count = cache(count_tokens)
        # GPT-2's way splits white space where a word follows.
        self._gap = max(count_tokens(GAP), count_tokens(f"{GAP}[") - count_tokens("["))

    def title(self, title: str) -> int:
        """The cost of a title, with the gap that parts it from what stands before or after."""
        return self._count(title) + self._gap

    def fact(self, text: str) -> int:
        """The cost of a fact's text."""
        return self._count(f" {text}")

    def facts(self, texts: Sequence[str]) -> int:
        """The cost of facts with their title and numbers."""
        lines = (self.mark(number) + self.fact(text) for number, text in enumerate(texts, start=1))
        return self.title(FACTS_TITLE) + sum(lines)

    def mark(self, number: int) -> int:
        """The cost of a source's number, with a line break."""
        return self._count(f"[{number}]") + self._gap

    def passage(self, text: str) -> int:
        """The cost of a passage's text, with a line break."""
        return self._count(neutralised(text)) + self._gap

    def source(self, source: Citation) -> int:
        """The cost of a source as it is shown."""
        return self.mark(source.number) + self._count(f" {place(source)}") + self.passage(source.quote)


def is_surely_over(text: str, room: int) -> bool:
    """True when `text` has more words than there is room for tokens: no need to count those."""
    return len(text.split(None, room + 1)) > room if room >= 0 else True
