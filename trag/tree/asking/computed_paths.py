"""The way up from a unit, and what its short name means."""

from trag.tree.asking import labels, people_statements, statements
from trag.tree.asking.asked import Asked, Computed
from trag.tree.asking.roles import holdings
from trag.tree.organisation import Organisation
from trag.tree.reading.vocabulary import ANY_LEAD
from trag.tree.wording import fold
from trag.types import Fact

_LONGEST_ACRONYM = 5


def chain(organisation: Organisation, asked: Asked) -> Computed | None:
    """Everything above a unit, up to the unit asked for or the top."""
    node = asked.units[0]
    above = organisation.ancestors(node.id)
    if len(asked.units) > 1:
        if asked.units[1] not in above:
            return None
        above = above[: above.index(asked.units[1]) + 1]
    if not above or (asked.kinds and not asked.is_loose):
        return None  # "the divisions above the unit" are some of those above
    unit = labels.named(organisation, node, starts=True)
    text = f"{unit} is part of {statements.part_of(organisation, above)}."
    return Computed((Fact(text, (node.id, *(unit.id for unit in above))),), above)


def superior(organisation: Organisation, asked: Asked) -> Computed | None:
    """The unit above a unit, and who leads it."""
    fact, above = statements.parent(organisation, asked.units[0])
    if above is None:
        return None
    held = holdings(above, (ANY_LEAD,))
    return Computed((fact, *people_statements.people(organisation, above, held)), (above,))


def meaning(_organisation: Organisation, asked: Asked) -> Computed | None:
    """What a short name stands for."""
    node = asked.units[0]
    if not asked.said or fold(asked.said) == fold(node.name):
        return None
    said = asked.said.upper() if len(asked.said) <= _LONGEST_ACRONYM else asked.said
    return Computed((Fact(f"{said} stands for {node.name}.", (node.id,)),), (node,))
