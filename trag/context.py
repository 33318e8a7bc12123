"""What the model gets to read: facts first, then passages, within a budget of tokens."""

import re
from collections.abc import Callable, Iterator, Sequence

from trag.types import Citation, Context, Entity, Fact, ScoredChunk

CountTokens = Callable[[str], int]

FACTS_TITLE = "Facts from the organisation tree:"
PASSAGES_TITLE = "Passages from the documents:"
# Signs that steer a chat template or look like our own source marks.
CONTROL_SIGN = re.compile(r"<\|")
SOURCE_MARK = re.compile(r"\[(\d+|INST|/INST)\]")


def build_context(
    facts: Sequence[Fact],
    chunks: Sequence[ScoredChunk],
    *,
    budget: int,
    count_tokens: CountTokens,
    tree_file: str = "",
    entities: Sequence[Entity] = (),
) -> Context:
    """The context of a question, with its sources numbered from 1 in the order they stand.

    Facts take at most half of `budget`, but the first one, which answers what was asked, always
    goes in whole. Passages follow by rank as long as they fit; none is cut.
    """
    kept_facts = _facts_that_fit(facts, budget // 2, count_tokens)
    lines: list[str] = []
    sources: list[Citation] = []
    for fact in kept_facts:
        sources.append(Citation(len(sources) + 1, tree_file, None, fact.text))
        lines.append(f"[{len(sources)}] {fact.text}")
    head = "\n".join([FACTS_TITLE, *lines]) if lines else ""
    tokens = count_tokens(head) if head else 0
    parts = [head] if head else []
    room = budget - tokens - count_tokens(PASSAGES_TITLE) - 2
    passages = list(_passages_that_fit(chunks, room, len(sources), count_tokens))
    if passages:
        parts.append("\n\n".join([PASSAGES_TITLE, *(text for text, _ in passages)]))
    text = "\n\n".join(parts)
    sources.extend(citation for _, citation in passages)
    return Context(text, count_tokens(text), kept_facts, tuple(sources), tuple(entities))


def _facts_that_fit(facts: Sequence[Fact], room: int, count_tokens: CountTokens) -> tuple[Fact, ...]:
    kept: list[Fact] = []
    for fact in facts:
        cost = count_tokens(fact.text) + 5
        if not kept or cost <= room:
            kept.append(fact)
            room -= cost
    return tuple(kept)


def _passages_that_fit(
    chunks: Sequence[ScoredChunk], room: int, numbered: int, count_tokens: CountTokens
) -> Iterator[tuple[str, Citation]]:
    for scored in chunks:
        citation = cite(scored, numbered + 1)
        text = f"[{citation.number}] {_place(citation)}\n{neutralised(citation.quote)}"
        cost = count_tokens(text) + 1
        if cost <= room:
            room -= cost
            numbered += 1
            yield text, citation


def cite(scored: ScoredChunk, number: int) -> Citation:
    """The whole passage as source `number`."""
    chunk = scored.chunk
    return Citation(number, chunk.file, chunk.page, chunk.text, chunk.heading, chunk.document_id, chunk.id)


def _place(citation: Citation) -> str:
    return neutralised(" > ".join((citation.file, *citation.heading)))


def neutralised(text: str) -> str:
    """Document text without the signs a model could take for instructions of ours."""
    return SOURCE_MARK.sub(r"(\1)", CONTROL_SIGN.sub("< |", text))
