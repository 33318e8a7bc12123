import pytest
from hypothesis import given
from hypothesis import strategies as st

from trag.questions.grounding import MadeQuestion, problem_of, quoted_in
from trag.types import Chunk

TEXT = (
    "Staff who must travel at short notice may book at the **Travel Desk**. A travel claim is handed in\n"
    "within 20 days of return, with all receipts. Claims above 500 euros are signed by the Finance Division "
    "before they are paid. A claim that comes later than 60 days is lost."
)
CHUNK = Chunk("c1", "d1", "travel/policy.md", TEXT, heading=("Travel policy", "Claims"))
GOOD = MadeQuestion(
    "When do I have to hand in a travel claim?",
    "Within 20 days of return.",
    "A travel claim is handed in within 20 days of return",
)


def test_a_grounded_question_has_no_problem() -> None:
    assert problem_of(GOOD, CHUNK) == ""


@pytest.mark.parametrize(
    ("question", "answer", "quote", "reason"),
    [
        ("", "", "A travel claim is handed in within 30 days of return", "does not stand in the passage"),
        ("", "", "20 days of", "quote is too short"),
        ("", "", TEXT, "most of the passage"),
        ("", "Within 60 days.", "", "number or name the quote has not"),
        ("", "To the Finance Division within 20 days.", "", "number or name the quote has not"),
        ("", "Hand over everything quickly, 20.", "", "hardly a word"),
        ("", "Yes, it is.", "", "says nothing of its own"),
        ("", "days " * 60, "", "answer is too long"),
        ("A travel claim and its return.", "", "", "is no question"),
        ("What travel claim?", "", "", "too short or too long"),
        ("What does the passage say about a travel claim?", "", "", "speaks of its source"),
        ("According to the policy, when is a travel claim due?", "", "", "speaks of its source"),
        ("When is this travel claim handed in?", "", "", "can't be understood alone"),
        ("When must it be handed in after travel?", "", "", "can't be understood alone"),
        ("When are travel claims of 800 euros due?", "", "", "number or name the passage has not"),
        ("When does Northwind take a travel claim?", "", "", "number or name the passage has not"),
        ("How long do elephants usually sleep?", "", "", "no word of the passage"),
        ("Is a travel claim due within 20 days of return?", "", "", "holds its answer"),
    ],
)
def test_a_question_that_does_not_hold_up_is_told_why(
    question: str, answer: str, quote: str, reason: str
) -> None:
    made = MadeQuestion(question or GOOD.question, answer or GOOD.answer, quote or GOOD.quote)
    assert reason in problem_of(made, CHUNK)


def test_a_quote_is_found_whatever_its_white_space_case_and_marks() -> None:
    assert quoted_in(TEXT, "the Travel   desk. a travel claim").startswith("the **Travel Desk")
    assert quoted_in(TEXT, "HANDED IN within 20 days") == "handed in\nwithin 20 days"
    assert quoted_in(TEXT, "travel claims") == ""
    assert quoted_in(TEXT, "") == quoted_in("", "a b") == ""


@given(st.text(), st.integers(0, 30), st.integers(1, 30))
def test_whatever_is_found_stands_in_the_text(text: str, start: int, length: int) -> None:
    assert quoted_in(text, text[start : start + length]) in text
