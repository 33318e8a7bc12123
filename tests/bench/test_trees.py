"""Generated organisations and the questions about them."""

import pytest

from tests.bench.detection import check_findings, found_by
from tests.bench.measuring import BenchmarkError
from tests.bench.rivals import PhraseMatching, TreeWalk
from tests.bench.trees import WIDTH, Question, grown, misspelt_questions, questions_with_names
from trag.tree.guide import TreeGuide


@pytest.mark.parametrize("size", [10, 100, 1_000, 3_333])
def test_a_tree_has_as_many_entities_as_asked_for(size: int) -> None:
    tree = grown(size)
    assert len(tree) + len(tree.people) == size
    assert max(len(tree.children(node.id)) for node in tree.nodes) <= WIDTH


def test_a_list_has_its_length_and_a_tree_no_two_equal_names() -> None:
    tree = grown(200, lists=(10, 50))
    assert [len(tree.children(f"list{length}")) for length in (10, 50)] == [10, 50]
    names = [node.name for node in tree.nodes] + [person.name for person in tree.people.values()]
    assert len(set(names)) == len(names)


def test_trag_and_its_rivals_find_what_a_question_names() -> None:
    tree = grown(500)
    guide, walk, matcher = TreeGuide(tree), TreeWalk(tree), PhraseMatching(tree)
    questions = questions_with_names(tree, 40)
    assert {len(question.entity_ids) for question in questions} == {0, 1, 2}
    check_findings(
        {
            "trag": lambda question: found_by(guide, question),
            "walk": lambda question: walk.find(question.text),
            "matcher": lambda question: matcher.find(question.text),
        },
        questions,
    )


def test_trag_finds_misspelt_names() -> None:
    tree = grown(500)
    guide = TreeGuide(tree)
    for question in misspelt_questions(tree, 20):
        assert found_by(guide, question) == question.entity_ids, question


def test_a_way_that_finds_something_else_stops_the_benchmark() -> None:
    with pytest.raises(BenchmarkError, match="blind finds"):
        check_findings({"blind": lambda question: set()}, [Question("Who leads A?", frozenset({"a"}))])


def test_the_walk_takes_whole_words_and_the_longest_name() -> None:
    tree = grown(100)
    unit = tree.nodes[5]
    assert TreeWalk(tree).find(f"Who leads {unit.name.upper()}?") == {unit.id}
    assert TreeWalk(tree).find(f"Who leads {unit.name}y?") == set()
