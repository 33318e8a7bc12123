"""What a question asked of the tree comes to: computed over the graph, worded as facts."""

from collections.abc import Callable
from dataclasses import dataclass

from trag.tree import statements
from trag.tree.asking import Asked
from trag.tree.forms import Relation
from trag.tree.listing import list_fact
from trag.tree.organisation import Holding, Node, Organisation
from trag.tree.related import related
from trag.tree.vocabulary import is_leading
from trag.tree.wording import capital, counted, kind_label, listed, person_label, plural, role_label, unique
from trag.types import Fact


@dataclass(frozen=True, slots=True)
class Computed:
    """The result: facts that answer, the units found, and whether the tree lists nothing of it."""

    facts: tuple[Fact, ...]
    units: tuple[Node, ...] = ()
    is_empty: bool = False


def compute(organisation: Organisation, asked: Asked) -> Computed | None:
    """The computed answer, None when the tree can't tell with certainty."""
    return _COMPUTED[asked.relation](organisation, asked)


def found_units(organisation: Organisation, asked: Asked) -> tuple[Node, ...]:
    """The units a question asks for, for a second question that speaks of them."""
    computed = (
        compute(organisation, asked) if asked.relation in ("parent", "superlative", "same parent") else None
    )
    return () if computed is None else computed.units


def _people(organisation: Organisation, asked: Asked) -> Computed | None:
    facts: list[Fact] = []
    found = False
    for node in asked.units:
        for term in asked.roles:
            held = statements.holdings(node, (term,))
            found = found or bool(held)
            if not held and term.is_generic and node.people:
                return None  # people, but no role that surely leads
            facts += statements.people(organisation, node, held) or [
                statements.nobody(organisation, node, (term,))
            ]
    return Computed(tuple(dict.fromkeys(facts)), is_empty=not found)


def _holders(organisation: Organisation, asked: Asked) -> Computed | None:
    term = asked.roles[0]
    nodes = _scope(organisation, asked) if asked.kinds else organisation.nodes
    held = [h for node in nodes for h in node.people if statements.has_role(h.role, term)]
    units = unique(h.unit_id for h in held)
    if term.is_generic or not held or (not asked.kinds and len(units) > 1):
        return None  # "the chair" of which unit?
    facts = [
        fact
        for unit_id in units
        for fact in statements.people(
            organisation, organisation.node(unit_id), tuple(h for h in held if h.unit_id == unit_id)
        )
    ]
    return Computed(tuple(facts))


def _members(organisation: Organisation, asked: Asked) -> Computed | None:
    node = asked.units[0]
    if not node.people:
        return None  # somebody sits there, the tree only doesn't name them
    return Computed(statements.people(organisation, node, node.people))


def _both_roles(organisation: Organisation, asked: Asked) -> Computed | None:
    node = asked.units[0]
    first, second = (
        {h.person.id: h.person for h in statements.holdings(node, (term,))} for term in asked.roles[:2]
    )
    both = [person for person_id, person in first.items() if person_id in second]
    roles = " and ".join(statements.role_name(term) for term in asked.roles[:2])
    unit = statements.named(organisation, node)
    if not both:
        return Computed((Fact(f"Nobody is both {roles} of {unit}.", (node.id,)),))
    names = listed([person_label(organisation, person) for person in both])
    verb = "is" if len(both) == 1 else "are"
    text = f"{names} {verb} both {roles} of {unit}."
    return Computed((Fact(text, (node.id, *(person.id for person in both))),))


def _count_people(organisation: Organisation, asked: Asked) -> Computed | None:
    units = asked.units or organisation.nodes
    held = [
        h
        for node in units
        for h in node.people
        if not asked.roles or any(statements.has_role(h.role, t) for t in asked.roles)
    ]
    people = {h.person.id: h.person for h in held}
    if not people or (asked.roles and asked.roles[0].is_generic):
        return None
    what = statements.role_name(asked.roles[0]) if asked.roles else "person"
    where = (
        statements.named(organisation, asked.units[0], starts=True)
        if asked.units
        else "The organisation tree"
    )
    heading = f"{where} lists {counted(len(people), what)}"
    if not asked.units:
        return Computed((Fact(f"{heading}.", ()),))
    names = [person_label(organisation, person) for person in people.values()]
    return Computed((list_fact(heading, names, (*(u.id for u in asked.units), *people)),))


