"""The pieces a section is cut into before they are put together to passages.

Tables are cut between rows and lists between items; what a cut would leave without its header row
or its lead-in sentence gets them as a `prefix`. Paragraphs are cut between sentences by
llama-index's SentenceSplitter, and so is a row, item or sentence that is too long by itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest.blocks import Block

CountTokens = Callable[[str], int]
LONGEST_PREFIX_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` of the document's text, and what is repeated before them."""

    start: int
    end: int
    tokens: int
    page: int | None = None
    prefix: str = ""


class Cutter:
    """Cuts blocks into pieces of about `target` tokens where their structure allows, never over `limit`."""

    def __init__(self, count_tokens: CountTokens, *, target: int, limit: int) -> None:
        self._count = lru_cache(maxsize=4096)(count_tokens)
        self._target = target
        self._limit = limit

    def cut(self, blocks: Sequence[tuple[int, Block]]) -> Iterator[Piece]:
        """The pieces of a section's blocks, in order."""
        lead = ""
        for start, block in blocks:
            if block.kind == "table":
                header = block.text.partition("\n")[0]
                yield from self._cut_lines(start, block, header)
            elif block.kind == "list":
                yield from self._cut_lines(start, block, lead)
            else:
                yield from self._cut_text(start, block.text, block.page)
            lead = block.text if block.text.rstrip().endswith(":") and "\n" not in block.text else ""

    def _cut_lines(self, start: int, block: Block, prefix: str) -> Iterator[Piece]:
        prefix = prefix if self._count(prefix) <= self._target * LONGEST_PREFIX_SHARE else ""
        room = self._target - self._count(prefix)
        group_start, group_end, tokens, is_first = start, start, 0, True
        position = start
        for line in block.text.split("\n"):
            cost = self._count(line)
            if tokens and tokens + cost > room:
                yield from self._lines_piece(block, start, group_start, group_end, "" if is_first else prefix)
                group_start, tokens, is_first = position, 0, False
            tokens += cost
            group_end = position + len(line)
            position = group_end + 1
        yield from self._lines_piece(block, start, group_start, group_end, "" if is_first else prefix)

    def _lines_piece(self, block: Block, start: int, first: int, last: int, prefix: str) -> Iterator[Piece]:
        text = block.text[first - start : last - start]
        tokens = self._count(text) + self._count(prefix)
        if tokens <= self._limit:
            yield Piece(first, last, tokens, block.page, prefix)
        else:
            yield from self._cut_text(first, text, block.page)

    def _cut_text(self, start: int, text: str, page: int | None) -> Iterator[Piece]:
        if self._count(text) <= self._target:
            yield Piece(start, start + len(text), self._count(text), page)
            return
        cursor = 0
        for part in self._splitter.split_text(text):
            found = text.find(part, cursor)
            first = found if found >= 0 else cursor
            cursor = min(first + len(part), len(text))
            yield Piece(start + first, start + cursor, self._count(part), page)

    @property
    def _splitter(self) -> Any:
        return _sentence_splitter(self._count, self._target)


@lru_cache(maxsize=64)
def _sentence_splitter(count_tokens: CountTokens, size: int) -> Any:
    from llama_index.core.node_parser import SentenceSplitter

    return SentenceSplitter(
        chunk_size=size,
        chunk_overlap=0,
        tokenizer=lambda text: range(count_tokens(text)),
        paragraph_separator="\n\n",
    )
