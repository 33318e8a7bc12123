"""What a question asked of the tree comes to: computed over the graph, worded as facts."""

from collections.abc import Callable

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
    find = computed_people.people if asked.roles else computed_units.children
    result = find(organisation, asked)
    if result is None or result.is_empty:
        return result
    first = result.facts[0]
    return Computed((Fact(f"Yes. {first.text}", first.entity_ids), *result.facts[1:]), result.units)


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
}
