# ruff: noqa: S311 - dice, not secrets
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trag.tree.hierarchies import organisation
from trag.tree.asking.computing import compute
from trag.tree.asking.forms import FORMS, Form
from trag.tree.asking.relations import asked_in
from trag.tree.organisation import Organisation
from trag.tree.reading.values import Reading
from trag.tree.reading.vocabulary import Term, vocabulary
from trag.types import Mention


def reading(tree: Organisation, line: str, dice: random.Random) -> Reading:
    """A reading in which every symbol of the line stands for something of the tree."""
    found = Reading(line, tree)
    terms = list(vocabulary(tree).terms.values())
    keys = {"X": ("partners",), "C": ("email",), "I": ("office",)}
    for symbol in set(re.findall(r"\b[EPAKRXCI]\d+\b", line)):
        if symbol[0] == "E":
            found.nodes[symbol] = dice.choice(tree.nodes)
        elif symbol[0] == "P":
            found.people[symbol] = dice.choice(list(tree.people))
        elif symbol[0] == "A":
            candidates = tuple(tree.entity(node.id) for node in dice.sample(tree.nodes, 2))
            found.unclear[symbol] = Mention("name", 0, 4, candidates)
        elif symbol[0] in "KR":
            found.terms[symbol] = dice.choice([term for term in terms if term.tag == symbol[0]])
        else:
            found.terms[symbol] = Term("X", keys[symbol[0]])
    return found


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.relation)
@settings(max_examples=25, deadline=None)
@given(data=st.data(), seed=st.integers(0, 10**6))
def test_every_form_can_be_computed_for_anything_it_names(form: Form, data: st.DataObject, seed: int) -> None:
    pattern = re.compile(form.pattern.pattern.replace(r"\d+", "[0-9]"), re.ASCII)
    line = data.draw(st.from_regex(pattern, fullmatch=True))
    dice = random.Random(seed)
    tree = organisation(dice.choice(("ministry", "university", "company")))
    asked = asked_in(reading(tree, line, dice))
    while asked is not None:
        computed = compute(tree, asked)
        assert computed is None or computed.facts
        assert computed is None or all(fact.text.strip() for fact in computed.facts)
        asked = asked.next
