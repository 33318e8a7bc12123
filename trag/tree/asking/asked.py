"""One thing asked of the tree, and what it comes to."""

from dataclasses import dataclass

from trag.tree.asking.forms import Relation
from trag.tree.organisation import Node
from trag.tree.reading.vocabulary import Term
from trag.types import Entity, Fact


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked of the tree. `kinds` and `roles` are () where any will do."""

    relation: Relation
    units: tuple[Node, ...] = ()
    kinds: tuple[str, ...] = ()
    other_kinds: tuple[str, ...] = ()
    roles: tuple[Term, ...] = ()
    people: tuple[str, ...] = ()
    unclear: tuple[Entity, ...] = ()
    key: str = ""
    said: str = ""  # the first unit as the question calls it
    comparison: str = ""  # "more than", "at least", …; "" for exactly
    number: int | None = None
    is_loose: bool = False  # the kind may also be any: "unit"
    is_deep: bool = False  # all levels below, not the next one
    is_negative: bool = False
    is_count: bool = False
    is_vacancy: bool = False  # whether a post is vacant or filled
    trail: tuple[Node, ...] = ()  # units the question leads through, "the SIG that kubectl belongs to"
    next: "Asked | None" = None


@dataclass(frozen=True, slots=True)
class Computed:
    """The result: facts that answer, the units found, and whether the tree lists nothing of it.

    It is not `is_sure` where the question may be read in another way that gives another result.
    """

    facts: tuple[Fact, ...]
    units: tuple[Node, ...] = ()
    is_empty: bool = False
    is_sure: bool = True
