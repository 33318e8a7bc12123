"""What the model gets to read: facts first, then passages, within a budget of tokens."""

import re
from collections.abc import Callable, Sequence

from trag.context.passages import Shelf
from trag.tree.listing import shortened
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
    question: str = "",
) -> Context:
    """The context of a question, with its sources numbered from 1 in the order they stand.

    Facts take at most half of `budget`, but the first one, which answers what was asked, may take
    all of it; a list that is longer still says how many items are left out. Passages follow by rank
    as long as they fit: neighbours as one source, the first that is too long cut to the sentences
    that speak of `question`, with "..." where it was cut.
    """
    kept_facts = _facts_that_fit(facts, budget // 2, count_tokens)
    lines: list[str] = []
    sources: list[Citation] = []
    for fact in kept_facts:
        sources.append(Citation(len(sources) + 1, tree_file, None, fact.text))
        # Only the first can be longer than the budget; its citation holds it whole.
        lines.append(f"[{len(sources)}] {shortened(fact, budget, count_tokens)}")
    head = "\n".join([FACTS_TITLE, *lines]) if lines else ""
    tokens = count_tokens(head) if head else 0
    parts = [head] if head else []
    room = budget - tokens - count_tokens(PASSAGES_TITLE) - 2
    shelf = Shelf(question, room, count_tokens, shown)
    found = [source.citation(number) for number, source in enumerate(shelf.fill(chunks), len(sources) + 1)]
    if found:
        parts.append("\n\n".join([PASSAGES_TITLE, *map(shown, found)]))
    text = "\n\n".join(parts)
    sources.extend(found)
    return Context(text, count_tokens(text), kept_facts, tuple(sources), tuple(entities))


def _facts_that_fit(facts: Sequence[Fact], room: int, count_tokens: CountTokens) -> tuple[Fact, ...]:
    kept: list[Fact] = []
    for fact in facts:
        cost = count_tokens(fact.text) + 5
        if not kept or cost <= room:
            kept.append(fact)
            room -= cost
    return tuple(kept)


def shown(source: Citation) -> str:
    """A source as it stands in the context: its number and place, then its text."""
    return f"[{source.number}] {_place(source)}\n{neutralised(source.quote)}"


def _place(citation: Citation) -> str:
    return neutralised(" > ".join((citation.file, *citation.heading)))


def neutralised(text: str) -> str:
    """Document text without the signs a model could take for instructions of ours."""
    return SOURCE_MARK.sub(r"(\1)", CONTROL_SIGN.sub("< |", text))
