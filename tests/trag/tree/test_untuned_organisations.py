# ruff: noqa: S311 - dice, not secrets
"""Contexts and tree answers for questions about organisations nobody tuned anything on."""

import random
from functools import lru_cache

import pytest

from eval.matching import holds, holds_all
from tests.trag.tree.near_misses import near_misses
from tests.trag.tree.phrasings import not_for_the_tree, questions
from tests.trag.tree.shapes import shaped_as
from tests.trag.tree.test_phrasings import is_right as is_right_answer
from tests.trag.tree.test_phrasings import is_told
from tests.trag.tree.untuned_shapes import UNTUNED
from trag.context import build_context
from trag.questions.cases import Case
from trag.questions.from_tree import tree_cases
from trag.tree.answers import TreeAnswer
from trag.tree.guide import TreeGuide

# What the default settings leave a context; a token is hardly ever shorter than three characters.
BUDGET = 1_500
FEWEST = 300
ENOUGH = 0.99
Asked = tuple[str, TreeGuide, Case]


@lru_cache
def guide(shape: str, seed: int = 1) -> TreeGuide:
    return TreeGuide(shaped_as(UNTUNED[shape], shape, seed))


def asked(seed: int, each: int | None) -> list[Asked]:
    """The questions of all shapes, with the tree each is about."""
    trees = [(shape, guide(shape, seed)) for shape in UNTUNED]
    return [
        (shape, tree, case)
        for shape, tree in trees
        for case in tree_cases(tree.organisation, seed=seed, count=each)
    ]


def context(tree: TreeGuide, question: str) -> str:
    """What the model would read, without documents."""
    facts = tree.facts(question, tree.detect(question))
    built = build_context(facts, (), budget=BUDGET, count_tokens=lambda text: len(text) // 3 + 1)
    return built.text


def is_wrong(answer: TreeAnswer | None, case: Case) -> bool:
    if answer is None:
        return False
    if not case.is_answerable or answer.refused:
        return case.is_answerable or not answer.refused
    return not holds_all(answer.text, case.must_include) or any(
        holds(answer.text, item) for item in case.must_not_include
    )


def hold(questions: list[Asked]) -> None:
    """Nearly every context holds the answer, and no answer of the tree is wrong."""
    answerable = [(shape, tree, case) for shape, tree, case in questions if case.is_answerable]
    assert len(answerable) >= FEWEST
    missed = [
        (shape, case.question, case.answer)
        for shape, tree, case in answerable
        if not holds_all(context(tree, case.question), case.must_include)
    ]
    wrong = [
        (shape, case.question, answer.text)
        for shape, tree, case in questions
        if (answer := tree.answer(case.question, tree.detect(case.question))) and is_wrong(answer, case)
    ]
    assert wrong == []
    assert len(missed) <= (1 - ENOUGH) * len(answerable), missed


def test_contexts_hold_the_answer_and_no_tree_answer_is_wrong() -> None:
    hold(asked(seed=1, each=100))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_that_holds_for_more_trees_and_all_their_questions(seed: int) -> None:
    hold(asked(seed, each=None))


@pytest.mark.parametrize("shape", UNTUNED)
def test_no_near_miss_is_answered_from_the_tree(shape: str) -> None:
    tree = guide(shape)
    questions = [near_miss.text for near_miss in near_misses(tree.organisation, 1, 40)]
    assert [q for q in questions if tree.answer(q, tree.detect(q)) is not None] == []


@pytest.mark.parametrize("shape", UNTUNED)
def test_sloppy_questions_get_no_wrong_answer_and_nearly_all_that_they_need(shape: str) -> None:
    """Who leads is often called something no list of English titles has: Master, Almoner, Ward Sister."""
    number, missed, wrong = 0, [], []
    for seed in range(8):
        tree = guide(shape, seed)
        for question in questions(tree.organisation, random.Random(seed)):
            number += 1
            answer = tree.answer(question.text, tree.detect(question.text))
            if answer is not None and not is_right_answer(tree.organisation, question, answer):
                wrong.append((question.text, answer.text))
            if not is_told(question, context(tree, question.text)):
                missed.append(question.text)
    assert wrong == []
    assert number >= FEWEST / len(UNTUNED)
    assert len(missed) <= 0.05 * number, missed


@pytest.mark.parametrize("shape", UNTUNED)
def test_what_is_no_question_for_the_tree_gets_no_answer_from_it(shape: str) -> None:
    dice = random.Random(shape)
    texts = [
        (guide(shape, seed), not_for_the_tree(guide(shape, seed).organisation, dice))
        for seed in range(6)
        for _ in range(12)
    ]
    assert [text for tree, text in texts if tree.answer(text, tree.detect(text)) is not None] == []
