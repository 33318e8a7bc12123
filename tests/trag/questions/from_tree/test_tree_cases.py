import re
from collections import Counter
from pathlib import Path

import pytest

from eval.matching import holds, holds_all
from tests.trag.tree.hierarchies import organisation, random_tree
from tests.trag.tree.organisations import MINISTRY, TEAMS, UNIVERSITY
from tests.trag.tree.shapes import SHAPES, shaped
from trag.questions.cases import Case, read_cases, write_cases
from trag.questions.from_tree import tree_cases
from trag.questions.splits import split_of
from trag.tree.guide import TreeGuide
from trag.tree.loading import load_organisation
from trag.tree.organisation import Organisation

SAMPLE = Path(__file__).parents[4] / "examples" / "org.yaml"


def trees() -> list[Organisation]:
    files = {"a.yaml": MINISTRY, "b.yaml": UNIVERSITY, "c.csv": TEAMS, "org.yaml": SAMPLE.read_text("utf-8")}
    loaded = [load_organisation(text, file) for file, text in files.items()]
    made = [shaped(shape, 1) for shape in SHAPES] + [random_tree(seed) for seed in range(4)]
    return [*loaded, *made, *(organisation(name) for name in ("ministry", "university", "company"))]


@pytest.fixture(scope="module")
def made() -> list[tuple[Organisation, list[Case]]]:
    return [(tree, list(tree_cases(tree, seed=seed))) for tree in trees() for seed in (0, 1)]


Made = list[tuple[Organisation, list[Case]]]


def test_every_tree_gives_many_cases_of_every_type(made: Made) -> None:
    for tree, cases in made:
        assert len(cases) > len(tree)
    types = Counter(case.type for _, cases in made for case in cases)
    assert min(types[name] for name in ("entity_simple", "entity_complex", "unanswerable")) > 50


def test_ids_are_unique_and_cases_can_be_read_back(made: Made, tmp_path: Path) -> None:
    for _, cases in made:
        write_cases(tmp_path / "cases.jsonl", cases)
        assert read_cases(tmp_path / "cases.jsonl") == cases
        assert all(re.fullmatch(r"t-[0-9a-f]{12}", case.id) for case in cases)


def test_the_side_is_that_of_the_entity_asked_about(made: Made) -> None:
    for index, (tree, cases) in enumerate(made):
        for case in cases:
            assert case.split == split_of(case.entities[0], index % 2)
            assert all(entity in tree or entity in tree.people for entity in case.entities)


def test_two_entities_of_one_question_stand_on_one_side(made: Made) -> None:
    for index, (_, cases) in enumerate(made):
        for case in cases:
            if case.model_extra and case.model_extra["relation"] in ("common_parent", "people_of_both"):
                assert {split_of(entity, index % 2) for entity in case.entities[:2]} == {case.split}


def test_no_answer_is_given_away_and_no_right_one_is_forbidden(made: Made) -> None:
    for case in (case for _, cases in made for case in cases):
        right = [case.question, case.answer, *(item for group in case.must_include for item in group)]
        assert not any(holds(text, item) for text in right for item in case.must_not_include)
        assert not case.must_include or not holds_all(case.question, case.must_include)
        assert case.review == "open"


def test_a_generated_answer_holds_what_it_must(made: Made) -> None:
    for case in (case for _, cases in made for case in cases):
        if case.model_extra and case.model_extra["relation"] != "kind":
            assert holds_all(case.answer, case.must_include), case


def test_nothing_is_asked_twice_and_nobody_too_often(made: Made) -> None:
    for _, cases in made:
        assert len({case.question for case in cases}) == len(cases)
        assert max(Counter(case.entities[0] for case in cases).values()) <= 3


def test_the_same_seed_gives_the_same_cases_and_another_seed_others() -> None:
    tree = organisation("ministry")
    assert list(tree_cases(tree, seed=5)) == list(tree_cases(tree, seed=5))
    first, second = ({case.id for case in tree_cases(tree, seed=seed)} for seed in (5, 6))
    assert len(first & second) < len(first) / 2


def test_the_order_of_siblings_in_the_file_changes_no_side_and_no_number() -> None:
    tree = shaped("company", 1)
    by_depth = sorted(tree.nodes, key=lambda node: (len(tree.ancestors(node.id)), node.name))
    other = Organisation(tree.name, tuple(by_depth), file=tree.file)
    assert len(list(tree_cases(tree))) == len(list(tree_cases(other)))


@pytest.mark.parametrize("count", [0, 1, 7])
def test_no_more_cases_are_made_than_asked_for(count: int) -> None:
    assert len(list(tree_cases(shaped("aid", 1), count=count))) == count


def test_one_case_an_entity_if_so_wished() -> None:
    cases = list(tree_cases(shaped("aid", 1), per_entity=1))
    assert max(Counter(case.entities[0] for case in cases).values()) == 1


def test_questions_come_in_many_manners(made: Made) -> None:
    questions = [case.question for _, cases in made for case in cases]
    assert sum(question == question.lower() for question in questions) > len(questions) / 20
    assert sum(question.endswith("please?") for question in questions) > len(questions) / 50
    assert sum(not question.endswith("?") for question in questions) > len(questions) / 10


def test_what_the_tree_answers_by_itself_is_what_the_case_holds(made: Made) -> None:
    wrong = []
    for tree, cases in made[::2]:
        guide = TreeGuide(tree)
        for case in cases:
            answer = guide.answer(case.question, guide.detect(case.question))
            if answer is None or answer.candidates:
                continue
            is_held = holds_all(answer.text, case.must_include)
            is_clean = not any(holds(answer.text, item) for item in case.must_not_include)
            if not (is_held and is_clean and answer.refused == (not case.is_answerable)):
                wrong.append((case.question, answer.text))
    assert wrong == []
