"""Questions about one unit: what it is part of, what is directly below it, what it is and does."""

import re

from trag.questions.chance import Chance
from trag.questions.from_tree.drafts import Draft
from trag.questions.from_tree.names import contact_label, number_group
from trag.questions.from_tree.phrasing import phrased
from trag.questions.from_tree.source import Source, kinds_of, words_of
from trag.tree.organisation import Node
from trag.tree.wording import listed

_LONGEST_LIST = 25
_MOST_WORDS = 5

PARENT = (
    "What is {unit} part of?",
    "Where in the organisation does {unit} sit?",
    "What does {unit} belong to?",
    "parent of {unit}?",
    "Which unit is directly above {unit}?",
)
PARENT_OF_KIND = (
    "Which {kind} does {unit} belong to?",
    "Which {kind} is {unit} part of?",
    "{unit} is part of which {kind}?",
    "{kind} of {unit}?",
)
CHILDREN = (
    "Which {kinds} does {unit} have?",
    "List the {kinds} of {unit}.",
    "What {kinds} are there in {unit}?",
    "all {kinds} of {unit}",
    "Which {kinds} belong to {unit}?",
    "Name every {kind} of {unit}.",
)
DIRECT_CHILDREN = (
    "Which {kinds} are directly under {unit}?",
    "List the {kinds} directly below {unit}.",
    "{kinds} directly under {unit}?",
)
COUNT = (
    "How many {kinds} does {unit} have?",
    "How many {kinds} are there in {unit}?",
    "number of {kinds} in {unit}?",
)
DIRECT_COUNT = (
    "How many {kinds} are directly under {unit}?",
    "How many {kinds} does {unit} have directly below it?",
)
KIND = (
    "What kind of unit is {unit}?",
    "{unit}: what kind of unit is that?",
    "What type of unit is {unit}?",
)
DESCRIPTION = (
    "What does {unit} do?",
    "What is {unit} for?",
    "What is the purpose of {unit}?",
    "{unit}: what is it?",
)
CONTACT = (
    "What is the {contact} of {unit}?",
    "{contact} of {unit}?",
    "I need the {contact} of {unit}.",
    "How do I reach {unit} by {contact}?",
)


def parent(source: Source, node: Node, chance: Chance) -> Draft | None:
    """What a unit is part of."""
    above, unit = source.organisation.parent(node.id), source.asked(node, chance)
    if above is None or not unit:
        return None
    has_kind = source.only_ancestor_of_kind(node, above.kind) and chance.is_below(0.5)
    question = phrased(
        chance, PARENT_OF_KIND if has_kind else PARENT, unit=unit, kind=source.names.kind(above)
    )
    return Draft(
        type="entity_simple",
        question=question,
        answer=f"{node.name} is part of {above.name}.",
        entities=(node.id, above.id),
        required=(source.names.unit_group(above),),
        near_misses=tuple(other.name for other in source.siblings(above)),
    )


def children(source: Source, node: Node, chance: Chance) -> Draft | None:
    """The units of one kind directly below a unit."""
    unit, below = source.asked(node, chance), source.organisation.children(node.id)
    if not unit or not below:
        return None
    kind = chance.pick(kinds_of(below))
    found = tuple(child for child in below if child.kind == kind)
    if len(found) > _LONGEST_LIST:
        return None
    is_flat = len(found) == len(source.of_kind(node, kind))
    cousins = (c for other in source.siblings(node) for c in source.organisation.children(other.id))
    return Draft(
        type="entity_simple",
        question=_about_kind(source, chance, CHILDREN if is_flat else DIRECT_CHILDREN, unit, kind),
        answer=f"{node.name}: {listed([child.name for child in found])}.",
        entities=(node.id, *(child.id for child in found)),
        required=source.names.unit_groups(found),
        near_misses=tuple(cousin.name for cousin in cousins if cousin.kind == kind),
    )


def child_count(source: Source, node: Node, chance: Chance) -> Draft | None:
    """How many units of one kind are directly below a unit."""
    unit, below = source.asked(node, chance), source.organisation.children(node.id)
    if not unit or not below:
        return None
    kind = chance.pick(kinds_of(below))
    number = sum(child.kind == kind for child in below)
    if number == 1:
        # "one" stands in too many answers.
        return None
    is_flat = number == len(source.of_kind(node, kind))
    return Draft(
        type="entity_simple",
        question=_about_kind(source, chance, COUNT if is_flat else DIRECT_COUNT, unit, kind),
        answer=f"{node.name} has {number} {source.names.kinds(kind)}.",
        entities=(node.id,),
        required=(number_group(number),),
    )


def kind_of_unit(source: Source, node: Node, chance: Chance) -> Draft | None:
    """What kind of unit a unit is."""
    unit, kind = source.asked(node, chance), source.names.kind(node)
    if not unit:
        return None
    return Draft(
        type="entity_simple",
        question=phrased(chance, KIND, unit=unit),
        answer=f"{node.name} is a {kind}.",
        entities=(node.id,),
        required=(tuple(dict.fromkeys((kind, node.kind, re.sub(r"[\s_-]+", " ", node.kind)))),),
    )


def description(source: Source, node: Node, chance: Chance) -> Draft | None:
    """What a unit is for, as its description says in words of its own."""
    unit = source.asked(node, chance)
    known = words_of(" ".join((node.name, node.kind, *node.aliases)))
    own = sorted(source.own_words(node) - known, key=lambda word: (-len(word), word))
    if not unit or not own:
        return None
    return Draft(
        type="entity_simple",
        question=phrased(chance, DESCRIPTION, unit=unit),
        answer=node.description,
        entities=(node.id,),
        required=(tuple(own[:_MOST_WORDS]),),
    )


def contact(source: Source, node: Node, chance: Chance) -> Draft | None:
    """How to reach a unit by one of its ways of contact."""
    unit = source.asked(node, chance)
    if not unit or not node.contact:
        return None
    key = chance.pick(tuple(node.contact))
    others = (other.contact[key] for other in source.siblings(node) if key in other.contact)
    return Draft(
        type="entity_simple",
        question=phrased(chance, CONTACT, unit=unit, contact=contact_label(key)),
        answer=f"{node.name}: {node.contact[key]}.",
        entities=(node.id,),
        required=((node.contact[key],),),
        near_misses=tuple(others),
    )


def _about_kind(source: Source, chance: Chance, wordings: tuple[str, ...], unit: str, kind: str) -> str:
    words = {"unit": unit, "kind": source.names.kind(kind), "kinds": source.names.kinds(kind)}
    return phrased(chance, wordings, **words)
