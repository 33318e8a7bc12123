"""Units asked for: above, below and beside one unit, and how they are reached."""

from trag.tree.asking import labels, people_statements, statements
from trag.tree.asking import related as ties
from trag.tree.asking.asked import Asked, Computed
from trag.tree.asking.roles import holdings
from trag.tree.listing import MOST_NAMES_WITH_A_COUNT, ListFact, list_fact
from trag.tree.organisation import Node, Organisation
from trag.tree.reading.vocabulary import ANY_LEAD
from trag.tree.wording import counted, listed
from trag.types import Fact


def parent(organisation: Organisation, asked: Asked) -> Computed | None:
    """What is above a unit."""
    node, *others = [unit for unit in asked.units if unit is not organisation.root] or asked.units[:1]
    if others:
        return None
    fact, found = statements.parent(organisation, node, asked.kinds)
    if found is None and asked.is_loose:
        fact, found = statements.parent(organisation, node)
    return None if found is None else Computed((fact,), (found,))


def owner(organisation: Organisation, asked: Asked) -> Computed | None:
    """What is above a unit, and who leads the unit itself."""
    node = asked.units[0]
    fact, found = statements.parent(organisation, node)
    if found is None:
        return None
    leading = holdings(node, (ANY_LEAD,))
    return Computed((fact, *people_statements.people(organisation, node, leading)), (found,))


def children(organisation: Organisation, asked: Asked) -> Computed | None:
    """The units below a unit, of a kind at any depth; that there is none only where others have some."""
    found = [_children_of(organisation, asked, node) for node in asked.units]
    known = [computed for computed in found if computed is not None]
    if len(known) < len(found):
        return None
    facts = tuple(fact for computed in known for fact in computed.facts)
    units = tuple(unit for computed in known for unit in computed.units)
    return Computed(facts, units, is_empty=not units)


def _children_of(organisation: Organisation, asked: Asked, node: Node) -> Computed | None:
    units = statements.below(organisation, node, asked.kinds)
    if asked.number is not None and asked.number != len(units):
        return None
    if (asked.is_deep and not asked.kinds) or (not units and asked.is_loose):
        return _everything_below(organisation, asked, node)
    if not units and not _is_usual(organisation, node, asked.kinds):
        return None
    if not asked.kinds and units:
        return Computed(statements.children_by_kind(organisation, node), units)
    with_names = not asked.is_count or len(units) <= MOST_NAMES_WITH_A_COUNT
    fact = statements.children(organisation, node, asked.kinds)
    if isinstance(fact, ListFact) and not with_names:
        fact = Fact(f"{fact.heading}.", (node.id,))
    return Computed((fact,), units)


def _everything_below(organisation: Organisation, asked: Asked, node: Node) -> Computed | None:
    """The units at all levels below, named where they are not too many."""
    units = organisation.descendants(node.id)
    if not units or (asked.number is not None and asked.number != len(units)):
        return None
    depth = "" if len(units) == len(organisation.children(node.id)) else " at all levels"
    heading = f"{labels.named(organisation, node, starts=True)} has {counted(len(units), 'unit')}{depth}"
    if len(units) > MOST_NAMES_WITH_A_COUNT:
        return Computed(
            (Fact(f"{heading}.", (node.id,)), *statements.children_by_kind(organisation, node)), units
        )
    names = labels.names_in(organisation, units)
    return Computed((list_fact(heading, names, (node.id, *(unit.id for unit in units))),), units)


def _is_usual(organisation: Organisation, node: Node, kinds: tuple[str, ...]) -> bool:
    there = organisation.kinds_below(node.kind)
    return not there.isdisjoint(kinds) if kinds else bool(there)


