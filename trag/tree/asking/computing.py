"""What a question asked of the tree comes to: computed over the graph, worded as facts."""

from collections.abc import Callable
from dataclasses import replace

from trag.tree.asking import computed_lists, computed_paths, computed_people, computed_sets, computed_units
from trag.tree.asking.asked import Asked, Computed
from trag.tree.asking.forms import Relation
from trag.tree.organisation import Node, Organisation
from trag.types import Fact


def compute(organisation: Organisation, asked: Asked) -> Computed | None:
    """The computed answer, None when the tree can't tell with certainty."""
    return _COMPUTED[asked.relation](organisation, asked)


def found_units(organisation: Organisation, asked: Asked) -> tuple[Node, ...]:
    """The units a question asks for, for a second question that speaks of them."""
    computed = compute(organisation, asked)
    return () if computed is None else computed.units


def _has(organisation: Organisation, asked: Asked) -> Computed | None:
    return _yes_or_no(
        (computed_people.people if asked.roles else computed_units.children)(organisation, asked)
    )


def _filled(organisation: Organisation, asked: Asked) -> Computed | None:
    """Whether anybody has a role or a post, and who."""
    if not asked.roles:
        return _yes_or_no(computed_people.occupied(organisation, asked))
    return _yes_or_no(
        (computed_people.people if asked.units else computed_people.holders)(organisation, asked)
    )


def _yes_or_no(result: Computed | None) -> Computed | None:
    """The result as the answer to whether there is any: that the tree lists nobody is an answer here."""
    if result is None:
        return None
    first = result.facts[0]
    text = f"No, {first.text[:1].lower()}{first.text[1:]}" if result.is_empty else f"Yes. {first.text}"
    return replace(result, facts=(Fact(text, first.entity_ids), *result.facts[1:]), is_empty=False)


_COMPUTED: dict[Relation, Callable[[Organisation, Asked], Computed | None]] = {
    "people": computed_people.people,
    "holders": computed_people.holders,
    "members": computed_people.members,
    "both units": computed_people.both_units,
    "several": computed_people.several,
    "threshold": computed_sets.threshold,
    "both roles": computed_people.both_roles,
    "count people": computed_people.count_people,
    "roles of": computed_people.roles_of,
    "detail of person": computed_people.detail_of_person,
    "also": computed_people.also,
    "is role": computed_people.is_role,
    "parent": computed_units.parent,
    "owner": computed_units.owner,
    "children": computed_units.children,
    "siblings": computed_units.siblings,
    "common": computed_units.common,
    "same parent": computed_units.same_parent,
    "is part": computed_units.is_part,
    "related": computed_units.related,
    "contact": computed_units.contact,
    "whole": computed_sets.whole,
    "superlative": computed_sets.superlative,
    "filter": computed_sets.filtered,
    "named": computed_sets.named,
    "heads": computed_lists.heads,
    "vacant": computed_lists.vacant,
    "chain": computed_paths.chain,
    "superior": computed_paths.superior,
    "meaning": computed_paths.meaning,
    "occupied": computed_people.occupied,
    "has": _has,
    "filled": _filled,
    "kind": computed_units.kind,
    "description": computed_units.description,
    "elsewhere": computed_people.elsewhere,
}
