"""What a judge gets to read: statements and sources as data that can't pass for instructions."""

import json
import re
from collections.abc import Callable, Iterator, Sequence

from eval.outcomes import Outcome
from trag.citations import read_marks
from trag.context import neutralised
from trag.sentences import split_sentences
from trag.types import Citation

CountTokens = Callable[[str], int]
ITEM = re.compile(r"^(?:[-*\u2022]|\d+[.)])\s+")


def as_data(text: str) -> str:
    """The text as one JSON string on one line: nothing in it can end the string or start a line."""
    return json.dumps(neutralised(" ".join(text.split())), ensure_ascii=False)


def statements_of(text: str) -> tuple[str, ...]:
    """The sentences of an answer without source marks; each item of a list with what introduces it."""
    statements: list[str] = []
    lead = ""
    for sentence in split_sentences(text):
        plain = read_marks(sentence)[0].strip()
        is_item = ITEM.match(plain) is not None
        if plain.endswith(":") and not is_item:
            lead = plain
            continue
        lead = lead if is_item else ""
        statements.append(f"{lead} {ITEM.sub('', plain)}".strip())
    return tuple(statement for statement in statements if re.search(r"\w", statement))


def sources_for(outcome: Outcome, budget: int, count_tokens: CountTokens) -> tuple[tuple[str, ...], int]:
    """The texts to judge an answer by, within `budget` tokens, and how many were left out for it.

    First what the answer cites: its quotes, widened to whole passages as long as there is room. Then
    the facts. An answer without citations is judged by all its sources, in order. The first always
    goes in.
    """
    cited = outcome.answer.citations if outcome.answer else ()
    whole = {source.chunk_id: source for source in outcome.sources if source.chunk_id}
    quotes = [_text(citation) for citation in cited or outcome.sources]
    wanted = list(dict.fromkeys([*quotes, *outcome.facts]))
    kept = list(_fitting(wanted, budget, count_tokens))
    room = budget - sum(count_tokens(text) for text in kept)
    for citation in cited:
        quote, passage = _text(citation), _text(whole.get(citation.chunk_id, citation))
        cost = count_tokens(passage) - count_tokens(quote)
        if quote in kept and cost <= room:
            kept[kept.index(quote)] = passage
            room -= cost
    return tuple(dict.fromkeys(kept)), len(wanted) - len(kept)


def _fitting(texts: Sequence[str], room: int, count_tokens: CountTokens) -> Iterator[str]:
    for position, text in enumerate(texts):
        cost = count_tokens(text)
        if position == 0 or cost <= room:
            room -= cost
            yield text


def _text(source: Citation) -> str:
    if not source.chunk_id:
        return source.quote
    return f"{' > '.join((source.file, *source.heading))}: {source.quote}"
