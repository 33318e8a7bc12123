"""A passage that is too long for the room left, cut to the sentences that speak of the question."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from trag.sentences import split_sentences
from trag.terms import terms_of

CountTokens = Callable[[str], int]

# Stands where sentences were left out: nothing is cut in silence.
CUT = "..."
# A mark costs a token or two, and a line break.
MARK_COST = 3


def excerpt(text: str, question: str, room: int, count_tokens: CountTokens) -> str:
    """The sentences of `text` nearest to the question that fit into `room`, "" if none is near or fits.

    They stand as they do in `text`, in its order, with "..." for what was left out. A table keeps its
    header row, a list the line that opens it.
    """
    parts = split_sentences(text)
    wanted = terms_of(question).words
    kept = _opening(parts)
    room -= 2 * MARK_COST + sum(count_tokens(parts[index]) for index in kept)
    chosen = []
    for index in _nearest_first(parts[len(kept) :], wanted, first=len(kept)):
        cost = count_tokens(parts[index]) + MARK_COST
        if cost <= room:
            room -= cost
            chosen.append(index)
    return _with_marks(text, parts, sorted([*kept, *chosen])) if chosen else ""


def _opening(parts: Sequence[str]) -> list[int]:
    """The header row or the lead-in, without which the rest says little."""
    return [0] if len(parts) > 1 and (parts[0].startswith("|") or parts[0].endswith(":")) else []


def _nearest_first(parts: Sequence[str], wanted: frozenset[str], first: int) -> list[int]:
    """The places of the parts that share words with the question, counted from `first`."""
    shared = {place: len(terms_of(part).words & wanted) for place, part in enumerate(parts, first)}
    return sorted((place for place, words in shared.items() if words), key=lambda place: -shared[place])


def _with_marks(text: str, parts: Sequence[str], kept: Sequence[int]) -> str:
    spans = list(_spans(text, parts))
    grouped = groupby(enumerate(kept), lambda pair: pair[1] - pair[0])
    runs = [[index for _, index in run] for _, run in grouped]
    pieces = [text[spans[run[0]][0] : spans[run[-1]][1]] for run in runs]
    head = [] if kept[0] == 0 else [CUT]
    tail = [] if kept[-1] == len(parts) - 1 else [CUT]
    return "\n".join([*head, f"\n{CUT}\n".join(pieces), *tail])


def _spans(text: str, parts: Sequence[str]) -> Iterator[tuple[int, int]]:
    end = 0
    for part in parts:
        start = text.index(part, end)
        end = start + len(part)
        yield start, end
