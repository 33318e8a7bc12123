"""Units that a further key of the file ties together, such as the stakeholders of a working group."""

from functools import lru_cache

from trag.tree.listing import list_fact
from trag.tree.organisation import Node, Organisation
from trag.tree.wording import fold, listed
from trag.types import Fact

# Keys that read as verbs: "the group serves the desk"
_VERBS = frozenset(
    {"serves", "supports", "covers", "owns", "advises", "oversees", "manages", "uses", "hosts", "funds"}
)


def related(
    organisation: Organisation, node: Node, key: str, kinds: tuple[str, ...]
) -> tuple[Fact, tuple[Node, ...]] | None:
    """What `key` of the unit names, or else which units name the unit under `key`."""
    if key in node.extra:
        units = tuple(u for u in named_under(organisation, node, key) if not kinds or u.kind in kinds)
        return (naming(organisation, node, key), units) if units else None
    units = tuple(u for u in naming_it(organisation, node, key) if not kinds or u.kind in kinds)
    return (named_by(node, key, units), units) if units else None


@lru_cache(maxsize=8)
def _ties(organisation: Organisation) -> dict[tuple[str, str], tuple[Node, ...]]:
    """By key and unit: the units named there; by key and "<" + unit: the units that name it."""
    by_name = {fold(node.name): node for node in reversed(organisation.nodes)}
    found: dict[tuple[str, str], list[Node]] = {}
    for node in organisation.nodes:
        for key, value in node.extra.items():
            for entry in value if isinstance(value, list | tuple) else [value]:
                other = _unit(organisation, by_name, entry)
                if other is not None and other.id != node.id:
                    found.setdefault((key, node.id), []).append(other)
                    found.setdefault((key, f"<{other.id}"), []).append(node)
    return {tie: tuple(nodes) for tie, nodes in found.items()}


def _unit(organisation: Organisation, by_name: dict[str, Node], entry: object) -> Node | None:
    if not isinstance(entry, str):
        return None
    return organisation.node(entry) if entry in organisation else by_name.get(fold(entry))


def named_under(organisation: Organisation, node: Node, key: str) -> tuple[Node, ...]:
    """The units that stand, by id or name, under a further key of a unit."""
    return _ties(organisation).get((key, node.id), ())


def naming_it(organisation: Organisation, node: Node, key: str) -> tuple[Node, ...]:
    """The units that name this unit under a further key."""
    return _ties(organisation).get((key, f"<{node.id}"), ())


def naming(organisation: Organisation, node: Node, key: str) -> Fact:
    """What a further key of a unit says."""
    units = named_under(organisation, node, key)
    label = key.replace("_", " ").replace("-", " ")
    told = [unit.name for unit in units] or _plain(node.extra[key])
    if label in _VERBS:
        return Fact(f"{node.name} {label} {listed(told)}.", (node.id, *(unit.id for unit in units)))
    verb = "are" if len(told) > 1 or label.endswith("s") else "is"
    return Fact(f"The {label} of {node.name} {verb} {listed(told)}.", (node.id, *(unit.id for unit in units)))


def named_by(node: Node, key: str, units: tuple[Node, ...]) -> Fact:
    """Which units name this unit under a further key."""
    label = key.replace("_", " ").replace("-", " ").removesuffix("s")
    if f"{label}s" in _VERBS:
        verb = label if len(units) > 1 else f"{label}s"
        heading = f"{len(units)} {'units' if len(units) > 1 else 'unit'} {verb} {node.name}"
        return list_fact(heading, [unit.name for unit in units], (node.id, *(unit.id for unit in units)))
    heading = f"{len(units)} {'units list' if len(units) > 1 else 'unit lists'} {node.name} as {label}"
    return list_fact(heading, [unit.name for unit in units], (node.id, *(unit.id for unit in units)))


def _plain(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(entry) for entry in value]
    return [str(value)]