def _roles_of(organisation: Organisation, asked: Asked) -> Computed | None:
    person_id = asked.people[0]
    held = [h for h in organisation.holdings(person_id) if _is_asked(organisation, h, asked)]
    name = person_label(organisation, organisation.people[person_id])
    if not held:
        return Computed((statements.roles(organisation, person_id, with_details=False),), is_empty=True)
    if len(held) == len(organisation.holdings(person_id)):
        return Computed((statements.roles(organisation, person_id, with_details=False),))
    told = [
        f"{role_label(h.role)} of {statements.named(organisation, organisation.node(h.unit_id))}"
        for h in held
    ]
    ids = (person_id, *unique(h.unit_id for h in held))
    return Computed((Fact(f"{name} is {listed(told)}.", ids),))


def _is_asked(organisation: Organisation, holding: Holding, asked: Asked) -> bool:
    kind = organisation.node(holding.unit_id).kind
    fits_role = not asked.roles or any(statements.has_role(holding.role, term) for term in asked.roles)
    return fits_role and (not asked.kinds or kind in asked.kinds)


def _detail_of_person(organisation: Organisation, asked: Asked) -> Computed | None:
    person = organisation.people[asked.people[0]]
    value = person.extra.get(asked.key)
    if not isinstance(value, str | int):
        return None
    text = f"{person_label(organisation, person)}'s {asked.key.replace('_', ' ')} is {value}."
    return Computed((Fact(text, (person.id,)),))


def _parent(organisation: Organisation, asked: Asked) -> Computed | None:
    facts, units = [], []
    for node in asked.units:
        fact, found = statements.parent(organisation, node, asked.kinds)
        if found is None:
            return None
        facts.append(fact)
        units.append(found)
    return Computed(tuple(facts), tuple(units))


def _owner(organisation: Organisation, asked: Asked) -> Computed | None:
    node = asked.units[0]
    fact, found = statements.parent(organisation, node)
    if found is None:
        return None
    leading = tuple(h for h in node.people if is_leading(h.role))
    return Computed((fact, *statements.people(organisation, node, leading)), (found,))


def _children(organisation: Organisation, asked: Asked) -> Computed | None:
    node = asked.units[0]
    units = statements.below(organisation, node, asked.kinds)
    if asked.number is not None and asked.number != len(units):
        return None
    if not asked.kinds and units:
        return Computed(statements.children_by_kind(organisation, node), units)
    return Computed((statements.children(organisation, node, asked.kinds),), units, is_empty=not units)


def _whole(organisation: Organisation, asked: Asked) -> Computed | None:
    if not asked.kinds:
        return None
    units = tuple(node for node in organisation.nodes if node.kind in asked.kinds)
    label = statements.kinds_label(organisation, units, asked.kinds)
    verb = "is" if len(units) == 1 else "are"
    heading = f"In total there {verb} {counted(len(units), label)}"
    names = statements.names_in(organisation, units)
    return Computed((list_fact(heading, names, (unit.id for unit in units)),), units)


def _tally(organisation: Organisation, node: Node, asked: Asked) -> int:
    if asked.roles:
        return len({h.person.id for h in statements.holdings(node, asked.roles)})
    if asked.counts_people:
        return len({h.person.id for h in node.people})
    return len(statements.below(organisation, node, asked.other_kinds))


def _counted_label(organisation: Organisation, asked: Asked) -> str:
    if asked.roles:
        return statements.role_name(asked.roles[0])
    if asked.counts_people:
        return "person"
    return " or ".join(kind_label(organisation, kind) for kind in asked.other_kinds) or "unit"


