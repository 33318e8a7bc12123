# ruff: noqa: S311 - dice, not secrets
"""Any tree, any words: nothing fails, and no fact says what the tree does not hold."""

import random
import re
from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trag.tree.hierarchies import random_tree
from tests.trag.tree.shapes import SHAPES, shaped
from trag.tree.guide import TreeGuide
from trag.tree.listing import ListFact
from trag.tree.organisation import Node, Organisation
from trag.tree.wording import kind_label, plural, role_label, unit_label
from trag.types import Fact

WORDS = (
    "who,what,which,where,how many,list,all,every,other,is,are,does,do,has,have,of,in,under,above,"
    "below,and,both,most,fewest,more than one,more than 2,no,not,without,with,part of,same,as,common,"
    "parent,belong to,report to,leads,head,leads of,vacant,anyone,role,roles,units,unit,anywhere,"
    "in total,purpose,kind,up to the top,siblings,path from,that,the,?,also,elsewhere,another,"
    "number of,there,'s"
).split(",")


def pick(tree: Organisation, dice: random.Random) -> str:
    node = dice.choice(tree.nodes)
    kind = kind_label(tree, dice.choice(tree.nodes).kind)
    roles = [h.role for n in tree.nodes for h in n.people]
    people = [person.name for person in tree.people.values()]
    own = (node.name, kind, plural(kind), dice.choice(roles or ["head"]), dice.choice(people or ["Ann"]))
    return dice.choice((*own, *dice.choices(WORDS, k=6)))


@lru_cache
def tree_of(seed: int) -> Organisation:
    shapes = list(SHAPES)
    return random_tree(seed % 12) if seed % 2 else shaped(shapes[seed % len(shapes)], seed % 4)


@lru_cache
def guide(tree: Organisation) -> TreeGuide:
    return TreeGuide(tree)


def question_of(tree: Organisation, dice: random.Random) -> str:
    return " ".join(pick(tree, dice) for _ in range(dice.randint(1, 9)))


def check(tree: Organisation, fact: Fact) -> None:
    assert fact.text.strip()
    assert all(entity_id in tree or entity_id in tree.people for entity_id in fact.entity_ids), fact
    if isinstance(fact, ListFact):
        check_count(tree, fact)
    nodes = [tree.node(entity_id) for entity_id in fact.entity_ids if entity_id in tree]
    if len(nodes) == len(fact.entity_ids) and nodes:
        check_place(tree, fact, nodes)
        check_children(tree, fact, nodes)
    elif nodes[:1] and nodes[0].id == fact.entity_ids[0] and fact.text.startswith("The "):
        check_people(nodes[0], fact)


def check_count(tree: Organisation, fact: ListFact) -> None:
    assert all(item in fact.text for item in fact.items)
    names = sorted({n.name for n in tree.nodes}, key=len, reverse=True)
    heading = fact.heading
    for name in names:
        heading = heading.replace(name, "")
    counts = re.findall(r"\b\d+\b", heading)
    assert not counts or int(counts[0]) == len(fact.items), fact


def check_place(tree: Organisation, fact: Fact, nodes: list[Node]) -> None:
    """What a unit is said to be part of is above it, nearest first."""
    if fact.text.startswith(("Yes, ", "No, ")) or " is part of " not in fact.text:
        return
    above = [node for node in tree.ancestors(nodes[0].id) if node in nodes]
    assert above == nodes[1:], fact


def check_children(tree: Organisation, fact: Fact, nodes: list[Node]) -> None:
    """A list of one kind of units below a unit is all of them, directly below or at all levels."""
    kinds = {node.kind for node in nodes[1:]}
    label = re.escape(unit_label(tree, nodes[0]))
    if not isinstance(fact, ListFact) or not re.match(rf"(?:The )?{label} has \d+ ", fact.heading):
        return
    direct = {node.id for node in tree.children(nodes[0].id) if node.kind in kinds}
    below = {node.id for node in tree.descendants(nodes[0].id) if node.kind in kinds}
    listed = {node.id for node in nodes[1:]}
    assert listed == below or (listed == direct and "at all levels" not in fact.text), fact


def check_people(node: Node, fact: Fact) -> None:
    """Whoever is said to have a role in a unit has it there."""
    if not re.match(r"The .+ (?:is|are) [^.]+\.$", fact.text) or isinstance(fact, ListFact):
        return
    for person_id in fact.entity_ids[1:]:
        roles = [role_label(h.role) for h in node.people if h.person.id == person_id]
        assert any(role in fact.text or plural(role) in fact.text for role in roles), fact


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_whatever_is_asked_every_fact_is_the_trees_own(seed: int) -> None:
    dice = random.Random(seed)
    tree = tree_of(seed % 84)
    for _ in range(3):
        question = question_of(tree, dice)
        mentions = guide(tree).detect(question)
        for fact in guide(tree).facts(question, mentions):
            check(tree, fact)
        answer = guide(tree).answer(question, mentions)
        for fact in answer.facts if answer else ():
            check(tree, fact)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.text(max_size=60))
def test_any_text_beside_the_words_of_a_tree_is_read_without_failing(seed: int, text: str) -> None:
    tree = tree_of(seed % 84)
    question = f"{text} {question_of(tree, random.Random(seed))} {text}"
    for fact in guide(tree).facts(question, guide(tree).detect(question)):
        check(tree, fact)
