"""A unit with its place, its people and its facts, as a page or a program shows it."""

from collections.abc import Sequence
from datetime import date

from trag.tree.organisation import Holding, Node, Organisation
from trag.types import Entity, Fact, OutlineUnit, RoleHeld, TreeNode


def shown(organisation: Organisation, node: Node, facts: Sequence[Fact]) -> TreeNode:
    """All that the tree knows of a unit."""
    return TreeNode(
        id=node.id,
        name=node.name,
        kind=node.kind,
        version=organisation.version,
        parents=_entities(organisation, tuple(reversed(organisation.ancestors(node.id)))),
        children=_entities(organisation, organisation.children(node.id)),
        below=len(organisation.descendants(node.id)),
        people=tuple(_held(holding) for holding in node.people),
        aliases=node.aliases,
        description=node.description,
        contact=dict(node.contact),
        source=node.source,
        valid_from=_day(node.valid_from),
        valid_to=_day(node.valid_to),
        extra=dict(node.extra),
        facts=tuple(Fact(fact.text, fact.entity_ids) for fact in facts),
    )


def outline(organisation: Organisation) -> list[OutlineUnit]:
    """All units level by level, those of one parent in the file's order."""
    root = organisation.root
    units = (root, *organisation.descendants(root.id))
    return [
        OutlineUnit(unit.id, unit.name, unit.kind, unit.parent_id or "", len(unit.people)) for unit in units
    ]


def _entities(organisation: Organisation, nodes: tuple[Node, ...]) -> tuple[Entity, ...]:
    return tuple(organisation.entity(node.id) for node in nodes)


def _held(holding: Holding) -> RoleHeld:
    return RoleHeld(holding.person.id, holding.person.name, holding.role, dict(holding.person.extra))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