def _superlative(organisation: Organisation, asked: Asked) -> Computed | None:
    tallies = {node.id: _tally(organisation, node, asked) for node in _scope(organisation, asked)}
    if not tallies or not any(tallies.values()):
        return None
    best = (min if asked.is_negative else max)(tallies.values())
    winners = [organisation.node(node_id) for node_id, number in tallies.items() if number == best]
    names = listed(statements.names_in(organisation, winners))
    label = counted(best, _counted_label(organisation, asked))
    degree = "fewest" if asked.is_negative else "most"
    verb, each = ("has", "") if len(winners) == 1 else ("have", " each")
    text = f"{names} {verb} the {degree} {plural(_counted_label(organisation, asked))}: {label}{each}."
    return Computed((Fact(text, tuple(node.id for node in winners)),), tuple(winners))


def _scope(organisation: Organisation, asked: Asked) -> tuple[Node, ...]:
    """The units of the kind a question over many units speaks of."""
    if asked.units:
        return statements.below(organisation, asked.units[0], asked.kinds)
    if not asked.kinds:
        return ()
    return tuple(node for node in organisation.nodes if node.kind in asked.kinds)


def _filter(organisation: Organisation, asked: Asked) -> Computed | None:
    units = _scope(organisation, asked)
    if not units:
        return None
    found = tuple(node for node in units if bool(_tally(organisation, node, asked)) is not asked.is_negative)
    label = statements.kinds_label(organisation, units, asked.kinds)
    having = f"{'no ' if asked.is_negative else ''}{plural(_counted_label(organisation, asked))}"
    if not found:
        text = f"Every {label} lists {plural(_counted_label(organisation, asked))}."
        text = text if asked.is_negative else f"No {label} lists {having}."
        return Computed((Fact(text, ()),))
    verb = "lists" if len(found) == 1 else "list"
    heading = f"{counted(len(found), label)} {verb} {having}"
    names = statements.names_in(organisation, found)
    return Computed((list_fact(heading, names, (node.id for node in found)),), found)


def _common(organisation: Organisation, asked: Asked) -> Computed | None:
    common = asked.units[0]
    for node in asked.units[1:]:
        common = organisation.common_ancestor(common.id, node.id)
    if common in asked.units:
        upper = organisation.parent(common.id)
        if upper is None:
            return None
        common = upper
    if asked.kinds and common.kind not in asked.kinds:
        above = organisation.ancestors(common.id)
        found = next((unit for unit in above if unit.kind in asked.kinds), None)
        if found is None:
            return None
        common = found
    names = listed([unit.name for unit in asked.units])
    text = f"The common parent of {names} is {common.name}."
    return Computed((Fact(text, (*(unit.id for unit in asked.units), common.id)),), (common,))


def _same_parent(organisation: Organisation, asked: Asked) -> Computed | None:
    above = [statements.parent(organisation, node, asked.kinds) for node in asked.units]
    if any(found is None for _, found in above):
        return None
    units = [found for _, found in above if found is not None]
    if len({unit.id for unit in units}) == 1:
        names = listed([node.name for node in asked.units])
        fact = Fact(
            f"Yes, {names} both belong to {units[0].name}.", (*(n.id for n in asked.units), units[0].id)
        )
        return Computed((fact,), (units[0],))
    told = " and ".join(
        f"{node.name} belongs to {unit.name}" for node, unit in zip(asked.units, units, strict=True)
    )
    return Computed((Fact(f"No, {told}.", (*(n.id for n in asked.units), *(u.id for u in units))),))


def _named(organisation: Organisation, asked: Asked) -> Computed | None:
    nodes = [organisation.node(c.id) for c in asked.unclear if c.id in organisation]
    nodes = [node for node in nodes if not asked.other_kinds or node.kind in asked.other_kinds]
    parents = [statements.parent(organisation, node, asked.kinds)[1] for node in nodes]
    owners = [unit for unit in parents if unit is not None]
    if not owners or (asked.number is not None and asked.number != len(owners)):
        return None
    label = kind_label(organisation, nodes[0].kind)
    names = listed(unique(unit.name for unit in owners))
    text = f'{names} {"has" if len(owners) == 1 else "each have"} a {label} named "{nodes[0].name}".'
    return Computed((Fact(text, (*(u.id for u in owners), *(n.id for n in nodes))),), tuple(owners))


