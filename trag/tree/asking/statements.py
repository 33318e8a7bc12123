"""Sentences about one unit or person, as a person would write them."""

import re
from collections.abc import Iterable, Iterator

from trag.tree.listing import ListFact, list_fact
from trag.tree.organisation import Holding, Node, Organisation
from trag.tree.reading.vocabulary import Term, is_leading, is_second
from trag.tree.wording import (
    counted,
    fold,
    kind_label,
    listed,
    person_label,
    plural,
    role_label,
    unique,
    unit_label,
    words,
)
from trag.types import Entity, Fact

_LONGEST_DESCRIPTION = 240
# Those lead what their title names: an office manager the office, not the division.
_MANAGING = {"manager", "supervisor", "coordinator"}
_GENERAL = {"general", "managing", "senior", "chief", "acting", "interim", "co"}
_STEPPING_IN = {"vp", "svp", "evp", "permanent secretary"}
_POSTS = {"post", "position", "role", "job", "seat"}


def position(organisation: Organisation, node: Node) -> Fact:
    """Where a unit sits: everything above it up to the root."""
    above = organisation.ancestors(node.id)
    if not above:
        return Fact(f"{node.name} is the top of the organisation.", (node.id,))
    chain = part_of(organisation, above)
    ids = (node.id, *(unit.id for unit in above))
    return Fact(f"{node.name} ({kind_label(organisation, node.kind)}) is part of {chain}.", ids)


def parent(organisation: Organisation, node: Node, kinds: tuple[str, ...] = ()) -> tuple[Fact, Node | None]:
    """The unit above a unit, or the nearest one above of the kinds asked for."""
    above = organisation.ancestors(node.id)
    found = next((unit for unit in above if not kinds or unit.kind in kinds), None)
    if found is None:
        asked = " or ".join(kind_label(organisation, kind) for kind in kinds) or "other unit"
        return Fact(f"{node.name} is not part of any {asked}.", (node.id,)), None
    between = above[: above.index(found)]
    chain = part_of(organisation, (*between, found))
    return Fact(
        f"{named(organisation, node, starts=True)} is part of {chain}.",
        (node.id, *(u.id for u in between), found.id),
    ), found


def part_of(organisation: Organisation, units: Iterable[Node]) -> str:
    """Units nearest first, each part of the next."""
    return ", which is part of ".join(named(organisation, unit) for unit in units)


def holdings(node: Node, roles: Iterable[Term]) -> tuple[Holding, ...]:
    """Who has one of the roles in a unit.

    A generic role such as "lead" stands for the unit's leading roles, and "director" for
    "Country Director" where nobody is just director.
    """
    meant = [set(_roles_meant(node, term)) for term in roles]
    return tuple(h for h in node.people if any(h.role in names for names in meant))


def _roles_meant(node: Node, term: Term) -> Iterator[str]:
    held = unique(h.role for h in node.people)
    exact = leading_roles(node) if term.is_generic else tuple(r for r in held if has_role(r, term))
    yield from exact
    if exact or term.is_generic:
        return
    plain = {fold(role) for role in term.values if " " not in role.strip()}
    for role in held:
        if words(role)[-1:] and words(role)[-1] in plain and not is_second(role):
            yield role


def leading_roles(node: Node) -> tuple[str, ...]:
    """The roles that lead a unit, a vice president only where nobody else does."""
    held = unique(h.role for h in node.people)
    leading = tuple(r for r in held if leads(node, r))
    return (
        tuple(r for r in leading if fold(r) not in _STEPPING_IN)
        or leading
        or tuple(r for r in held if fold(r) in _STEPPING_IN)
    )


def leads(node: Node, role: str) -> bool:
    """True for a role that leads this unit: a lab manager leads a lab, but no institute."""
    parts = set(words(role))
    if not is_leading(role) or not parts & _MANAGING:
        return is_leading(role)
    own = {*words(node.kind.replace("_", " ")), *words(node.name)}
    return parts - _MANAGING - _GENERAL <= own


