"""Questions about the shape of the tree: everything below, beside and above."""

from trag.questions.chance import Chance
from trag.questions.from_tree.drafts import Draft
from trag.questions.from_tree.names import number_group
from trag.questions.from_tree.phrasing import phrased
from trag.questions.from_tree.source import Source, kinds_of
from trag.tree.organisation import Node
from trag.tree.wording import listed

_LONGEST_LIST = 30
_FEWEST_STEPS = 2
_WALKS = 8

ALL_BELOW = (
    "List all {kinds} anywhere under {unit}.",
    "Which {kinds} are there in {unit}, at all levels?",
    "every {kind} under {unit}, at any level",
    "Give me all {kinds} in {unit}, however deep.",
)
COUNT_BELOW = (
    "How many {kinds} are there in total under {unit}, at all levels?",
    "How many {kinds} are anywhere under {unit}?",
    "total number of {kinds} under {unit}, all levels?",
)
TOTAL = (
    "How many {kinds} are there in total?",
    "How many {kinds} are there in the whole organisation?",
    "total number of {kinds}?",
)
SIBLINGS = (
    "Which other {kinds} belong to the same {parent_kind} as {unit}?",
    "What other {kinds} are in the same {parent_kind} as {unit}?",
    "{unit}: which other {kinds} are in its {parent_kind}?",
)
SIBLINGS_OF_PARENT = (
    "Which other {kinds} have the same parent as {unit}?",
    "What are the sibling {kinds} of {unit}?",
)
PATH = (
    "What is the path from {unit} up to the top of the organisation?",
    "Show the chain of units above {unit}, up to the top.",
    "Which units are above {unit}, all the way up?",
    "all units above {unit}?",
)
COMMON = (
    "What is the closest unit that both {unit} and {other} belong to?",
    "Which unit do {unit} and {other} have in common above them?",
    "What is the common parent of {unit} and {other}?",
    "lowest unit above both {unit} and {other}?",
)


def all_below(source: Source, node: Node, chance: Chance) -> Draft | None:
    """All units of a kind below a unit, some of them not directly."""
    unit, kind = source.asked(node, chance), _deep_kind(source, node, chance)
    found = source.of_kind(node, kind)
    if not unit or not 1 < len(found) <= _LONGEST_LIST:
        return None
    others = (n for other in source.siblings(node) for n in source.of_kind(other, kind))
    return Draft(
        type="entity_complex",
        question=_of_kind(source, chance, ALL_BELOW, kind, unit=unit),
        answer=f"{node.name}: {listed([below.name for below in found])}.",
        entities=(node.id, *(below.id for below in found)),
        required=source.names.unit_groups(found),
        near_misses=tuple(other.name for other in others),
    )


def count_below(source: Source, node: Node, chance: Chance) -> Draft | None:
    """How many units of a kind are below a unit, some of them not directly."""
    unit, kind = source.asked(node, chance), _deep_kind(source, node, chance)
    number = len(source.of_kind(node, kind))
    if not unit or not kind or number == 1:
        return None
    is_all = node is source.organisation.root
    return Draft(
        type="entity_complex",
        question=_of_kind(source, chance, TOTAL if is_all else COUNT_BELOW, kind, unit=unit),
        answer=f"{node.name} has {number} {source.names.kinds(kind)} in all.",
        entities=(node.id,),
        required=(number_group(number),),
    )


def siblings(source: Source, node: Node, chance: Chance) -> Draft | None:
    """The other units of its kind in the unit above."""
    unit, above = source.asked(node, chance), source.organisation.parent(node.id)
    beside = tuple(other for other in source.siblings(node) if other.kind == node.kind)
    if not unit or above is None or not 0 < len(beside) <= _LONGEST_LIST:
        return None
    is_clear = source.only_ancestor_of_kind(node, above.kind) and _is_flat(source, above, node.kind)
    words = {"unit": unit, "parent_kind": source.names.kind(above)}
    cousins = (c for other in source.siblings(above) for c in source.of_kind(other, node.kind))
    return Draft(
        type="entity_complex",
        question=_of_kind(source, chance, SIBLINGS if is_clear else SIBLINGS_OF_PARENT, node.kind, **words),
        answer=f"Beside {node.name} in {above.name}: {listed([other.name for other in beside])}.",
        entities=(node.id, above.id, *(other.id for other in beside)),
        required=source.names.unit_groups(beside),
        near_misses=tuple(cousin.name for cousin in cousins),
    )


def path_up(source: Source, node: Node, chance: Chance) -> Draft | None:
    """All units above a unit."""
    unit, above = source.asked(node, chance), source.organisation.ancestors(node.id)
    if not unit or len(above) < _FEWEST_STEPS:
        return None
    return Draft(
        type="entity_complex",
        question=phrased(chance, PATH, unit=unit),
        answer=f"Above {node.name}: {', '.join(other.name for other in above)}.",
        entities=(node.id, *(other.id for other in above)),
        required=source.names.unit_groups(above),
        near_misses=tuple(other.name for other in source.siblings(above[0])),
    )


def common_parent(source: Source, node: Node, chance: Chance) -> Draft | None:
    """The lowest unit above two units that stand on the same side."""
    other = _partner(source, node, chance)
    unit, second = source.asked(node, chance), source.asked(other, chance) if other else ""
    if other is None or not unit or not second:
        return None
    common = source.organisation.common_ancestor(node.id, other.id)
    return Draft(
        type="entity_complex",
        question=phrased(chance, COMMON, unit=unit, other=second),
        answer=f"Both {node.name} and {other.name} belong to {common.name}.",
        entities=(node.id, other.id, common.id),
        required=(source.names.unit_group(common),),
        near_misses=tuple(beside.name for beside in source.siblings(common)),
    )


def _deep_kind(source: Source, node: Node, chance: Chance) -> str:
    """A kind of which not all units below are directly below; "" if there is none."""
    kinds = kinds_of(source.organisation.descendants(node.id))
    deep = [kind for kind in kinds if not _is_flat(source, node, kind)]
    return chance.pick(deep) if deep else ""


def _is_flat(source: Source, node: Node, kind: str) -> bool:
    direct = sum(child.kind == kind for child in source.organisation.children(node.id))
    return direct == len(source.of_kind(node, kind))


def _partner(source: Source, node: Node, chance: Chance) -> Node | None:
    """A unit on the same side that is neither above nor below: from a walk down that starts near above."""
    above = source.organisation.ancestors(node.id)
    line = {node.id, *(other.id for other in above)}
    for _ in range(_WALKS):
        # The root is in common where nothing else is, which is no question.
        other = chance.pick(above[:-1] or above) if above else node
        is_done = False
        while not is_done:
            below = [child for child in source.organisation.children(other.id) if child.id != node.id]
            is_done = not below or (other.id not in line and chance.is_below(0.5))
            other = other if is_done else chance.pick(below)
        if other.id not in line and source.side(other.id) == source.side(node.id):
            return other
    return None


def _of_kind(source: Source, chance: Chance, wordings: tuple[str, ...], kind: str, **words: str) -> str:
    return phrased(chance, wordings, kind=source.names.kind(kind), kinds=source.names.kinds(kind), **words)