def _siblings(organisation: Organisation, asked: Asked) -> Computed | None:
    node = asked.units[0]
    above = organisation.parent(node.id)
    if above is None:
        return None
    others = tuple(u for u in organisation.children(above.id) if u.id != node.id)
    others = tuple(u for u in others if not asked.kinds or u.kind in asked.kinds)
    label = statements.kinds_label(organisation, others, asked.kinds)
    heading = f"Besides {node.name}, {above.name} has {counted(len(others), 'other ' + label)}"
    ids = (node.id, above.id, *(unit.id for unit in others))
    fact = list_fact(heading, [unit.name for unit in others], ids) if others else Fact(f"{heading}.", ids)
    return Computed((fact,), others)


def _also(organisation: Organisation, asked: Asked) -> Computed | None:
    first, second = asked.roles[:2]
    node = asked.units[0]
    told, ids = [], [node.id]
    for holding in statements.holdings(node, (first,)):
        others = [
            organisation.node(h.unit_id).name
            for h in organisation.holdings(holding.person.id)
            if statements.has_role(h.role, second)
            and (not asked.kinds or organisation.node(h.unit_id).kind in asked.kinds)
        ]
        if others:
            told.append(f"{holding.person.name} ({', '.join(others)})")
            ids.append(holding.person.id)
    whose = f"{plural(statements.role_name(first))} of {statements.named(organisation, node)}"
    if not told:
        return None
    heading = f"{capital(whose)} who are also {statements.role_name(second)} elsewhere"
    return Computed((list_fact(heading, told, ids),))


def _related(organisation: Organisation, asked: Asked) -> Computed | None:
    found = related(organisation, asked.units[0], asked.key, asked.kinds)
    if found is None:
        return None
    fact, units = found
    return Computed((fact,), units)


def _contact(organisation: Organisation, asked: Asked) -> Computed | None:
    node = asked.units[0]
    is_empty = asked.key not in node.contact
    return Computed((statements.contact(organisation, node, asked.key),), is_empty=is_empty)


def _is_part(organisation: Organisation, asked: Asked) -> Computed | None:
    lower, upper = asked.units[:2]
    fact, found = statements.parent(organisation, lower)
    if found is None:
        return None
    ancestors = organisation.ancestors(lower.id)
    if upper in ancestors:
        between = ancestors[: ancestors.index(upper) + 1]
        chain = ", which is part of ".join(unit.name for unit in between)
        text = f"Yes, {lower.name} is part of {chain}."
        return Computed((Fact(text, (lower.id, *(unit.id for unit in between))),))
    return Computed((Fact(f"No, {fact.text}", fact.entity_ids),))


def _is_role(organisation: Organisation, asked: Asked) -> Computed | None:
    node, person_id = asked.units[0], asked.people[0]
    held = statements.holdings(node, asked.roles)
    mine = [h for h in held if h.person.id == person_id]
    name = organisation.people[person_id].name
    if mine:
        roles = listed([role_label(h.role) for h in mine])
        text = f"Yes, {name} is {roles} of {statements.named(organisation, node)}."
        return Computed((Fact(text, (person_id, node.id)),))
    if not held:
        return None
    told = " ".join(fact.text for fact in statements.people(organisation, node, held))
    return Computed((Fact(f"No. {told}", (person_id, node.id)),))


def _has(organisation: Organisation, asked: Asked) -> Computed | None:
    result = _people(organisation, asked) if asked.roles else _children(organisation, asked)
    if result is None or result.is_empty:
        return result
    first = result.facts[0]
    return Computed((Fact(f"Yes. {first.text}", first.entity_ids), *result.facts[1:]), result.units)


_COMPUTED: dict[Relation, Callable[[Organisation, Asked], Computed | None]] = {
    "people": _people,
    "holders": _holders,
    "members": _members,
    "both roles": _both_roles,
    "count people": _count_people,
    "roles of": _roles_of,
    "detail of person": _detail_of_person,
    "parent": _parent,
    "owner": _owner,
    "children": _children,
    "count": _children,
    "whole": _whole,
    "superlative": _superlative,
    "filter": _filter,
    "common": _common,
    "same parent": _same_parent,
    "named": _named,
    "siblings": _siblings,
    "also": _also,
    "related": _related,
    "contact": _contact,
    "is part": _is_part,
    "is role": _is_role,
    "has": _has,
}
