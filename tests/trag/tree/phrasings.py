"""Questions people put about an organisation, sloppy ones too, with right answers computed from its graph."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.trag.tree.untuned_shapes import UNTUNED
from trag.tree.organisation import Node, Organisation
from trag.tree.wording import plural

_LEADS = (
    "Chief Executive Officer,Director,Head of Department,Team Leader,Minister,Head of Section,Head of Unit,"
    "Rector,Dean,Coordinator,Secretary General,Bureau Chief,Country Director,Head,CEO,VP,Domain Lead,"
    "Tribe Lead,Tech Lead,Bishop,Vicar General,Chair,Convenor,"
    "Executive Director,Programme Director,Chapter Lead,Lead,Module Lead"
).split(",")
LEADS = frozenset(_LEADS) | {level.lead for levels in UNTUNED.values() for level in levels}


@dataclass(frozen=True)
class Question:
    """A question with what a right answer holds; nothing to hold means that the tree lists nobody."""

    text: str
    relation: str
    needed: tuple[str, ...]
    people: tuple[str, ...] = ()  # who may be named at all


LEADER = (
    "Who leads {u}?",
    "who is the head of {u}",
    "who's in charge of {u}?",
    "Who is responsible for {u} at the moment?",
    "can you tell me who runs {u} please",
    "{u} - who is the boss there?",
    "who is heading {u} these days",
    "Quick question: who is leading {u} right now?",
    "any idea who is looking after {u}?",
    "head of {u}?",
    "I'd like to know who heads up {u}",
    "Do you happen to know who leads {u}?",
    "the boss of {u}, who is that now?",
    "Please give me the name of the head of {u}.",
    "whos the head of {u}",
    "hi, who is currently running {u}? thanks",
    "who does {u} have as its head",
)
ROLE = (
    "Who is the {r} of {u}?",
    "who's {r} of {u} at the moment",
    "{r} {u}?",
    "{r} of {u}, who is that now?",
    "please tell me the name of the {r} of {u}",
    "is there anyone in the {r} post of {u} right now?",
    "what is the name of the {r} in {u}",
    "do we have a {r} for {u}",
    "who serves as {r} of {u}",
    "I need the {r} of {u}",
    "who is {u}'s {r}?",
)
PARENT = (
    "Which {k} does {u} belong to?",
    "which {k} is {u} part of",
    "what {k} is {u} in?",
    "in which {k} do the {u} people sit",
    "{u} belongs to which {k}?",
    "Which {k} does {u} report to these days?",
    "under which {k} does {u} come",
    "can you tell me which {k} {u} belongs to?",
    "{u}, which {k} is that in?",
)
CHILDREN = (
    "Which {ks} does {u} have?",
    "list the {ks} of {u}",
    "which {ks} are under {u}, all of them please",
    "what {ks} are there in {u} now",
    "show me all {ks} in {u}",
    "give me the {ks} below {u}",
    "name every {k} in {u}",
    "how many {ks} does {u} have now",
    "how many {ks} are in {u}?",
    "I need all the {ks} of {u} please",
    "{u}: which {ks}?",
    "tell me the {ks} that belong to {u}",
    "what are the {ks} of {u} called",
    "all {ks} of {u}",
    "{ks} in {u}",
    "which {ks} make up {u}?",
)
DESCENDANTS = (
    "give me every unit anywhere in {u}",
    "all units in {u}",
    "list everything below {u} at any level",
    "what units are there anywhere under {u}",
)
WHOLE = (
    "How many {ks} are there?",
    "list all {ks} that are open today",
    "which {ks} do we have at the moment",
    "list all {ks}",
    "what {ks} exist in the organisation",
    "number of {ks}",
    "give me all {ks} please",
    "name all {ks} we have right now",
    "how many {ks} do we have in total?",
)
HEADS = (
    "name the heads of all the {ks} in {u}",
    "who leads the {ks} of {u}?",
    "list the {ks} of {u} with their heads",
    "which {ks} does {u} have and who leads them",
    "who are the heads of the {ks} in {u}",
    "heads of the {ks} in {u}",
)
VACANT = (
    "Which {ks} have no head?",
    "which {ks} are vacant at the moment",
    "which {ks} have nobody in charge",
    "{ks} without a leader",
    "list {ks} without a head right now",
    "which {ks} are without a head?",
)
PERSON = (
    "What does {p} do?",
    "what are all the roles {p} has",
    "which role does {p} have at the moment",
    "what is {p}'s role",
    "{p} - which unit is that?",
    "where does {p} sit",
    "who is {p}?",
    "what's the position of {p} please",
)
CHAIN = (
    "show the reporting line from {u} up to {top}",
    "What is the reporting chain of {u}?",
    "who does {u} report to, all the way up?",
    "what is the chain above {u}",
)
COMMON = (
    "What is the closest unit {u} and {v} have in common?",
    "what's the lowest unit that {u} and {v} have in common above them",
    "what do {u} and {v} both belong to",
    "closest common parent of {u} and {v}",
)
CONTACT = (
    "What's the {c} of {u}?",
    "{c} {u}",
    "what is the {c} for {u} please",
    "how can I reach {u} by {c}",
    "can you give me {u}'s {c}",
)
UP = (
    "who is the head of the {k} {u} sits in",
    "who leads the {k} that {u} belongs to",
    "Who is in charge of the {k} {u} is part of?",
    "Which {k} does {u} belong to and who leads it?",
)
NOT_TREE = (
    "Why does {u} have so many {ks}?",
    "who led {u} before {p}?",
    "how much money does {u} spend on travel",
    "what does the head of {u} have to sign",
    "when was {u} founded",
    "how do I apply for a job in {u}",
    "who may become head of {u}",
    "how many people work in {u}",
    "who approves leave in {u}",
    "what must {p} do in an emergency",
    "who replaces the head of {u} during holidays",
    "which {ks} were closed last year",
    "how long is the term of the head of {u}",
    "what happened at {u} in 2019",
    "which {ks} of {u} failed the audit",
    "who was the head of {u} in 2015",
    "what are the opening hours of {u}",
    "who is allowed to enter the {ks}",
    "what is the salary of the head of {u}",
    "who elects the head of {u}",
    "how are the {ks} of {u} funded",
    "who will be the next head of {u}",
    "which documents does {u} need from the {ks}",
    "who is responsible for the budget of {u}",
    "who is in charge of the vehicles in {u}",
    "is {u} allowed to hire {p}",
    "list the duties of the head of {u}",
    "who checks the expenses of {p}",
    "who reports accidents to {u}",
    "what should I give to {u} before I leave",
)
SLOPPY: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: text,
    lambda text: text.lower(),
    lambda text: text.rstrip("?."),
    lambda text: text.lower().rstrip("?."),
    lambda text: text.replace("the ", ""),
    lambda text: f"hi, {text}",
    lambda text: f"{text.rstrip('?.')} please",
)


def leaders(node: Node) -> tuple[str, ...]:
    """The names of those who lead a unit."""
    return tuple(h.person.name for h in node.people if h.role in LEADS)


def _said(dice: random.Random, node: Node) -> str:
    """The unit as somebody might call it."""
    name = dice.choice((node.name, node.name, *node.aliases))
    ends = node.kind in name.lower() or name.endswith("Dept.")
    return f"the {name}" if ends and dice.random() < 0.7 else name


def _ask(dice: random.Random, forms: tuple[str, ...], relation: str, needed: tuple[str, ...],
         people: tuple[str, ...] = (), **parts: str) -> Question:  # fmt: skip
    text = dice.choice(SLOPPY)(dice.choice(forms).format(**parts))
    return Question(text, relation, needed, people)


def questions(tree: Organisation, dice: random.Random) -> Iterator[Question]:
    """A question of every relation about units picked by the dice."""
    nodes = tree.nodes[1:]
    node = dice.choice(nodes)
    lead = leaders(node)
    yield _ask(dice, LEADER, "leader", lead, lead, u=_said(dice, node))
    yield from _role(tree, dice)
    inner = dice.choice([unit for unit in tree.nodes if len(tree.children(unit.id)) > 1])
    above = dice.choice(tree.ancestors(node.id))
    yield _ask(dice, PARENT, "parent", (above.name,), k=above.kind, u=_said(dice, node))
    kind = dice.choice([unit.kind for unit in tree.descendants(inner.id)])
    below = [unit for unit in tree.descendants(inner.id) if unit.kind == kind]
    named = tuple(unit.name for unit in below)
    kinds = plural(kind)
    yield _ask(dice, CHILDREN, "children", named, k=kind, ks=kinds, u=_said(dice, inner))
    everything = tuple(u.name for u in tree.descendants(inner.id))
    if not any(u.kind == "unit" for u in tree.nodes):
        yield _ask(dice, DESCENDANTS, "descendants", everything, u=_said(dice, inner))
    whole = tuple(unit.name for unit in nodes if unit.kind == kind)
    yield _ask(dice, WHOLE, "whole", whole, k=kind, ks=kinds)
    heads = tuple(name for unit in below for name in leaders(unit))
    yield _ask(dice, HEADS, "heads", heads, heads, ks=kinds, u=_said(dice, inner))
    vacant = tuple(unit.name for unit in nodes if unit.kind == kind and not leaders(unit))
    yield _ask(dice, VACANT, "vacant", vacant, k=kind, ks=kinds)
    yield from _others(tree, dice, node)


def _role(tree: Organisation, dice: random.Random) -> Iterator[Question]:
    node = dice.choice(tree.nodes[1:])
    alike = [h.role for unit in tree.nodes if unit.kind == node.kind for h in unit.people]
    if alike:
        role = dice.choice(alike)
        held = tuple(h.person.name for h in node.people if h.role == role)
        yield _ask(dice, ROLE, "role", held, held, r=role.lower(), u=_said(dice, node))


def _others(tree: Organisation, dice: random.Random, node: Node) -> Iterator[Question]:
    person = dice.choice(list(tree.people.values()))
    held = tree.holdings(person.id)
    units = tuple(tree.node(h.unit_id).name for h in held)
    yield _ask(dice, PERSON, "person", units, (person.name,), p=person.name)
    above = tree.ancestors(node.id)
    chain = tuple(unit.name for unit in above)
    yield _ask(dice, CHAIN, "chain", chain, u=_said(dice, node), top=tree.root.name)
    other = dice.choice([unit for unit in tree.nodes[1:] if unit is not node])
    common = tree.common_ancestor(node.id, other.id)
    if common not in (node, other, tree.root):
        yield _ask(dice, COMMON, "common", (common.name,), u=_said(dice, node), v=_said(dice, other))
    reached = [unit for unit in tree.nodes[1:] if unit.contact]
    if reached:
        unit = dice.choice(reached)
        key = dice.choice(list(unit.contact))
        yield _ask(dice, CONTACT, "contact", (unit.contact[key],), c=key, u=_said(dice, unit))
    upper = above[0]
    lead = leaders(upper)
    yield _ask(dice, UP, "up", lead, lead, k=upper.kind, u=_said(dice, node))


def not_for_the_tree(tree: Organisation, dice: random.Random) -> str:
    """A question about procedures, amounts, rules or history that names units and people."""
    node = dice.choice([unit for unit in tree.nodes if tree.children(unit.id)])
    kinds = plural(tree.children(node.id)[0].kind)
    person = dice.choice(list(tree.people.values())).name
    text = dice.choice(NOT_TREE).format(u=_said(dice, node), ks=kinds, p=person)
    return dice.choice(SLOPPY)(text)
