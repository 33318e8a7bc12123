"""What a fact of the tree claims, as pairs that a passage can be searched for."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trag.tree.asking.related import named_under
from trag.tree.organisation import Holding, Organisation
from trag.tree.wording import fold, unique
from trag.types import Fact

# More items say no more about where a list stands.
MOST_ITEMS = 40
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Claim:
    """That `lower` is part of the unit `upper`; with a `role`, that the person `lower` has it there."""

    upper: str
    lower: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a fact by the items it lists; a passage supports it that holds enough of them."""

    items: Mapping[str, tuple[Claim, ...]]

    @property
    def enough(self) -> int:
        """The number of items that make a passage a support: half of them, and two if there are two."""
        return max(min(2, len(self.items)), math.ceil(len(self.items) / 2))

    @property
    def entity_ids(self) -> tuple[str, ...]:
        """The entities of all claims, those that most claims share first."""
        claims = [claim for item in self.items.values() for claim in item]
        return unique((*(claim.upper for claim in claims), *(claim.lower for claim in claims)))

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that are claimed."""
        return unique(claim.role for item in self.items.values() for claim in item if claim.role)


def claims_of(organisation: Organisation, fact: Fact) -> Claims | None:
    """The claims of a fact; None if it says what no single passage is likely to say, such as a count."""
    people = [entity_id for entity_id in fact.entity_ids if entity_id not in organisation]
    if people:
        claims = _of_people(organisation, fact, people)
    else:
        claims = [*_of_units(organisation, fact.entity_ids)] or [*_of_ties(organisation, fact)]
    if not claims or len(claims) > MOST_ITEMS:
        return None
    is_one = len({claim.lower for claim in claims}) == 1
    items: dict[str, tuple[Claim, ...]] = {}
    for claim in claims:
        key = claim.upper if is_one else claim.lower
        items[key] = (*items.get(key, ()), claim)
    return Claims(items)


def _of_units(organisation: Organisation, ids: Sequence[str]) -> Iterator[Claim]:
    """Each unit with the nearest one above it that the fact is about."""
    known = set(ids)
    for unit_id in unique(ids):
        above = next((unit.id for unit in organisation.ancestors(unit_id) if unit.id in known), None)
        if above:
            yield Claim(above, unit_id)


def _of_ties(organisation: Organisation, fact: Fact) -> Iterator[Claim]:
    """The units that a further key of the file ties together, such as stakeholders."""
    for node in map(organisation.node, fact.entity_ids):
        for key in node.extra:
            role = key.replace("_", " ").removesuffix("s")
            tied = named_under(organisation, node, key) if says_role(fact.text, role) else ()
            yield from (Claim(node.id, unit.id, role) for unit in tied if unit.id in fact.entity_ids)


def _of_people(organisation: Organisation, fact: Fact, people: Iterable[str]) -> list[Claim]:
    """Each person with the roles the fact speaks of; none if it also speaks of a role held elsewhere."""
    claims: list[Claim] = []
    for person_id in people:
        told = [held for held in organisation.holdings(person_id) if says_role(fact.text, held.role)]
        here = [held for held in told if held.unit_id in fact.entity_ids]
        here = [held for held in here if not _is_part(held, here)]
        elsewhere = {held.role for held in told if held.unit_id not in fact.entity_ids}
        said = {held.role for held in here}
        # A fact that says "tech lead" speaks of no mere lead elsewhere.
        if not here or any(not any(says_role(role, other) for role in said) for other in elsewhere):
            return []
        claims += map(_claim, here)
    return claims


def _is_part(held: Holding, others: Iterable[Holding]) -> bool:
    """True for a mere lead of a unit who is its tech lead."""
    same = (other.role for other in others if other.unit_id == held.unit_id and other.role != held.role)
    return any(says_role(role, held.role) for role in same)


def _claim(held: Holding) -> Claim:
    return Claim(held.unit_id, held.person.id, held.role)


def says_role(text: str, role: str) -> bool:
    """True when every word of the role begins a word of `text`: "tech lead", "Technical Leads"."""
    said = WORD.findall(fold(text))
    return all(any(word.startswith(part) for word in said) for part in WORD.findall(fold(role)))
