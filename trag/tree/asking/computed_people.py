"""People asked for: who has a role, which roles a person has, in one unit or all."""

from dataclasses import replace

from trag.tree.asking import labels, people_statements, statements
from trag.tree.asking.asked import Asked, Computed
from trag.tree.asking.computed_sets import scope
from trag.tree.asking.roles import has_role, have_leads, holdings, is_usual_role, role_name
from trag.tree.listing import list_fact
from trag.tree.organisation import Holding, Node, Organisation
from trag.tree.reading.vocabulary import ANY_LEAD, Term
from trag.tree.wording import capital, counted, listed, person_label, plural, role_label, unique, unit_label
from trag.types import Fact


def people(organisation: Organisation, asked: Asked) -> Computed | None:
    """Who has the roles in the units; that nobody has them only where units of the kind have such roles."""
    facts: list[Fact] = []
    found = False
    for node in asked.units:
        for term in asked.roles or (ANY_LEAD,):
            held = holdings(node, (term,))
            below = (
                None
                if held or not term.is_plural
                else people_statements.people_below(organisation, node, term)
            )
            is_usual = _tells_by_absence(organisation, asked, node, term)
            if not held and below is None and not is_usual:
                return None
            found = found or bool(held) or below is not None
            told = people_statements.people(organisation, node, held) if below is None else (below,)
            facts += told or (people_statements.nobody(organisation, node, (term,)),)
    return Computed(tuple(dict.fromkeys(facts)), is_empty=not found)


def _tells_by_absence(organisation: Organisation, asked: Asked, node: Node, term: Term) -> bool:
    """True where that nobody has the role is an answer: not where others might be those who lead."""
    if len(asked.units) == 1:
        return is_usual_role(organisation, node, term)
    return not (term.is_generic and node.people) or have_leads(organisation, node.kind)


def holders(organisation: Organisation, asked: Asked) -> Computed | None:
    """Who has a role in all units of a kind, or in the one unit that knows the role."""
    term = asked.roles[0]
    nodes = scope(organisation, asked) if asked.kinds else organisation.nodes
    held = [h for node in nodes for h in holdings(node, (term,))]
    units = [organisation.node(unit_id) for unit_id in unique(h.unit_id for h in held)]
    if term.is_generic or not held or (len(units) > 1 and not term.is_plural):
        return None  # "the chair" of which unit?
    if len(units) == 1:
        return Computed(people_statements.people(organisation, units[0], tuple(held)))
    items = [f"{h.person.name} ({unit_label(organisation, organisation.node(h.unit_id))})" for h in held]
    heading = f"The organisation tree lists {counted(len(held), role_name(term))}"
    return Computed((list_fact(heading, items, unique(h.person.id for h in held)),))


def members(organisation: Organisation, asked: Asked) -> Computed | None:
    """Everybody with a role in a unit."""
    node = asked.units[0]
    if not node.people and statements.is_post(organisation, node):
        return Computed((people_statements.nobody_at_all(organisation, node),), is_empty=True)
    if not node.people:
        return None  # somebody sits there, the tree only doesn't name them
    return Computed(people_statements.people(organisation, node, node.people))


def occupied(organisation: Organisation, asked: Asked) -> Computed | None:
    """Who is in a post, or that nobody is."""
    node = asked.units[0]
    if not statements.is_post(organisation, node):
        return None
    found = members(organisation, asked)
    # "Is the post vacant?" is answered by nobody in it
    return replace(found, is_empty=found.is_empty and not asked.is_vacancy) if found is not None else None


def both_roles(organisation: Organisation, asked: Asked) -> Computed | None:
    """Who has two roles in one unit."""
    node = asked.units[0]
    first, second = ({h.person.id: h.person for h in holdings(node, (term,))} for term in asked.roles[:2])
    if not first or not second:
        return None
    both = [person for person_id, person in first.items() if person_id in second]
    roles = " and ".join(role_name(term) for term in asked.roles[:2])
    unit = labels.named(organisation, node)
    if not both:
        return Computed((Fact(f"Nobody is both {roles} of {unit}.", (node.id,)),))
    names = listed([person_label(organisation, person) for person in both])
    text = f"{names} {'is' if len(both) == 1 else 'are'} both {roles} of {unit}."
    return Computed((Fact(text, (node.id, *(person.id for person in both))),))


def both_units(organisation: Organisation, asked: Asked) -> Computed | None:
    """Who has a role in both of two units."""
    first, second = (
        {h.person.id: h.person for h in (holdings(node, asked.roles) if asked.roles else node.people)}
        for node in asked.units[:2]
    )
    if not first or not second:
        return None
    both = [person for person_id, person in first.items() if person_id in second]
    names = listed([person_label(organisation, person) for person in both]) or "Nobody"
    role = f"{role_name(asked.roles[0])} of" if asked.roles else "listed for"
    units = " and ".join(labels.named(organisation, node) for node in asked.units[:2])
    text = f"{names} {'are' if len(both) > 1 else 'is'} {role} both {units}."
    ids = (*(node.id for node in asked.units[:2]), *(person.id for person in both))
    return Computed((Fact(text, ids),))


def several(organisation: Organisation, asked: Asked) -> Computed | None:
    """Who has a role in more than one unit."""
    nodes = scope(organisation, asked) if asked.kinds else organisation.nodes
    held: dict[str, list[str]] = {}
    for node in nodes:
        for person_id in unique(h.person.id for h in holdings(node, asked.roles)):
            held.setdefault(person_id, []).append(node.name)
    many = {person_id: units for person_id, units in held.items() if len(units) > 1}
    if not held:
        return None
    role = role_name(asked.roles[0])
    if not many:
        return Computed((Fact(f"Nobody is {role} of more than one unit.", ()),))
    items = [f"{organisation.people[i].name} ({', '.join(units)})" for i, units in many.items()]
    heading = f"{counted(len(many), 'person')} listed as {role} of more than one unit"
    return Computed((list_fact(heading, items, many),))


