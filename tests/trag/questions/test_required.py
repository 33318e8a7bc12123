import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.matching import holds_all
from trag.questions.required import required_of


@pytest.mark.parametrize(
    ("answer", "groups"),
    [
        ("12 days", (("12", "twelve"),)),
        ("Twelve days", (("twelve", "12"),)),
        ("60,000 euros", (("60,000", "60000"),)),
        ("60 000 euros", (("60 000", "60000", "60,000"),)),
        ("5000 euros", (("5000", "5,000"),)),
        ("3.5 %", (("3.5",),)),
        ("on 30 June", (("30", "thirty"), ("June",))),
        ("The Ethics Office", (("Ethics Office",),)),
        ("Committee of the Board and Audit Section", (("Committee of the Board and Audit Section",),)),
        ("version v2 of it", (("v2",),)),
        ("Premium economy.", (("Premium", "economy"),)),
        ("abstention, not consent", (("abstention", "consent"),)),
        ("Yes.", ()),
        ("", ()),
    ],
)
def test_numbers_and_names_are_required_else_the_words(
    answer: str, groups: tuple[tuple[str, ...], ...]
) -> None:
    assert required_of(answer, "What applies?") == groups


def test_what_the_question_has_is_not_required() -> None:
    assert required_of("Level 4: 19:00 to 6:00", "What is the curfew at level 4?") == (("19:00",), ("6:00",))
    assert required_of("The Ethics Office", "Who runs the ethics office?") == ()
    assert required_of("leave", "How long is leave?") == ()


WORDS = (
    "12 The Ethics Office v2 19:00 60,000 twelve and of the paid leave 3.5 % Desk-North (June) 1st.".split()
)


@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_an_answer_holds_what_is_required_of_it(words: list[str]) -> None:
    answer = " ".join(words)
    assert holds_all(answer, required_of(answer, "What?"))


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_is_too_strange(answer: str, question: str) -> None:
    assert all(item for group in required_of(answer, question) for item in group)