def siblings(organisation: Organisation, asked: Asked) -> Computed | None:
    """The other units in the unit above, or in the one above that is of the kind asked for."""
    node = asked.units[0]
    above = _shared(organisation, asked)
    if above is None:
        return None
    is_any = not asked.kinds or (asked.is_loose and node.kind not in asked.kinds)
    below = organisation.children(above.id) if is_any else statements.below(organisation, above, asked.kinds)
    others = tuple(u for u in below if u.id != node.id)
    label = labels.kinds_label(organisation, others, asked.kinds)
    label = label if asked.kinds and node.kind not in asked.kinds and not is_any else f"other {label}"
    heading = f"Besides {node.name}, {above.name} has {counted(len(others), label)}"
    ids = (node.id, above.id, *(unit.id for unit in others))
    names = labels.names_in(organisation, others)
    fact = list_fact(heading, names, ids) if others else Fact(f"{heading}.", ids)
    # "other units of the division" of a unit some levels below may be those at any level
    is_sure = above is organisation.parent(node.id) or (not is_any and node.kind in asked.kinds)
    return Computed((fact,), others, is_sure=is_sure)


def _shared(organisation: Organisation, asked: Asked) -> Node | None:
    """The unit above that siblings are asked to share."""
    above = organisation.ancestors(asked.units[0].id)
    if len(asked.units) > 1:
        return asked.units[1] if asked.units[1] in above else None
    if not asked.other_kinds:
        return above[0] if above else None
    return next((unit for unit in above if unit.kind in asked.other_kinds), None)


def kind(organisation: Organisation, asked: Asked) -> Computed | None:
    """What kind of unit a unit is."""
    *passed, node = asked.units
    if (
        (asked.kinds and not asked.is_loose)
        or not node.kind
        or any(u is not organisation.root for u in passed)
    ):
        return None
    return Computed((statements.kind(organisation, node),), (node,))


def description(organisation: Organisation, asked: Asked) -> Computed | None:
    """What the tree says a unit is, in full, and where the unit sits."""
    node = asked.units[0]
    told = statements.description(node, is_whole=True)
    return None if told is None else Computed((told, statements.position(organisation, node)), (node,))


def common(organisation: Organisation, asked: Asked) -> Computed | None:
    """The lowest unit above several units."""
    common = asked.units[0]
    for node in asked.units[1:]:
        common = organisation.common_ancestor(common.id, node.id)
    if common in asked.units:
        upper = organisation.parent(common.id)
        if upper is None:
            return None
        common = upper
    if asked.kinds and common.kind not in asked.kinds and not asked.is_loose:
        above = organisation.ancestors(common.id)
        found = next((unit for unit in above if unit.kind in asked.kinds), None)
        if found is None:
            return None
        common = found
    names = listed([unit.name for unit in asked.units])
    text = f"The common parent of {names} is {common.name}."
    return Computed((Fact(text, (*(unit.id for unit in asked.units), common.id)),), (common,))


def same_parent(organisation: Organisation, asked: Asked) -> Computed | None:
    """Whether two units belong to the same one."""
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


def is_part(organisation: Organisation, asked: Asked) -> Computed | None:
    """Whether the first unit is below the second; asked the other way round when negative."""
    lower, upper = reversed(asked.units[:2]) if asked.is_negative else asked.units[:2]
    above = organisation.ancestors(lower.id)
    if not above or lower is upper:
        return None
    if upper not in above:
        fact = statements.position(organisation, lower)
        return Computed((Fact(f"No, {fact.text}", fact.entity_ids),))
    between = above[: above.index(upper) + 1]
    chain = statements.part_of(organisation, between)
    ids = (lower.id, *(unit.id for unit in between))
    return Computed((Fact(f"Yes, {lower.name} is part of {chain}.", ids),))


def related(organisation: Organisation, asked: Asked) -> Computed | None:
    """Units tied by a further key of the file."""
    found = ties.related(organisation, asked.units[0], asked.key, asked.kinds)
    if found is None:
        return None
    fact, units = found
    return Computed((fact,), units)


def contact(organisation: Organisation, asked: Asked) -> Computed | None:
    """How a unit is reached; what the tree doesn't tell may well stand in a document."""
    node = asked.units[0]
    if asked.key not in node.contact:
        return None
    return Computed((statements.contact(organisation, node, asked.key),))
