"""Questions about people: who has a role in a unit, which roles a person has, who is in several units."""

from collections.abc import Iterable

from trag.questions.chance import Chance
from trag.questions.from_tree.drafts import Draft, Group
from trag.questions.from_tree.names import number_group, roles_in
from trag.questions.from_tree.phrasing import phrased
from trag.questions.from_tree.source import Source, holders, roles_of
from trag.tree.organisation import Node, Person
from trag.tree.wording import listed, plural, role_label

_LONGEST_LIST = 15
_PLURAL_FOR_SEVERAL = 0.85
_PLURAL_FOR_ONE = 0.15

HOLDER = (
    "Who is the {role} of {unit}?",
    "Who is {role} of {unit}?",
    "{role} of {unit}?",
    "Who is the {role} in {unit}?",
)
HOLDERS = (
    "Who are the {roles} of {unit}?",
    "Name the {roles} of {unit}.",
    "{roles} of {unit}?",
    "List the {roles} in {unit}.",
)
ROLE_COUNT = ("How many {roles} does {unit} have?", "How many {roles} are there in {unit}?")
ABOVE = (
    "Who is the {role} of the {kind} that {unit} belongs to?",
    "{role} of the {kind} that {unit} is part of?",
    "Who are the {roles} of the {kind} that {unit} is part of?",
)
DIRECTLY_ABOVE = (
    "Who is the {role} of the unit directly above {unit}?",
    "Who are the {roles} of the parent of {unit}?",
)
ROLES = (
    "Which roles does {person} have?",
    "What are the roles of {person}?",
    "all roles of {person}",
    "{person}: which roles?",
    "What roles does {person} hold?",
)
UNITS = (
    "In which units does {person} have a role?",
    "Where does {person} have a role?",
    "Which units is {person} in?",
)
ELSEWHERE = (
    "Who in {unit} also has a role in another unit?",
    "Which people of {unit} have a role in more than one unit?",
    "Who of {unit} holds a role elsewhere too?",
)
BOTH = ("Who has a role in both {unit} and {other}?", "Who is in both {unit} and {other}?")


def role_holders(source: Source, node: Node, chance: Chance) -> Draft | None:
    """Who has a role in a unit."""
    unit = source.asked(node, chance)
    if not unit or not node.people:
        return None
    role = chance.pick(roles_of(node))
    people = holders(node, role)
    if len(people) > _LONGEST_LIST:
        return None
    others = (p for other in source.siblings(node) for p in holders(other, role))
    is_plural = chance.is_below(_PLURAL_FOR_SEVERAL if len(people) > 1 else _PLURAL_FOR_ONE)
    return Draft(
        type="entity_simple",
        question=_with_role(chance, HOLDERS if is_plural else HOLDER, role, unit=unit),
        answer=f"{node.name}, {role_label(role)}: {_names(people)}.",
        entities=(node.id, *_ids(people)),
        required=_groups(source, people),
        near_misses=_outside(others, node),
    )


def role_count(source: Source, node: Node, chance: Chance) -> Draft | None:
    """How many people have a role in a unit."""
    unit = source.asked(node, chance)
    roles = [role for role in roles_of(node) if len(holders(node, role)) > 1]
    if not unit or not roles:
        return None
    role = chance.pick(roles)
    number = len(holders(node, role))
    return Draft(
        type="entity_simple",
        question=_with_role(chance, ROLE_COUNT, role, unit=unit),
        answer=f"{node.name} has {number} {roles_in(role)}.",
        entities=(node.id,),
        required=(number_group(number),),
    )


def role_above(source: Source, node: Node, chance: Chance) -> Draft | None:
    """Who has a role in the unit above a unit."""
    unit, above = source.asked(node, chance), source.organisation.parent(node.id)
    if not unit or above is None or not above.people:
        return None
    role = chance.pick(roles_of(above))
    people = holders(above, role)
    wordings = ABOVE if source.only_ancestor_of_kind(node, above.kind) else DIRECTLY_ABOVE
    others = (p for other in (node, *source.siblings(above)) for p in holders(other, role))
    return Draft(
        type="entity_complex",
        question=_with_role(chance, wordings, role, unit=unit, kind=source.names.kind(above)),
        answer=f"{node.name} is part of {above.name}; its {role_label(role)}: {_names(people)}.",
        entities=(node.id, above.id, *_ids(people)),
        required=_groups(source, people),
        near_misses=_outside(others, above),
    )


