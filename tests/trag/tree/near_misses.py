"""Questions one step away from the hierarchy: dated, past, possible, denied, misspelt, of other things.

Each is made of a question the tree does answer, so that one word alone tells that it must not.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from trag.questions.cases import Case
from trag.questions.from_tree import tree_cases
from trag.tree.organisation import Organisation

DATES = (
    "in 2019,last year,before the reform,in March,since 2021,until 2030,next year,yesterday,as of 1 May 2020,"
    "two years ago,from next month,at the last meeting,on 3 June,so far this quarter,tomorrow"
).split(",")
CONDITIONS = (
    "if the budget is cut,when the office is closed,unless the board agrees,while on leave,during holidays,"
    "in an emergency,for small grants,according to the statutes,by law,under the new policy,with a veto,"
    "on the third floor,who speak French,above grade 5,for visitors,in writing,without approval,at night"
).split(",")
THINGS = (
    "budget,meeting,annual report,building,website,travel rules,archive,newsletter,history,wiki page,"
    "training,code review,car park,strategy,minutes,audit,laptops,vehicles,customers,workload,logo,calendar"
).split(",")
QUALITIES = "former,next,new,best,oldest,external,elected,first,youngest,interim,temporary,honorary".split(
    ","
)
ASKING_MORE = (
    "How many {thing}s does {unit} have?",
    "Which {thing} belongs to {unit}?",
    "List the {thing}s of {unit}.",
    "What is the {thing} of {unit}?",
    "Who approves the {thing} of {unit}?",
    "Who runs the {thing} of {unit}?",
    "Who is responsible for the {thing} in {unit}?",
    "Who can lead {unit}?",
    "Who should head {unit}?",
    "Who led {unit}?",
    "Who wants to be head of {unit}?",
    "How many {kinds} may {unit} have?",
    "How many {kinds} can a {kind} have?",
    "Which {kinds} of {unit} have a {thing}?",
    "Which {kinds} of {unit} are the {quality}?",
    "Which {kinds} in {unit} work with the {thing}?",
    "Why does {unit} have {kinds}?",
    "Where do the {kinds} of {unit} keep the {thing}?",
    "Who is the {quality} head of {unit}?",
    "Who elects the {role} of {unit}?",
    "Who is the {quality} {role} of {unit}?",
    "Who can be {role} of {unit}?",
    "How long is the {role} of {unit} in office?",
    "When does the {role} of {unit} retire?",
    "Who helps the {role} of {unit}?",
    "What does the {role} of {unit} earn?",
    "Is the {role} of {unit} elected?",
    "How do I become {role} of {unit}?",
    "Who is the {role} of the {thing} of {unit}?",
    "What did {unit} do?",
    "What does {unit} do with the {thing}?",
    "What is {unit} famous for?",
    "Does {unit} need a {role}?",
    "Can anyone lead {unit}?",
    "Could you head {unit}?",
    "Will someone run {unit}?",
    "We need a {role} of {unit}.",
    "I want to be {role} of {unit}.",
    "Who leads {unit} or the {thing}?",
    "Who is {role} of {unit} but not of the {thing}?",
    "Who leads {unit} well?",
    "Should {unit} have a {role}?",
    "Would {kinds} of {unit} have a {role}?",
)
_PAST = {
    "is": "was",
    "are": "were",
    "does": "did",
    "do": "did",
    "has": "had",
    "have": "had",
    "belongs": "belonged",
}
_MODAL = {"is": "can be", "are": "should be", "does": "may", "do": "must", "has": "could have"}
_DENIED = {"is": "is not", "are": "are not", "does": "doesn't", "has": "hasn't", "belong": "don't belong"}
_SHORTEST_TYPO = 6


@dataclass(frozen=True)
class NearMiss:
    """A question that is not for the tree, and what was done to it."""

    text: str
    how: str


def near_misses(tree: Organisation, seed: int, count: int) -> list[NearMiss]:
    """Near-misses of the questions generated from a tree, every way about as often."""
    return list(islice(_all(tree, seed), count))


def _all(tree: Organisation, seed: int) -> Iterator[NearMiss]:
    dice = random.Random(seed)  # noqa: S311 - dice, not secrets
    ways = list(WAYS)
    for case in tree_cases(tree, seed=seed, per_entity=4):
        ways.append(ways.pop(0))
        for how in ways:
            text = WAYS[how](dice, tree, case)
            if text and text != case.question:
                yield NearMiss(text, how)
                ways.append(ways.pop(ways.index(how)))
                break


def _with_end(dice: random.Random, case: Case, ends: list[str]) -> str:
    return f"{case.question.rstrip('?. ')} {dice.choice(ends)}?"


def _dated(dice: random.Random, _tree: Organisation, case: Case) -> str:
    return _with_end(dice, case, DATES)


def _conditional(dice: random.Random, _tree: Organisation, case: Case) -> str:
    return _with_end(dice, case, CONDITIONS)


def _replaced(text: str, words: dict[str, str]) -> str:
    """The text with its first verb of these replaced; "" where that leaves what the tree may answer."""
    start = text.lower().find("can you tell me: ") + 1 and len("can you tell me: ")
    return text[:start] + re.sub(
        rf"\b({'|'.join(words)})\b", lambda found: words[found[0].lower()], text[start:], count=1
    )


def _past(_dice: random.Random, _tree: Organisation, case: Case) -> str:
    return _replaced(case.question, _PAST)


def _possible(_dice: random.Random, _tree: Organisation, case: Case) -> str:
    return _replaced(case.question, _MODAL)


def _denied(_dice: random.Random, _tree: Organisation, case: Case) -> str:
    return _replaced(case.question, _DENIED)


def _name_in(tree: Organisation, case: Case) -> re.Match[str] | None:
    """Where the entity asked about stands in the question, with its article."""
    first = case.entities[0]
    name = tree.node(first).name if first in tree else tree.people[first].name
    return re.search(rf"(?:the )?(?<!\w){re.escape(name)}(?!\w)", case.question, re.IGNORECASE)


def _of_a_thing(dice: random.Random, tree: Organisation, case: Case) -> str:
    found = _name_in(tree, case)
    if found is None:
        return ""
    start, end = found.span()
    return f"{case.question[:start]}the {dice.choice(THINGS)} of {found[0]}{case.question[end:]}"


def _misspelt(dice: random.Random, tree: Organisation, case: Case) -> str:
    found = _name_in(tree, case)
    words = [m for m in re.finditer(r"[^\W\d_]+", found[0]) if len(m[0]) >= _SHORTEST_TYPO] if found else []
    if found is None or not words:
        return ""
    word = dice.choice(words)
    at = found.start() + word.start() + dice.randrange(1, len(word[0]) - 1)
    wrong = dice.choice(("", case.question[at] * 2, case.question[at + 1] + case.question[at], "x"))
    return case.question[:at] + wrong + case.question[at + (2 if len(set(wrong)) == 2 else 1) :]


def _more(dice: random.Random, tree: Organisation, case: Case) -> str:
    node = dice.choice([unit for unit in tree.nodes if unit.people] or list(tree.nodes))
    below = tree.children(node.id) or (node,)
    kind = below[0].kind.replace("_", " ").replace("-", " ")
    role = dice.choice(node.people).role if node.people else "head"
    return dice.choice(ASKING_MORE).format(
        unit=node.name,
        kind=kind,
        kinds=f"{kind}s",
        role=role.lower(),
        thing=dice.choice(THINGS),
        quality=dice.choice(QUALITIES),
    )


WAYS: dict[str, Callable[[random.Random, Organisation, Case], str]] = {
    "dated": _dated,
    "conditional": _conditional,
    "past": _past,
    "possible": _possible,
    "denied": _denied,
    "of a thing": _of_a_thing,
    "misspelt": _misspelt,
    "asking more": _more,
    "asking still more": _more,
}
