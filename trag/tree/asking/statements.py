"""Sentences about units: where one sits, what is below it, what it is and how it is reached."""

import re
from collections.abc import Iterable

from trag.tree.asking import people_statements
from trag.tree.asking.labels import kinds_label, named, names_in
from trag.tree.listing import ListFact, list_fact
from trag.tree.organisation import Node, Organisation
from trag.tree.wording import counted, kind_label, listed, plural, unique, words
from trag.types import Entity, Fact

_LONGEST_DESCRIPTION = 240
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


def is_post(organisation: Organisation, node: Node) -> bool:
    """True for a node that is one person's place, such as an adviser, not a group of people."""
    kind = words(node.kind.replace("_", " "))
    return bool(_POSTS & set(kind)) and not organisation.children(node.id)


def below(organisation: Organisation, node: Node, kinds: tuple[str, ...]) -> tuple[Node, ...]:
    """The units of these kinds below a unit at any depth; of any kind: those directly below."""
    if not kinds:
        return organisation.children(node.id)
    return tuple(unit for unit in organisation.descendants(node.id) if unit.kind in kinds)


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


def kind(organisation: Organisation, node: Node) -> Fact:
    """What kind of unit a unit is."""
    label = kind_label(organisation, node.kind)
    article = "an" if label[:1].lower() in "aeio" else "a"
    return Fact(f"{named(organisation, node, starts=True)} is {article} {label}.", (node.id,))


def description(node: Node, *, is_whole: bool = False) -> Fact | None:
    """What the tree says a unit is, shortened to whole sentences unless `is_whole`."""
    text = " ".join(node.description.split())
    if not text:
        return None
    if len(text) > _LONGEST_DESCRIPTION and not is_whole:
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


def candidate(entity: Entity, organisation: Organisation) -> Fact:
    """One of several entities a name may mean, with where it sits."""
    if entity.id in organisation:
        node = organisation.node(entity.id)
        path = ", ".join(unit.name for unit in organisation.ancestors(node.id))
        told = "".join(f" {fact.text}" for fact in people_statements.people(organisation, node, node.people))
        place = f" in {path}" if path else ""
        text = f"{node.name} ({kind_label(organisation, node.kind)}){place}.{told}"
        return Fact(text, (node.id, *(h.person.id for h in node.people)))
    return people_statements.roles(organisation, entity.id)
