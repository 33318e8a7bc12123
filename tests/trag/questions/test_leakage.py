import pytest
from hypothesis import given
from hypothesis import strategies as st

from trag.questions.leakage import NearDuplicate, near_duplicates, normalised

LONG = "how many days before the session opens must a proposal to change the rules be handed in"


@pytest.mark.parametrize(
    "other",
    [
        "How many days of leave do I get?",
        "how many days of leave do i get",
        "Of leave, how many days do I get?",
        "How many day of leave do I get ?",
    ],
)
def test_the_same_question_in_other_clothes_is_found(other: str) -> None:
    assert near_duplicates(["How many days of leave do I get?"], ["Who?", other]) == [NearDuplicate(0, 1)]


def test_a_question_inside_a_longer_one_is_found() -> None:
    other = f"Hello, I am new here and I wonder whom to ask about something: {LONG}, and where to?"
    assert near_duplicates([LONG], [other]) == [NearDuplicate(0, 0)]


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("How many days of leave do I get?", "How many days of sick leave carry over to the next year?"),
        ("Who leads Finance?", "Who leads Logistics?"),
        ("Which of the units directly below the Water Directorate has", f"{LONG} and which"),
        ("", ""),
        ("?!", "…"),
    ],
)
def test_different_questions_are_left_alone(question: str, other: str) -> None:
    assert near_duplicates([question], [other]) == []


def test_nothing_is_found_in_nothing() -> None:
    assert near_duplicates([], ["Who?"]) == near_duplicates(["Who?"], []) == []


@given(st.lists(st.text(max_size=60), max_size=5), st.lists(st.text(max_size=60), max_size=5))
def test_pairs_are_the_same_from_either_side(questions: list[str], others: list[str]) -> None:
    there = {(pair.question, pair.other) for pair in near_duplicates(questions, others)}
    back = {(pair.other, pair.question) for pair in near_duplicates(others, questions)}
    assert there == back


@given(st.text(min_size=1))
def test_every_text_with_a_word_is_a_near_duplicate_of_itself(text: str) -> None:
    assert bool(near_duplicates([text], [text])) == bool(normalised(text))
