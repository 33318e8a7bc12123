"""Questions made from trees of many shapes, with answers their graphs alone compute: facts hold them all."""

from functools import lru_cache
from pathlib import Path

import pytest

from eval.matching import holds, holds_all
from tests.trag.tree.near_misses import near_misses
from tests.trag.tree.shapes import SHAPES, shaped
from trag.questions.cases import Case
from trag.questions.from_tree import tree_cases
from trag.tree.answers import TreeAnswer
from trag.tree.guide import TreeGuide
from trag.tree.loading import load_organisation

SAMPLE = Path(__file__).parents[3] / "examples" / "org.yaml"
TREES = ("sample", *SHAPES)
ENOUGH = 0.99


@lru_cache
def guide(tree: str, seed: int = 1) -> TreeGuide:
    if tree == "sample":
        return TreeGuide(load_organisation(SAMPLE.read_text(encoding="utf-8"), SAMPLE.name))
    return TreeGuide(shaped(tree, seed))


def answered(tree: TreeGuide, question: str) -> TreeAnswer | None:
    return tree.answer(question, tree.detect(question))


def told(tree: TreeGuide, case: Case) -> str:
    return "\n".join(fact.text for fact in tree.facts(case.question, tree.detect(case.question)))


def is_right(answer: TreeAnswer, case: Case) -> bool:
    if not case.is_answerable:
        return answer.refused
    is_complete = holds_all(answer.text, case.must_include) and not answer.refused
    return is_complete and not any(holds(answer.text, item) for item in case.must_not_include)


def hold_facts(tree: TreeGuide, cases: list[Case]) -> None:
    asked = [case for case in cases if case.is_answerable]
    missed = [case.question for case in asked if not holds_all(told(tree, case), case.must_include)]
    assert len(missed) <= (1 - ENOUGH) * len(asked), missed


def hold_answers(tree: TreeGuide, cases: list[Case]) -> None:
    answers = [(case, answered(tree, case.question)) for case in cases]
    wrong = [(c.question, a.text) for c, a in answers if a is not None and not is_right(a, c)]
    assert wrong == []
    assert sum(answer is None for _, answer in answers) <= 0.05 * len(cases)


@pytest.mark.parametrize("tree", TREES)
def test_facts_hold_the_answer_to_questions_of_every_relation(tree: str) -> None:
    hold_facts(guide(tree), list(tree_cases(guide(tree).organisation, count=100)))


@pytest.mark.parametrize("tree", TREES)
def test_answers_of_the_tree_are_there_and_right(tree: str) -> None:
    hold_answers(guide(tree), list(tree_cases(guide(tree).organisation, count=100)))


@pytest.mark.slow
@pytest.mark.parametrize("tree", TREES)
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_facts_and_answers_hold_on_more_trees_and_questions(tree: str, seed: int) -> None:
    cases = list(tree_cases(guide(tree, seed).organisation, seed=seed))
    hold_facts(guide(tree, seed), cases)
    hold_answers(guide(tree, seed), cases)


def hold_precision(seed: int, each: int) -> None:
    """Of the answers the tree is certain of, at least 99 % are right, with as many near-misses asked."""
    right, wrong, number = 0, [], 0
    for name in TREES:
        tree = guide(name, seed)
        for case in tree_cases(tree.organisation, seed=seed, count=each):
            answer = answered(tree, case.question)
            number += 1
            right += answer is not None and is_right(answer, case)
            wrong += [case.question] if answer is not None and not is_right(answer, case) else []
        for near_miss in near_misses(tree.organisation, seed, each):
            number += 1
            wrong += [near_miss.text] if answered(tree, near_miss.text) is not None else []
    assert number >= 400
    assert right >= ENOUGH * (right + len(wrong)), wrong


def test_a_certain_answer_is_right_though_half_the_questions_are_near_misses() -> None:
    hold_precision(seed=1, each=40)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, 4, 5])
def test_a_certain_answer_is_right_on_more_trees_and_near_misses(seed: int) -> None:
    hold_precision(seed, each=150)


def test_near_misses_are_of_every_sort() -> None:
    sorts = {near_miss.how for near_miss in near_misses(guide("company").organisation, 1, 60)}
    assert len(sorts) == 9