def has_role(role: str, term: Term) -> bool:
    """True when a role is meant by a term of the question."""
    return is_leading(role) if term.is_generic else role in term.values


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
    unit = "" if said <= name or name <= said else f" of {_with_article(organisation, node)}"
    return Fact(f"The {noun}{unit} {verb} {listed(names)}.", (node.id, *persons))


def _with_article(organisation: Organisation, node: Node) -> str:
    # "the Finance Division", "the Audit Section"; names such as "SIG Network" stand alone
    label = unit_label(organisation, node)
    return f"the {label}" if takes_article(node) else label


def takes_article(node: Node) -> bool:
    """True for names that end in their kind or in "of …", as in "the Finance Division"."""
    parts = words(node.name)
    if len(parts) < 2 or parts[0] == "the":  # noqa: PLR2004 - one word is a proper name
        return False
    kind = words(node.kind.replace("_", " "))
    return parts[-1] in kind or (parts[0] in kind and bool({"of", "for"} & set(parts)))


def named(organisation: Organisation, node: Node, *, starts: bool = False) -> str:
    """The unit inside a sentence, with the article its name wants."""
    text = _with_article(organisation, node)
    return f"The {text[4:]}" if starts and text.startswith("the ") else text


def people_below(organisation: Organisation, node: Node, term: Term) -> Fact | None:
    """Who has a role in the units below a unit, None where nobody has."""
    held = [h for unit in organisation.descendants(node.id) for h in holdings(unit, (term,))]
    if not held:
        return None
    items = [f"{h.person.name} ({organisation.node(h.unit_id).name})" for h in held]
    heading = f"{counted(len(held), role_name(term))} in the units below {named(organisation, node)}"
    return list_fact(heading, items, (node.id, *unique(h.person.id for h in held)))


def is_usual_role(organisation: Organisation, node: Node, term: Term) -> bool:
    """True where units of the same kind have such a role, so that its absence tells something."""
    if term.is_generic and node.people:
        return False  # people, but no role that surely leads
    alike = (other for other in organisation.nodes if other.kind == node.kind)
    return any(holdings(other, (term,)) for other in alike)


def is_post(organisation: Organisation, node: Node) -> bool:
    """True for a node that is one person's place, such as an adviser, not a group of people."""
    kind = words(node.kind.replace("_", " "))
    return bool(_POSTS & set(kind)) and not organisation.children(node.id)


def nobody(organisation: Organisation, node: Node, roles: tuple[Term, ...]) -> Fact:
    """That the tree names nobody with these roles for a unit."""
    wanted = " or ".join(unique(role_name(term) for term in roles))
    return Fact(f"The organisation tree lists no {wanted} for {named(organisation, node)}.", (node.id,))


def nobody_at_all(organisation: Organisation, node: Node) -> Fact:
    """That the tree names nobody for a unit, whatever the role."""
    return Fact(f"The organisation tree lists nobody for {named(organisation, node)}.", (node.id,))


def role_name(term: Term) -> str:
    """A role of the question in the words of the tree."""
    return "lead" if term.is_generic else " or ".join(role_label(role) for role in term.values)


def below(organisation: Organisation, node: Node, kinds: tuple[str, ...]) -> tuple[Node, ...]:
    """The units of these kinds below a unit at any depth; of any kind: those directly below."""
    if not kinds:
        return organisation.children(node.id)
    return tuple(unit for unit in organisation.descendants(node.id) if unit.kind in kinds)


def kinds_label(organisation: Organisation, units: Iterable[Node], kinds: tuple[str, ...]) -> str:
    """What units are called together: their one kind, or "unit"."""
    found = unique(unit.kind for unit in units) or kinds
    return kind_label(organisation, found[0]) if len(found) == 1 else "unit"


