from hypothesis import given
from hypothesis import strategies as st

from trag.context.excerpts import CUT, excerpt

TEXT = "Staff come first. Leave is 16 weeks. Forms are blue. Leave is paid in full. Nothing else counts."
TABLE = "| Grade | Days |\n| A | 20 |\n| B | 25 |\n| C | 30 |"


def words(text: str) -> int:
    return len(text.split())


def test_the_sentences_that_speak_of_the_question_stay_and_every_gap_is_marked() -> None:
    assert excerpt(TEXT, "How long is leave, and is it paid?", 22, words) == (
        "...\nLeave is 16 weeks.\n...\nLeave is paid in full.\n..."
    )


def test_sentences_in_a_row_stand_as_they_did() -> None:
    assert (
        excerpt(TEXT, "Are forms of leave blue?", 19, words) == "...\nLeave is 16 weeks. Forms are blue.\n..."
    )


def test_a_table_keeps_its_header_row() -> None:
    assert excerpt(TABLE, "How many days has grade B?", 24, words).startswith("| Grade | Days |\n")


def test_a_passage_with_nothing_near_or_no_room_gives_nothing() -> None:
    assert excerpt(TEXT, "What is pi?", 50, words) == ""
    assert excerpt(TEXT, "How long is leave?", 5, words) == ""


@given(
    st.lists(
        st.sampled_from(["Leave is long.", "- a leave", "| leave | b |", "Forms: blue.", "..."]), max_size=9
    )
)
def test_an_excerpt_keeps_to_its_room_and_says_only_what_the_text_says(parts: list[str]) -> None:
    text = "\n".join(parts)
    made = excerpt(text, "leave", 12, words)
    assert words(made) <= 12
    assert all(line in text for line in made.split("\n") if line != CUT)