def count_people(organisation: Organisation, asked: Asked) -> Computed | None:
    """How many people have a role, in one unit or all."""
    term = asked.roles[0]
    if asked.units:
        facts = people_statements.counted_people(organisation, asked.units[0], term)
        # "leads" may be the chairs, the tech leads or both
        return Computed(facts, is_sure=len(facts) == 1) if facts else None
    held = [h for node in organisation.nodes for h in holdings(node, (term,))]
    persons = {h.person.id: h.person for h in held}
    if term.is_generic or not persons:
        return None
    times = f" ({len(held)} posts)" if len(held) != len(persons) else ""
    text = f"The organisation tree lists {counted(len(persons), 'person')} as {role_name(term)}{times}."
    return Computed((Fact(text, ()),))


def roles_of(organisation: Organisation, asked: Asked) -> Computed | None:
    """The roles of a person, those asked for."""
    person_id = asked.people[0]
    all_held = organisation.holdings(person_id)
    held = [h for h in all_held if _is_asked(organisation, h, asked)]
    if len(held) in (0, len(all_held)):
        everything = people_statements.roles(organisation, person_id, with_details=False)
        if held:
            return Computed((everything,))
        return Computed((_without_role(organisation, asked), everything), is_empty=True)
    name = person_label(organisation, organisation.people[person_id])
    told = [
        f"{role_label(h.role)} of {labels.named(organisation, organisation.node(h.unit_id))}" for h in held
    ]
    return Computed((Fact(f"{name} is {listed(told)}.", (person_id, *unique(h.unit_id for h in held))),))


def _is_asked(organisation: Organisation, holding: Holding, asked: Asked) -> bool:
    kind = organisation.node(holding.unit_id).kind
    kinds = () if asked.is_loose else asked.kinds
    fits_role = not asked.roles or any(has_role(holding.role, term) for term in asked.roles)
    return fits_role and (not kinds or kind in kinds)


def _without_role(organisation: Organisation, asked: Asked) -> Fact:
    name = person_label(organisation, organisation.people[asked.people[0]])
    role = role_name(asked.roles[0]) if asked.roles else "role"
    kinds = " or ".join(labels.kinds_label(organisation, (), (kind,)) for kind in asked.kinds)
    where = f" of a {kinds}" if kinds else ""
    return Fact(f"The organisation tree does not list {name} with such a role ({role}{where}).", asked.people)


def detail_of_person(organisation: Organisation, asked: Asked) -> Computed | None:
    """A further key the tree has on a person, such as a handle."""
    person = organisation.people[asked.people[0]]
    value = person.extra.get(asked.key)
    if not isinstance(value, str | int):
        return None
    text = f"{person_label(organisation, person)}'s {asked.key.replace('_', ' ')} is {value}."
    return Computed((Fact(text, (person.id,)),))


def elsewhere(organisation: Organisation, asked: Asked) -> Computed | None:
    """Who of a unit also has a role in another unit."""
    node = asked.units[0]
    if not node.people or (asked.kinds and not asked.is_loose):
        return None
    unit, items, ids = labels.named(organisation, node), [], [node.id]
    for person in {h.person.id: h.person for h in node.people}.values():
        others = unique(h.unit_id for h in organisation.holdings(person.id) if h.unit_id != node.id)
        if others:
            names = [unit_label(organisation, organisation.node(other)) for other in others]
            items.append(f"{person_label(organisation, person)} ({', '.join(names)})")
            ids += [person.id, *others]
    if not items:
        return Computed((Fact(f"Nobody listed for {unit} has a role in another unit.", (node.id,)),))
    verb = "has" if len(items) == 1 else "have"
    heading = f"{counted(len(items), 'person')} of {unit} {verb} a role in another unit"
    return Computed((list_fact(heading, items, unique(ids)),))


def also(organisation: Organisation, asked: Asked) -> Computed | None:
    """Who has one role in a unit and another one elsewhere."""
    first, second = asked.roles[:2]
    node = asked.units[0]
    told, ids = [], [node.id]
    for holding in holdings(node, (first,)):
        others = [
            organisation.node(h.unit_id)
            for h in organisation.holdings(holding.person.id)
            if has_role(h.role, second)
        ]
        names = [unit.name for unit in others if not asked.kinds or unit.kind in asked.kinds]
        if names:
            told.append(f"{holding.person.name} ({', '.join(names)})")
            ids.append(holding.person.id)
    if not told:
        return None
    whose = f"{plural(role_name(first))} of {labels.named(organisation, node)}"
    heading = f"{capital(whose)} who are also {role_name(second)} elsewhere"
    return Computed((list_fact(heading, told, ids),))


def is_role(organisation: Organisation, asked: Asked) -> Computed | None:
    """Whether a person has a role in a unit."""
    node, person_id = asked.units[0], asked.people[0]
    held = holdings(node, asked.roles or (ANY_LEAD,))
    mine = [h for h in held if h.person.id == person_id]
    name = person_label(organisation, organisation.people[person_id])
    if mine:
        roles = listed([role_label(h.role) for h in mine])
        text = f"Yes, {name} is {roles} of {labels.named(organisation, node)}."
        return Computed((Fact(text, (person_id, node.id)),))
    if not held or any(h.person.id == person_id for h in node.people):
        return None  # nobody is listed, or the person with another role, which may be what is meant
    told = " ".join(fact.text for fact in people_statements.people(organisation, node, held))
    return Computed((Fact(f"No. {told}", (person_id, node.id)),))