def names_in(organisation: Organisation, units: Iterable[Node], above: Node | None = None) -> list[str]:
    """The units' names; the parent follows in brackets only where the name alone is not enough."""
    listed_units = tuple(units)
    counts: dict[str, int] = {}
    for unit in listed_units:
        counts[fold(unit.name)] = counts.get(fold(unit.name), 0) + 1
    if above is not None and all(unit.parent_id == above.id for unit in listed_units):
        return [unit.name for unit in listed_units]
    return [
        unit_label(organisation, unit) if counts[fold(unit.name)] > 1 else unit.name for unit in listed_units
    ]


def children(organisation: Organisation, node: Node, kinds: tuple[str, ...] = ()) -> Fact:
    """The units below a unit, complete and counted."""
    units = below(organisation, node, kinds)
    label = kinds_label(organisation, units, kinds)
    owner = named(organisation, node, starts=True)
    if not units:
        return Fact(
            f"The organisation tree lists no {plural(label)} below {named(organisation, node)}.", (node.id,)
        )
    heading = f"{owner} has {counted(len(units), label)}{_depth(node, units, kinds)}"
    return list_fact(heading, names_in(organisation, units, node), (node.id, *(unit.id for unit in units)))


def _depth(node: Node, units: tuple[Node, ...], kinds: tuple[str, ...]) -> str:
    direct = sum(unit.parent_id == node.id for unit in units)
    if not kinds or direct in (0, len(units)):
        return ""
    return f" at all levels, {direct} of them directly below it"


def children_by_kind(organisation: Organisation, node: Node) -> tuple[ListFact, ...]:
    """The units directly below a unit, one sentence a kind."""
    facts: list[ListFact] = []
    for kind in unique(unit.kind for unit in organisation.children(node.id)):
        units = tuple(unit for unit in organisation.children(node.id) if unit.kind == kind)
        label = counted(len(units), kind_label(organisation, kind))
        heading = f"{named(organisation, node, starts=True)} has {label}"
        ids = (node.id, *(unit.id for unit in units))
        facts.append(list_fact(heading, [unit.name for unit in units], ids))
    return tuple(facts)


def description(node: Node) -> Fact | None:
    """What the tree says a unit is, shortened to whole sentences."""
    text = " ".join(node.description.split())
    if not text:
        return None
    if len(text) > _LONGEST_DESCRIPTION:
        cut = max(text.rfind(". ", 0, _LONGEST_DESCRIPTION), text.rfind(", ", 0, _LONGEST_DESCRIPTION))
        text = text[: cut if cut > 0 else _LONGEST_DESCRIPTION] + " …"
    ends = "" if re.search(r"[.!?…]$", text) else "."
    return Fact(f"{node.name}: {text}{ends}", (node.id,))


def contact(organisation: Organisation, node: Node, key: str = "") -> Fact:
    """How a unit is reached, or that the tree does not say."""
    entries = {k: v for k, v in node.contact.items() if not key or k == key}
    unit = named(organisation, node)
    if not entries:
        wanted = key.replace("_", " ") or "contact"
        return Fact(f"The organisation tree lists no {wanted} for {unit}.", (node.id,))
    told = listed([f"{k.replace('_', ' ')} {v}" for k, v in entries.items()])
    return Fact(f"Contact of {unit}: {told}.", (node.id,))


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


def candidate(entity: Entity, organisation: Organisation) -> Fact:
    """One of several entities a name may mean, with where it sits."""
    if entity.id in organisation:
        node = organisation.node(entity.id)
        path = ", ".join(unit.name for unit in organisation.ancestors(node.id))
        told = "".join(f" {fact.text}" for fact in people(organisation, node, node.people))
        place = f" in {path}" if path else ""
        text = f"{node.name} ({kind_label(organisation, node.kind)}){place}.{told}"
        return Fact(text, (node.id, *(h.person.id for h in node.people)))
    return roles(organisation, entity.id)
