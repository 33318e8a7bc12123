"""Sentences about people: who has which role in a unit, and which roles a person has."""

from trag.tree.asking.labels import named, with_article
from trag.tree.asking.roles import holdings, role_name
from trag.tree.listing import list_fact
from trag.tree.organisation import Holding, Node, Organisation
from trag.tree.reading.vocabulary import Term
from trag.tree.wording import counted, listed, person_label, plural, role_label, unique, words
from trag.types import Fact


def people(organisation: Organisation, node: Node, held: tuple[Holding, ...]) -> tuple[Fact, ...]:
    """Who has which role in a unit, one sentence a role."""
    roles = unique(h.role for h in held)
    return tuple(_people_of_role(organisation, node, role, held) for role in roles)


def _people_of_role(organisation: Organisation, node: Node, role: str, held: tuple[Holding, ...]) -> Fact:
    persons = {h.person.id: h.person for h in held if h.role == role}
    names = [person_label(organisation, person) for person in persons.values()]
    label = role_label(role)
    noun, verb = (label, "is") if len(names) == 1 else (plural(label), "are")
    said, name = set(words(role)), set(words(node.name))
    # "The Secretary-General is …" for a post that is called what its holder is
    unit = "" if said <= name or name <= said else f" of {with_article(organisation, node)}"
    return Fact(f"The {noun}{unit} {verb} {listed(names)}.", (node.id, *persons))


def counted_people(organisation: Organisation, node: Node, term: Term) -> tuple[Fact, ...]:
    """How many people have the role in a unit, one sentence for each role meant."""
    held = holdings(node, (term,))
    roles = unique(h.role for h in held)
    if not term.is_generic and roles:
        return (_counted(organisation, node, role_name(term), held),)
    return tuple(
        _counted(organisation, node, role_label(role), tuple(h for h in held if h.role == role))
        for role in roles
    )


def _counted(organisation: Organisation, node: Node, role: str, held: tuple[Holding, ...]) -> Fact:
    persons = {h.person.id: h.person for h in held}
    heading = f"{named(organisation, node, starts=True)} has {counted(len(persons), role)}"
    names = [person_label(organisation, person) for person in persons.values()]
    return list_fact(heading, names, (node.id, *persons))


def people_below(organisation: Organisation, node: Node, term: Term) -> Fact | None:
    """Who has a role in the units below a unit, None where nobody has."""
    held = [h for unit in organisation.descendants(node.id) for h in holdings(unit, (term,))]
    if not held:
        return None
    items = [f"{h.person.name} ({organisation.node(h.unit_id).name})" for h in held]
    heading = f"{counted(len(held), role_name(term))} in the units below {named(organisation, node)}"
    return list_fact(heading, items, (node.id, *unique(h.person.id for h in held)))


def nobody(organisation: Organisation, node: Node, roles: tuple[Term, ...]) -> Fact:
    """That the tree names nobody with these roles for a unit."""
    wanted = " or ".join(unique(role_name(term) for term in roles))
    return Fact(f"The organisation tree lists no {wanted} for {named(organisation, node)}.", (node.id,))


def nobody_at_all(organisation: Organisation, node: Node) -> Fact:
    """That the tree names nobody for a unit, whatever the role."""
    return Fact(f"The organisation tree lists nobody for {named(organisation, node)}.", (node.id,))


def roles(organisation: Organisation, person_id: str, *, with_details: bool = True) -> Fact:
    """All roles of a person, and the further keys the tree has on the person."""
    held = organisation.holdings(person_id)
    person = organisation.people[person_id]
    name = person_label(organisation, person)
    told = [f"{role_label(h.role)} of {named(organisation, organisation.node(h.unit_id))}" for h in held]
    details = _details(person.extra) if with_details else ""
    return Fact(f"{name}{details} is {listed(told)}.", (person_id, *unique(h.unit_id for h in held)))


def _details(extra: object) -> str:
    if not isinstance(extra, dict):
        return ""
    told = [
        f"{key.replace('_', ' ')}: {value}" for key, value in extra.items() if isinstance(value, str | int)
    ]
    return f" ({', '.join(told)})" if told else ""