def roles_of_person(source: Source, person: Person, chance: Chance) -> Draft | None:
    """All roles of a person."""
    name, held = source.names.person(person), source.organisation.holdings(person.id)
    if name is None or len(held) > _LONGEST_LIST:
        return None
    units = tuple(source.organisation.node(holding.unit_id) for holding in held)
    roles: tuple[Group, ...] = tuple(dict.fromkeys((h.role, plural(h.role)) for h in held))
    pairs = [f"{h.role} of {unit.name}" for h, unit in zip(held, units, strict=True)]
    return Draft(
        type="entity_simple",
        question=phrased(chance, ROLES, person=name),
        answer=f"{person.name}: {listed(pairs)}.",
        entities=(person.id, *(unit.id for unit in units)),
        required=(*source.names.unit_groups(units), *roles),
    )


def units_of_person(source: Source, person: Person, chance: Chance) -> Draft | None:
    """The units of a person who has a role in more than one."""
    name, held = source.names.person(person), source.organisation.holdings(person.id)
    units = tuple(source.organisation.node(unit_id) for unit_id in dict.fromkeys(h.unit_id for h in held))
    if name is None or not 1 < len(units) <= _LONGEST_LIST:
        return None
    # An answer may place a unit by what is above it.
    near = {near.id for unit in units for near in (unit, *source.organisation.ancestors(unit.id))}
    others = (other for unit in units for other in source.siblings(unit) if other.id not in near)
    return Draft(
        type="entity_complex",
        question=phrased(chance, UNITS, person=name),
        answer=f"{person.name} has a role in {listed([unit.name for unit in units])}.",
        entities=(person.id, *(unit.id for unit in units)),
        required=source.names.unit_groups(units),
        near_misses=tuple(other.name for other in others),
    )


def people_elsewhere(source: Source, node: Node, chance: Chance) -> Draft | None:
    """The people of a unit who also have a role in another unit."""
    unit, here = source.asked(node, chance), _people(node)
    elsewhere = tuple(p for p in here if {h.unit_id for h in source.organisation.holdings(p.id)} != {node.id})
    if not unit or not 0 < len(elsewhere) <= _LONGEST_LIST or len(here) == 1:
        return None
    return Draft(
        type="entity_complex",
        question=phrased(chance, ELSEWHERE, unit=unit),
        answer=f"{_names(elsewhere)} of {node.name}.",
        entities=(node.id, *_ids(elsewhere)),
        required=_groups(source, elsewhere),
        near_misses=tuple(person.name for person in here if person not in elsewhere),
    )


def people_of_both(source: Source, node: Node, chance: Chance) -> Draft | None:
    """The people who have a role in a unit and in another one on the same side."""
    here = {person.id: person for person in _people(node)}
    others = {h.unit_id for person_id in here for h in source.organisation.holdings(person_id)} - {node.id}
    beside = sorted(other for other in others if source.side(other) == source.side(node.id))
    if not beside:
        return None
    other = source.organisation.node(chance.pick(beside))
    unit, second = source.asked(node, chance), source.asked(other, chance)
    there = {person.id for person in _people(other)}
    if not unit or not second:
        return None
    both = tuple(person for person in here.values() if person.id in there)
    return Draft(
        type="entity_complex",
        question=phrased(chance, BOTH, unit=unit, other=second),
        answer=f"{node.name} and {other.name}: {_names(both)}.",
        entities=(node.id, other.id, *_ids(both)),
        required=_groups(source, both),
        near_misses=tuple(person.name for person in here.values() if person.id not in there),
    )


def _people(node: Node) -> tuple[Person, ...]:
    return tuple({holding.person.id: holding.person for holding in node.people}.values())


def _outside(people: Iterable[Person], node: Node) -> tuple[str, ...]:
    """The names of those who have no role at all in the unit."""
    inside = {holding.person.id for holding in node.people}
    return tuple(person.name for person in people if person.id not in inside)


def _groups(source: Source, people: Iterable[Person]) -> tuple[Group, ...]:
    return tuple(source.names.person_group(person) for person in people)


def _ids(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(person.id for person in people)


def _names(people: Iterable[Person]) -> str:
    return listed([person.name for person in people])


def _with_role(chance: Chance, wordings: tuple[str, ...], role: str, **words: str) -> str:
    return phrased(chance, wordings, role=role_label(role), roles=roles_in(role), **words)
