"""Facts about lists: complete, counted, and still a list for whoever prints or completes it."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from trag.types import Fact

MOST_NAMES_WITH_A_COUNT = 40  # "how many" is answered with the names up to here


@dataclass(frozen=True, slots=True)
class ListFact(Fact):
    """A fact that enumerates: `text` is "<heading>: <items>."; `is_asked` when it was asked for in full."""

    heading: str = ""
    items: tuple[str, ...] = ()
    is_asked: bool = False


def list_fact(heading: str, items: Sequence[str], entity_ids: Iterable[str]) -> ListFact:
    """The fact that `heading` holds for these items, all of them."""
    separator = "; " if any(", " in item for item in items) else ", "
    return ListFact(f"{heading}: {separator.join(items)}.", tuple(entity_ids), heading, tuple(items))


def shortened(fact: Fact, room: int, count_tokens: Callable[[str], int]) -> str:
    """The fact within `room` tokens: a list that is longer says how many of its items are left out."""
    if not isinstance(fact, ListFact) or count_tokens(fact.text) <= room:
        return fact.text
    # The longest beginning that fits; a text of no items always does.
    fitting = bisect_left(
        range(len(fact.items)), x=True, key=lambda n: count_tokens(_first(fact, n + 1)) > room
    )
    return _first(fact, fitting)


def _first(fact: ListFact, number: int) -> str:
    left_out = len(fact.items) - number
    shown = list_fact(fact.heading, fact.items[:number], ()).text.rstrip(".")
    return f"{shown} ... and {left_out} more of {len(fact.items)}, not shown here."


def markdown(fact: Fact, shortest: int) -> str:
    """The fact as text for an answer: a list of `shortest` items or more stands one item a line."""
    if not isinstance(fact, ListFact) or len(fact.items) < shortest:
        return fact.text
    return "\n".join((f"{fact.heading}:", *(f"- {item}" for item in fact.items)))
