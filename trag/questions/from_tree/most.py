"""Questions for the unit that has most of something."""

from collections.abc import Iterator
from dataclasses import dataclass

from trag.questions.chance import Chance
from trag.questions.from_tree.drafts import Draft
from trag.questions.from_tree.names import roles_in
from trag.questions.from_tree.phrasing import phrased
from trag.questions.from_tree.source import Source, holders, kinds_of, roles_of
from trag.tree.organisation import Node

_FEWEST_COMPARED = 3

MOST = ("Which {kind} in {unit} has the most {things}?", "Which {kind} under {unit} has most {things}?")
MOST_OF_ALL = ("Which {kind} has the most {things}?", "{kind} with the most {things}?")


@dataclass(frozen=True, slots=True)
class _Top:
    """The one unit that has most: of what, and how many."""

    things: str
    node: Node
    number: int


def most(source: Source, node: Node, chance: Chance) -> Draft | None:
    """Which unit of a kind below a unit has most units of another kind, or most people in a role."""
    unit, kinds = source.asked(node, chance), kinds_of(source.organisation.descendants(node.id))
    if not unit or not kinds:
        return None
    kind = chance.pick(kinds)
    compared = source.of_kind(node, kind)
    tops = tuple(_tops(source, compared)) if len(compared) >= _FEWEST_COMPARED else ()
    if not tops:
        return None
    top = chance.pick(tops)
    wordings = MOST_OF_ALL if node is source.organisation.root else MOST
    return Draft(
        type="entity_complex",
        question=phrased(chance, wordings, unit=unit, kind=source.names.kind(kind), things=top.things),
        answer=f"{top.node.name} has the most {top.things}: {top.number}.",
        entities=(node.id, top.node.id),
        required=(source.names.unit_group(top.node),),
    )


def _tops(source: Source, compared: tuple[Node, ...]) -> Iterator[_Top]:
    children = {node.id: source.organisation.children(node.id) for node in compared}
    below = {node.id: source.organisation.descendants(node.id) for node in compared}
    for kind in kinds_of(tuple(child for direct in children.values() for child in direct)):
        direct = [sum(child.kind == kind for child in children[node.id]) for node in compared]
        deep = [sum(other.kind == kind for other in below[node.id]) for node in compared]
        yield from _top(source.names.kinds(kind), compared, direct, deep)
    for role in dict.fromkeys(role for node in compared for role in roles_of(node)):
        direct = [len(holders(node, role)) for node in compared]
        deep = [sum(len(holders(other, role)) for other in (node, *below[node.id])) for node in compared]
        yield from _top(roles_in(role), compared, direct, deep)


def _top(things: str, compared: tuple[Node, ...], direct: list[int], deep: list[int]) -> Iterator[_Top]:
    """The unit with most, if it is one alone, has several, and is the same however it is counted."""
    best = direct.index(max(direct))
    is_alone = direct.count(direct[best]) == 1 and deep.count(max(deep)) == 1
    if is_alone and direct[best] > 1 and deep[best] == max(deep):
        yield _Top(things, compared[best], direct[best])
