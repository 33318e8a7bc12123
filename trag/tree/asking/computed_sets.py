"""Questions over many units: how many there are, which have most, which have none."""

import operator
from collections.abc import Callable

from trag.tree.asking import labels, statements
from trag.tree.asking.asked import Asked, Computed
from trag.tree.asking.roles import holdings, role_name
from trag.tree.listing import MOST_NAMES_WITH_A_COUNT, list_fact
from trag.tree.organisation import Node, Organisation
from trag.tree.wording import counted, kind_label, listed, plural, unique, unit_label
from trag.types import Fact


def whole(organisation: Organisation, asked: Asked) -> Computed | None:
    """All units of a kind, counted."""
    if not asked.kinds:
        return None
    units = organisation.of_kinds(asked.kinds)
    there = tuple(kind for kind in asked.kinds if kind in organisation.kinds)
    label = labels.kinds_label(organisation, (), there or asked.kinds)
    verb = "is" if len(units) == 1 else "are"
    heading = f"In total there {verb} {counted(len(units), label)}"
    if asked.is_count and len(units) > MOST_NAMES_WITH_A_COUNT:
        return Computed((Fact(f"{heading}.", ()),), units)
    names = labels.names_in(organisation, units)
    return Computed((list_fact(heading, names, (unit.id for unit in units)),), units)


def _tally(organisation: Organisation, node: Node, asked: Asked) -> int:
    if asked.roles:
        return len({h.person.id for h in holdings(node, asked.roles)})
    return len(statements.below(organisation, node, asked.other_kinds))


def _counted_label(organisation: Organisation, asked: Asked) -> str:
    if asked.roles:
        return role_name(asked.roles[0])
    return " or ".join(kind_label(organisation, kind) for kind in asked.other_kinds) or "unit"


def superlative(organisation: Organisation, asked: Asked) -> Computed | None:
    """The units of a kind that have most, or fewest, of something."""
    units = scope(organisation, asked)
    tallies = {node.id: _tally(organisation, node, asked) for node in units}
    if not any(tallies.values()):
        return None
    best = (min if asked.is_negative else max)(tallies.values())
    winners = _at(tallies, best, units)
    names = listed(labels.names_in(organisation, winners))
    if len(winners) == 1:
        names = labels.named(organisation, winners[0], starts=True)
    label = counted(best, _counted_label(organisation, asked))
    degree = "fewest" if asked.is_negative else "most"
    verb, each = ("has", "") if len(winners) == 1 else ("have", " each")
    text = f"{names} {verb} the {degree} {plural(_counted_label(organisation, asked))}: {label}{each}."
    facts = (Fact(text, tuple(node.id for node in winners)),)
    return Computed(facts, winners, is_sure=_is_sure_most(organisation, asked, units, winners))


def _at(tallies: dict[str, int], number: int, units: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(node for node in units if tallies[node.id] == number)


def _is_sure_most(
    organisation: Organisation, asked: Asked, units: tuple[Node, ...], winners: tuple[Node, ...]
) -> bool:
    """True where the same units win, whatever is meant by the role, and directly below as at all levels."""
    if asked.roles:
        return len({h.role for node in units for h in holdings(node, asked.roles)}) == 1
    direct = {
        node.id: sum(child.kind in asked.other_kinds for child in organisation.children(node.id))
        for node in units
    }
    if not asked.other_kinds or not any(direct.values()):
        return True
    return _at(direct, (min if asked.is_negative else max)(direct.values()), units) == winners


def scope(organisation: Organisation, asked: Asked) -> tuple[Node, ...]:
    """The units of the kind a question over many units speaks of."""
    if asked.units:
        return statements.below(organisation, asked.units[0], asked.kinds)
    return organisation.of_kinds(asked.kinds)


_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "": operator.eq,
    "more than": operator.gt,
    "fewer than": operator.lt,
    "less than": operator.lt,
    "at least": operator.ge,
    "at most": operator.le,
}


def threshold(organisation: Organisation, asked: Asked) -> Computed | None:
    """The units of a kind that have more, fewer or as many of something as a number."""
    units, number = scope(organisation, asked), asked.number
    if not units or number is None:
        return None
    tallies = {node.id: _tally(organisation, node, asked) for node in units}
    if not any(tallies.values()):
        return None
    found = [node for node in units if _COMPARE[asked.comparison](tallies[node.id], number)]
    label = labels.kinds_label(organisation, units, asked.kinds)
    what = f"{asked.comparison or 'exactly'} {counted(number, _counted_label(organisation, asked))}"
    if not found:
        return Computed((Fact(f"No {label} has {what}.", ()),))
    heading = f"{counted(len(found), label)} {'has' if len(found) == 1 else 'have'} {what}"
    names = [f"{unit_label(organisation, node)} ({tallies[node.id]})" for node in found]
    return Computed((list_fact(heading, names, (node.id for node in found)),), tuple(found))


def filtered(organisation: Organisation, asked: Asked) -> Computed | None:
    """The units of a kind that have something, or have none of it."""
    units = scope(organisation, asked)
    if not units:
        return None
    found = tuple(node for node in units if bool(_tally(organisation, node, asked)) is not asked.is_negative)
    label = labels.kinds_label(organisation, units, asked.kinds)
    having = f"{'no ' if asked.is_negative else ''}{plural(_counted_label(organisation, asked))}"
    if not found:
        text = f"Every {label} lists {plural(_counted_label(organisation, asked))}."
        text = text if asked.is_negative else f"No {label} lists {having}."
        return Computed((Fact(text, ()),))
    verb = "lists" if len(found) == 1 else "list"
    heading = f"{counted(len(found), label)} {verb} {having}"
    names = labels.names_in(organisation, found)
    return Computed((list_fact(heading, names, (node.id for node in found)),), found)


def named(organisation: Organisation, asked: Asked) -> Computed | None:
    """The units that each have one of several units with the same name."""
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
