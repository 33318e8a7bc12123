"""What the model gets to read: facts first, then passages, within a budget of tokens."""

from collections.abc import Sequence

from trag.context.meter import CountTokens, Meter, is_surely_over
from trag.context.passages import Shelf
from trag.context.writing import FACTS_TITLE, GAP, PASSAGES_TITLE, neutralised, shown
from trag.tree.listing import shortened
from trag.types import Citation, Context, Entity, Fact, ScoredChunk


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
    that speak of `question`, with "..." where it was cut. `tokens` is the sum over the parts, which
    is never less than the whole has.
    """
    meter = Meter(count_tokens)
    kept = _facts_that_fit(facts, budget // 2, meter)
    # A list cut to the budget is cited whole.
    cited = [Citation(number, tree_file, None, fact.text) for number, fact in enumerate(kept, 1)]
    room = budget - meter.facts([""])
    lines = [neutralised(shortened(fact, room, meter.fact)) for fact in kept]
    tokens = meter.facts(lines) if lines else 0
    shelf = Shelf(question, budget - tokens - meter.title(PASSAGES_TITLE), meter, len(cited) + 1)
    found = shelf.fill(chunks)
    if found:
        tokens = budget - shelf.room
    text = GAP.join([*_head(lines), *_passages(found)])
    return Context(text, tokens, kept, (*cited, *found), tuple(entities))


def _facts_that_fit(facts: Sequence[Fact], room: int, meter: Meter) -> tuple[Fact, ...]:
    kept: list[Fact] = []
    for fact in facts:
        if kept and is_surely_over(fact.text, room):
            continue
        cost = meter.mark(len(kept) + 1) + meter.fact(fact.text)
        if not kept or cost <= room:
            kept.append(fact)
            room -= cost
    return tuple(kept)


def _head(lines: Sequence[str]) -> list[str]:
    numbered = [f"[{number}] {line}" for number, line in enumerate(lines, 1)]
    return ["\n".join([FACTS_TITLE, *numbered])] if lines else []


def _passages(found: Sequence[Citation]) -> list[str]:
    return [PASSAGES_TITLE, *map(shown, found)] if found else []
