import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.matching import holds_all
from eval.metrics.grading import grade_of, is_verbose, needless_share
from eval.metrics.statements import unmarked
from eval.scores import Grade
from tests.eval.metrics.samples import case, figures, outcome

ROWS = [
    json.loads(line)
    for line in Path(__file__).with_name("verbosity.jsonl").read_text(encoding="utf-8").splitlines()
]
EXTRA = "It was built in 1871. It has a range of 18 miles. The coast is steep."


@pytest.mark.parametrize(
    ("text", "refused", "expected"),
    [
        ("Isolde Marwick keeps Gannet Point [1].", False, "correct"),
        ("Marwick.", False, "correct"),
        (f"Isolde Marwick keeps Gannet Point [1]. {EXTRA}", False, "correct_verbose"),
        ("Ned Farthing keeps Gannet Point [1].", False, "incorrect"),
        ("Isolde Marwick, not Ned Farthing.", False, "incorrect"),
        ("", False, "incorrect"),
        ("The documents do not tell of Isolde Marwick.", True, "incorrect"),
    ],
)
def test_grades_of_an_answerable_question(text: str, *, refused: bool, expected: Grade) -> None:
    asked = case(("Isolde Marwick", "Marwick"), must_not_include=("Ned Farthing",))
    assert grade_of(asked, outcome(text, refused=refused)) == expected


def test_an_unanswerable_question_is_answered_by_a_refusal_only() -> None:
    assert grade_of(case(), outcome("The documents do not tell.", refused=True)) == "correct"
    assert grade_of(case(), outcome("The documents do not tell.")) == "incorrect"
    assert grade_of(case(), outcome()) == "incorrect"


def test_a_mark_of_a_source_never_counts_as_a_number() -> None:
    assert grade_of(case(("3",)), outcome("It takes a while [3].")) == "incorrect"


def test_needless_statements_are_counted_in_right_answers_only() -> None:
    asked = case(("Marwick",))
    assert figures(asked, outcome(f"Marwick keeps Gannet Point. {EXTRA}"))["needless_share"] == 0.75
    assert figures(asked, outcome("Marwick keeps Gannet Point."))["needless_share"] == 0
    assert "needless_share" not in figures(asked, outcome("Nobody does. It rains."))
    assert "needless_share" not in figures(case(), outcome("Not told.", refused=True))


def test_a_sentence_that_names_the_subject_is_needed_once() -> None:
    groups = (("Piers Oakhollow",),)
    answer = "The Technical Unit is part of the Engineering Branch. Its head is Piers Oakhollow."
    assert needless_share("Who heads the branch of the Technical Unit?", groups, answer) == 0
    longer = f"{answer} The Technical Unit is in Harl."
    assert needless_share("Who heads the branch of the Technical Unit?", groups, longer) == pytest.approx(
        1 / 3
    )


def test_a_repeated_item_is_needed_once() -> None:
    assert needless_share("who", (("Ana",),), "Ana leads. Ana leads. Ana leads.") == pytest.approx(2 / 3)


def test_a_list_is_one_statement_however_long() -> None:
    items = [f"Unit {letter}" for letter in "ABCDEFG"]
    answer = "It has 7 units:\n" + "\n".join(f"- {item}" for item in items)
    assert needless_share("which units", tuple((item,) for item in items), answer) == 0


def test_the_rule_for_verbosity_agrees_with_a_reader() -> None:
    """54 answers were labelled by reading, before any rule was tried on them."""
    pairs = [
        (is_verbose(row["question"], row["must_include"], row["answer"]), row["label"] == "verbose")
        for row in ROWS
    ]
    both = pairs.count((True, True))
    precision = both / (both + pairs.count((True, False)))
    recall = both / (both + pairs.count((False, True)))
    assert len(pairs) >= 40
    assert precision >= 0.95
    assert recall >= 0.8


def test_the_labelled_answers_are_all_right() -> None:
    assert all(holds_all(unmarked(row["answer"]), row["must_include"]) for row in ROWS)
    assert {row["label"] for row in ROWS} == {"concise", "verbose"}


@given(st.integers(1, 6), st.integers(0, 6))
def test_more_that_is_not_asked_for_never_makes_an_answer_better(needed: int, needless: int) -> None:
    groups = tuple((f"Item{i}",) for i in range(needed))
    answer = " ".join([*(f"Item{i} counts." for i in range(needed)), *["Rain falls."] * needless])
    assert needless_share("which items", groups, answer) == pytest.approx(needless / (needed + needless))
    assert needless_share("which items", groups, f"{answer} Snow melts.") >= needless_share(
        "which items", groups, answer
    )
