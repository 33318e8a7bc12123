import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.judging.agreement import agreement, agreement_with_rules, cohens_kappa, compare_grades
from eval.judging.records import HumanGrade, Judgement
from eval.outcomes import Key
from eval.scores import Grade, Score

LABELS = st.sampled_from(["a", "b", "c"])
PAIRS = st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=40)


def graders(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> tuple[list[str], list[str]]:
    first = ["yes"] * (yes_yes + yes_no) + ["no"] * (no_yes + no_no)
    second = ["yes"] * yes_yes + ["no"] * yes_no + ["yes"] * no_yes + ["no"] * no_no
    return first, second


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        ((20, 5, 10, 15), 0.4),  # 50 grant proposals, the usual textbook example: 0.7 against 0.5
        ((45, 15, 25, 15), 0.1304),  # two tables with the same raw agreement of 0.6
        ((25, 35, 5, 35), 0.2593),
        ((0, 10, 10, 0), -1.0),
        ((25, 25, 25, 25), 0.0),
    ],
)
def test_kappa_is_that_of_known_tables(table: tuple[int, int, int, int], kappa: float) -> None:
    assert cohens_kappa(*graders(*table)) == pytest.approx(kappa, abs=5e-5)


def test_kappa_of_three_labels_is_that_computed_by_hand() -> None:
    # Raw: 4/5. By chance: neg 2*3, neu 1*1, pos 2*1, of 25: 9/25. (20 - 9)/(25 - 9) = 11/16.
    first = ["neg", "pos", "neg", "neu", "pos"]
    second = ["neg", "pos", "neg", "neu", "neg"]
    assert cohens_kappa(first, second) == pytest.approx(11 / 16)


def test_an_agreement_shows_its_table_raw_share_and_interval() -> None:
    found = agreement(*graders(20, 5, 10, 15), labels=("yes", "no"))
    assert (found.n, found.raw, found.table) == (50, 0.7, ((20, 5), (10, 15)))
    assert found.kappa == pytest.approx(0.4)
    # The usual normal approximation gives 0.15 to 0.65.
    assert found.low == pytest.approx(0.15, abs=0.05)
    assert found.high == pytest.approx(0.65, abs=0.05)


def test_the_interval_is_that_of_the_seed() -> None:
    pair = graders(20, 5, 10, 15)
    assert agreement(*pair, seed=1) == agreement(*pair, seed=1)
    assert agreement(*pair, seed=1) != agreement(*pair, seed=2)


@pytest.mark.parametrize("grades", [[], ["a"], ["a"] * 50])
def test_one_label_only_shows_nothing_and_says_so(grades: list[str]) -> None:
    found = agreement(grades, grades)
    assert (found.is_defined, found.kappa, found.low, found.high) == (False, 0.0, -1.0, 1.0)
    assert found.raw == (1.0 if grades else 0.0)
    assert cohens_kappa(grades, grades) == 0.0


def test_one_grader_with_one_label_only_agrees_no_more_than_by_chance() -> None:
    found = agreement(["a"] * 4, ["a", "b", "a", "b"])
    assert (found.is_defined, found.kappa, found.raw) == (True, 0.0, 0.5)


def test_graders_of_different_things_are_refused() -> None:
    with pytest.raises(ValueError, match="of 1 and 2"):
        cohens_kappa(["a"], ["a", "b"])
    with pytest.raises(ValueError, match=r"\['c'\] are not among"):
        agreement(["a"], ["c"], labels=("a", "b"))


@given(PAIRS)
def test_kappa_does_not_depend_on_the_order_of_graders_or_things(pairs: list[tuple[str, str]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    kappa = cohens_kappa(first, second)
    assert cohens_kappa(second, first) == pytest.approx(kappa)
    assert cohens_kappa(first[::-1], second[::-1], ("c", "b", "a", "unused")) == pytest.approx(kappa)
    assert -1 - 1e-9 <= kappa <= 1 + 1e-9


@given(st.lists(LABELS, min_size=2, max_size=40).filter(lambda labels: len(set(labels)) > 1))
def test_full_agreement_on_several_labels_is_one(labels: list[str]) -> None:
    assert cohens_kappa(labels, labels) == pytest.approx(1)


def judgement(case_id: str, grade: Grade | None, *, is_by_rule: bool = False) -> Judgement:
    return Judgement(Key("t-rag", case_id), grade=grade, is_by_rule=is_by_rule)


def score(case_id: str, grade: Grade | None) -> Score:
    return Score(Key("t-rag", case_id), "document", grade, "")


def test_judge_and_rules_are_compared_on_grades_and_on_right_or_wrong() -> None:
    judged = [judgement("1", "correct"), judgement("2", "correct"), judgement("3", "incorrect")]
    scored = [score("1", "correct"), score("2", "correct_verbose"), score("3", "incorrect")]
    found = agreement_with_rules(judged, reversed(scored))
    assert found.on_grades.table == ((1, 1, 0), (0, 0, 0), (0, 0, 1))
    assert (found.on_right.table, found.on_right.kappa) == (((2, 0), (0, 1)), 1.0)
    assert found.left_out == 0


def test_what_one_of_them_did_not_grade_is_left_out_and_counted() -> None:
    judged = [judgement("1", "correct"), judgement("2", None), judgement("4", "correct", is_by_rule=True)]
    scored = [score("1", "correct"), score("2", "correct"), score("3", None), score("4", "incorrect")]
    found = agreement_with_rules(judged, scored)
    assert (found.on_grades.n, found.left_out) == (1, 1)


def test_two_people_are_compared_on_what_both_graded() -> None:
    one = [HumanGrade(Key("rag", "1"), "correct"), HumanGrade(Key("rag", "2"), None)]
    other = [HumanGrade(Key("rag", "1"), "incorrect"), HumanGrade(Key("rag", "2"), "correct")]
    found = compare_grades(one, other)
    assert (found.on_right.table, found.left_out) == (((0, 1), (0, 0)), 1)
