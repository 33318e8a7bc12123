"""Cases computed from a tree: every relation about as often, every entity a few times."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import TypeVar

from trag.questions.cases import Case
from trag.questions.chance import Chance, fraction, shuffled
from trag.questions.from_tree import absent, most, people, structure, units
from trag.questions.from_tree.drafts import Draft, fair_case
from trag.questions.from_tree.source import Source
from trag.tree.organisation import Node, Organisation, Person

Asked = TypeVar("Asked")
Relation = Callable[[Source, Asked, Chance], Draft | None]
PER_ENTITY = 3

OF_UNITS: dict[str, Relation[Node]] = {
    "parent": units.parent,
    "children": units.children,
    "child_count": units.child_count,
    "kind": units.kind_of_unit,
    "description": units.description,
    "contact": units.contact,
    "role_holders": people.role_holders,
    "role_count": people.role_count,
    "role_above": people.role_above,
    "people_elsewhere": people.people_elsewhere,
    "people_of_both": people.people_of_both,
    "all_below": structure.all_below,
    "count_below": structure.count_below,
    "siblings": structure.siblings,
    "path_up": structure.path_up,
    "common_parent": structure.common_parent,
    "most": most.most,
    "nobody_in_role": absent.nobody_in_role,
    "nobody_at_all": absent.nobody_at_all,
    "nobody_above": absent.nobody_above,
}
OF_PEOPLE: dict[str, Relation[Person]] = {
    "roles_of_person": people.roles_of_person,
    "units_of_person": people.units_of_person,
}


def tree_cases(
    organisation: Organisation, *, seed: int = 0, per_entity: int = PER_ENTITY, count: int | None = None
) -> Iterator[Case]:
    """At most `count` cases with different ids, at most `per_entity` of them about one unit or person.

    The same seed gives the same cases. `entities` starts with the entity asked about, whose side
    is the case's `split`. Answers come from the graph of the tree alone.
    """
    return islice(_all_cases(Source(organisation, seed), per_entity), count)


def _all_cases(source: Source, per_entity: int) -> Iterator[Case]:
    made: Counter[str] = Counter()
    seen: set[str] = set()
    for entity in _entities(source):
        for name, case in islice(_cases_about(source, entity, made), per_entity):
            if case.id not in seen:
                seen.add(case.id)
                made[name] += 1
                yield case


def _cases_about(source: Source, entity: Node | Person, made: Counter[str]) -> Iterator[tuple[str, Case]]:
    """The cases that can be made of an entity, by the relations made least often so far first."""
    relations = _relations(source, entity)
    rarest_first = sorted(relations, key=lambda name: (made[name], fraction(source.seed, entity.id, name)))
    for name in rarest_first:
        draft = relations[name](Chance(source.seed, entity.id, name))
        case = fair_case(draft, name, source.side(entity.id)) if draft is not None else None
        if case is not None:
            yield name, case


def _relations(source: Source, entity: Node | Person) -> dict[str, Callable[[Chance], Draft | None]]:
    if isinstance(entity, Person):
        return {name: partial(relation, source, entity) for name, relation in OF_PEOPLE.items()}
    return {name: partial(relation, source, entity) for name, relation in OF_UNITS.items()}


def _entities(source: Source) -> list[Node | Person]:
    nodes: tuple[Node | Person, ...] = source.organisation.nodes
    everybody = (*nodes, *source.organisation.people.values())
    return shuffled(((entity.id, entity) for entity in everybody), source.seed, "entities")
