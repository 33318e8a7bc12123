"""Questions over the units of a kind: who leads each of them, and which have nobody."""

from trag.tree.asking import labels, statements
from trag.tree.asking.asked import Asked, Computed
from trag.tree.asking.computed_sets import scope
from trag.tree.asking.roles import holdings, leading_roles, role_name
from trag.tree.listing import MOST_NAMES_WITH_A_COUNT, ListFact, list_fact
from trag.tree.organisation import Holding, Node, Organisation
from trag.tree.reading.vocabulary import ANY_LEAD, Term
from trag.tree.wording import capital, counted, listed, plural, role_label, unique, unit_label
from trag.types import Fact


def _leaders(organisation: Organisation, unit: Node, held: dict[str, tuple[Holding, ...]]) -> str:
    names = listed([h.person.name for h in held[unit.id]]) or "nobody listed"
    return f"{unit_label(organisation, unit)}: {names}"


def heads(organisation: Organisation, asked: Asked) -> Computed | None:
    """Who has a role in each of the units of a kind, one entry a unit."""
    units = units_of(organisation, asked)
    roles = asked.roles[:1] or (ANY_LEAD,)
    if not units or len(units) > MOST_NAMES_WITH_A_COUNT:
        return None
    held = {unit.id: holdings(unit, roles) for unit in units}
    label = labels.kinds_label(organisation, units, asked.kinds)
    place = f" in {labels.named(organisation, asked.units[0])}" if asked.units else ""
    if not any(held.values()):
        return _none(organisation, units, roles, f"{counted(len(units), label)}{place}")
    heading = f"{plural(role_name(roles[0]))} of the {counted(len(units), label)}{place}"
    items = [_leaders(organisation, unit, held) for unit in units]
    people = unique(h.person.id for found in held.values() for h in found)
    ids = (*(unit.id for unit in asked.units), *(unit.id for unit in units), *people)
    return Computed((_with_semicolons(capital(heading), items, ids),), units)


def _none(
    organisation: Organisation, units: tuple[Node, ...], roles: tuple[Term, ...], label: str
) -> Computed | None:
    if any(unit.people for unit in units):
        return _everybody(organisation, units, label) if roles[0].is_generic else None
    text = f"The organisation tree lists nobody for the {label}."
    return Computed((Fact(text, tuple(unit.id for unit in units)),), units, is_empty=True)


def _everybody(organisation: Organisation, units: tuple[Node, ...], label: str) -> Computed:
    """Everybody in the units with their roles, none of which surely leads: for the reader to tell."""
    items = []
    for unit in units:
        held = [f"{h.person.name} ({role_label(h.role)})" for h in unit.people]
        items.append(f"{unit_label(organisation, unit)}: {listed(held) or 'nobody listed'}")
    ids = unique((*(u.id for u in units), *(h.person.id for u in units for h in u.people)))
    return Computed((_with_semicolons(f"People of the {label}", items, ids),), units, is_sure=False)


def _with_semicolons(heading: str, items: list[str], ids: tuple[str, ...]) -> ListFact:
    from trag.tree.listing import ListFact

    return ListFact(f"{heading}: {'; '.join(items)}.", ids, heading, tuple(items))


def units_of(organisation: Organisation, asked: Asked) -> tuple[Node, ...]:
    """The units a question over many speaks of; all of them for "units" where there is no such kind."""
    found = scope(organisation, asked)
    if found or not asked.is_loose:
        return found
    return organisation.descendants(asked.units[0].id) if asked.units else organisation.nodes[1:]


def vacant(organisation: Organisation, asked: Asked) -> Computed | None:
    """The units or posts of a kind for which nobody is listed with a role, or at all."""
    units = units_of(organisation, asked)
    if not units:
        return None
    is_post = all(statements.is_post(organisation, unit) for unit in units)
    # A post is one person's: whoever is in it, whatever the role is called.
    is_led = not is_post or any(leading_roles(unit) for unit in units)
    roles = tuple(term for term in asked.roles[:1] if is_led or not term.is_generic)
    roles = roles or (() if is_post else (ANY_LEAD,))
    empty = [u for u in units if not (holdings(u, roles) if roles else u.people)]
    if len(empty) == len(units) and len(units) > 1 and not is_post:
        return None  # a tree that lists nobody says nothing of vacancies
    label = labels.kinds_label(organisation, units, asked.kinds)
    place = f" in {labels.named(organisation, asked.units[0])}" if asked.units else ""
    who = plural(role_name(roles[0])) if roles else "anybody"
    if not empty:
        return Computed((Fact(f"Every {label}{place} lists {who}.", ()),))
    none = f"no {who}" if roles else "nobody"
    verb = "lists" if len(empty) == 1 else "list"
    heading = f"{counted(len(empty), label)}{place} {verb} {none}"
    names = labels.names_in(organisation, empty)
    return Computed((list_fact(heading, names, (unit.id for unit in empty)),), tuple(empty))
