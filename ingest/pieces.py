"""The pieces a section is cut into before they are put together to passages.

Tables are cut between rows and lists between items, and never between a list and the sentence that
leads to it. What a later piece would miss stands before it as its `prefix`: a table's header row, a
list's lead-in and the items above a nested one. Paragraphs are cut between sentences by
llama-index's SentenceSplitter, and so is a row, item or sentence that is too long by itself.
"""

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ingest.blocks import Block

CountTokens = Callable[[str], int]
Span = tuple[int, int]
LONGEST_PREFIX_SHARE = 0.5
# A list or table up to this much over the target stays in one piece.
WHOLE_SHARE = 1.4
# A tokenizer that takes a very long word for a single unknown one must not make a passage endless.
LETTERS_PER_TOKEN = 12
LONGEST_SPLIT = 20_000
LAST_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?](?!\s)[^.!?\n]*)*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` of the document's text, and what is repeated before them."""

    start: int
    end: int
    tokens: int
    page: int | None = None
    prefix: str = ""


class Cutter:
    """Cuts the blocks of one document, whose text is `text`."""

    def __init__(self, text: str, count_tokens: CountTokens) -> None:
        self._text = text
        self.count = lru_cache(maxsize=4096)(
            lambda part: max(count_tokens(part), len(part) // LETTERS_PER_TOKEN)
        )
        self._splitters: dict[int, Any] = {}

    def cut(self, blocks: Sequence[tuple[int, Block]], target: int, limit: int) -> Iterator[Piece]:
        """Pieces of about `target` tokens where the structure allows, never over `limit`, in order."""
        lead: Span | None = None
        for number, (start, block) in enumerate(blocks):
            span = (start, start + len(block.text))
            if block.kind in ("list", "table"):
                yield from self._cut_lines(span, block, lead, target, limit)
                lead = None
                continue
            following = blocks[number + 1][1] if number + 1 < len(blocks) else None
            lead = self._lead(span, block, following, target)
            yield from self._cut_text((span[0], lead[0] if lead else span[1]), block.page, target)

    def _lead(self, span: Span, block: Block, following: Block | None, target: int) -> Span | None:
        """The sentence that leads to the list or table below, if it is one and short enough."""
        leads = following is not None and following.kind in ("list", "table") and following.page == block.page
        if not leads or not block.text.rstrip().endswith(":"):
            return None
        found = LAST_SENTENCE.search(block.text)
        sentence = found[0].strip() if found else ""
        if not sentence or self.count(sentence) > target * LONGEST_PREFIX_SHARE:
            return None
        start = span[0] + block.text.rindex(sentence)
        return start, start + len(sentence)

    def _cut_lines(
        self, span: Span, block: Block, lead: Span | None, target: int, limit: int
    ) -> Iterator[Piece]:
        lines = list(self._lines(span))
        whole = lead[0] if lead else span[0], span[1]
        if (tokens := self.count(self._text[slice(*whole)])) <= min(target * WHOLE_SHARE, limit):
            yield Piece(*whole, tokens, block.page)
            return
        repeated = [self._text[slice(*lead)]] if lead and block.kind == "list" else []
        group: list[Span] = [lead] if lead else []
        tokens, prefix = sum(self.count(self._text[slice(*line)]) for line in group), ""
        for number, line in enumerate(lines):
            cost = self.count(self._text[slice(*line)])
            if tokens + cost > target and any(part != lead for part in group):
                yield from self._group(group, block, prefix, target, limit)
                prefix = self._prefix(block, repeated, lines, number, target)
                group, tokens = [], self.count(prefix)
            group.append(line)
            tokens += cost
        yield from self._group(group, block, prefix, target, limit)

    def _lines(self, span: Span) -> Iterator[Span]:
        start = span[0]
        for line in self._text[slice(*span)].split("\n"):
            yield start, start + len(line)
            start += len(line) + 1

    def _prefix(self, block: Block, repeated: list[str], lines: list[Span], number: int, target: int) -> str:
        """What the piece that begins with this line would miss, as far as it is short enough."""
        texts = [self._text[slice(*line)] for line in lines[:number]]
        above = texts[:1] if block.kind == "table" else _items_above(texts, self._text[slice(*lines[number])])
        for wanted in (repeated + above, above, above[-1:], repeated):
            if wanted and self.count("\n".join(wanted)) <= target * LONGEST_PREFIX_SHARE:
                return "\n".join(wanted)
        return ""

    def _group(
        self, group: list[Span], block: Block, prefix: str, target: int, limit: int
    ) -> Iterator[Piece]:
        span = group[0][0], group[-1][1]
        tokens = self.count(prefix) + sum(self.count(self._text[slice(*line)]) for line in group)
        if tokens <= limit:
            yield Piece(*span, tokens, block.page, prefix)
        else:
            yield from self._cut_text(span, block.page, target)

    def _cut_text(self, span: Span, page: int | None, target: int) -> Iterator[Piece]:
        text = self._text[slice(*span)]
        if not text.strip():
            return
        if self.count(text) <= target:
            yield Piece(*span, self.count(text), page)
            return
        for first, last in _windows(text):
            cursor = first
            for part in self._splitter(target).split_text(text[first:last]):
                found = text.find(part, cursor, last)
                place = found if found >= 0 else cursor
                cursor = min(place + len(part), last)
                yield Piece(span[0] + place, span[0] + cursor, self.count(part), page)

    def _splitter(self, size: int) -> Any:
        from llama_index.core.node_parser import SentenceSplitter

        if size not in self._splitters:
            self._splitters[size] = SentenceSplitter(
                chunk_size=size,
                chunk_overlap=0,
                tokenizer=lambda text: range(self.count(text)),
                paragraph_separator="\n\n",
            )
        return self._splitters[size]


@cache
def load_splitter() -> None:
    """Import in the background what paragraphs are cut with: a second or two, once in a process."""
    text = "A sentence. And one more."
    pieces = Cutter(text, lambda part: len(part.split())).cut([(0, Block(text, "text"))], 3, 3)
    threading.Thread(target=list, args=[pieces], name="trag-splitter").start()


def _windows(text: str) -> Iterator[Span]:
    """Parts short enough for the splitter, whose search for sentences gives up after five seconds."""
    start = 0
    while len(text) - start > LONGEST_SPLIT:
        cut = max(text.rfind(sign, start, start + LONGEST_SPLIT) for sign in (". ", "\n"))
        if cut <= start:
            cut = text.rfind(" ", start, start + LONGEST_SPLIT)
        end = cut + 1 if cut > start else start + LONGEST_SPLIT
        yield start, end
        start = end
    yield start, len(text)


def _items_above(lines: Sequence[str], line: str) -> list[str]:
    """The items that a nested item stands under, outermost first."""
    above: list[str] = []
    depth = _depth(line)
    for earlier in reversed(lines):
        if depth == 0:
            break
        if _depth(earlier) < depth:
            above.insert(0, earlier)
            depth = _depth(earlier)
    return above


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
