import pytest

from trag.citations import quoted, read_marks, unmarked, without_preamble, write_marks
from trag.types import Citation


def test_marks_are_read_in_order_and_once() -> None:
    assert read_marks("Ana leads it [2][1, 2]. ") == ("Ana leads it. ", (2, 1))


def test_a_sentence_without_marks_is_left_as_it_is() -> None:
    assert read_marks("See [the list].") == ("See [the list].", ())


def test_marks_go_before_the_closing_white_space() -> None:
    assert write_marks("Ana leads it.\n", [1, 3]) == "Ana leads it. [1] [3]\n"


def test_what_is_written_can_be_read_back() -> None:
    assert read_marks(write_marks("Ana leads it.", [4])) == ("Ana leads it.", (4,))


PASSAGE = (
    "Offices open at nine and close at five. Leave is 16 weeks. It is paid in full. The canteen is closed."
)


def quote_for(sentence: str, passage: str = PASSAGE) -> str:
    return quoted(Citation(1, "a.md", 2, passage, (), "d", "c"), sentence).quote


def test_the_quote_is_the_sentence_that_carries_the_claim() -> None:
    assert quote_for("Parental leave takes 16 weeks") == "Leave is 16 weeks."


def test_a_claim_of_two_sentences_quotes_both() -> None:
    assert quote_for("Leave is 16 weeks and paid in full.") == "Leave is 16 weeks. It is paid in full."


def test_a_quote_always_stands_in_the_passage() -> None:
    table = "| Level | Hours |\n| 3 | 20:00 |\n| 4 | 19:00 to 06:00 |"
    assert quote_for("At level 4 the hours are 19:00 to 06:00.", table) in table


def test_the_header_row_of_a_table_is_no_quote() -> None:
    table = "| Post | Required from |\n| Nurse | 25 staff |\n| Driver | first vehicle |"
    assert quote_for("The post of nurse is required from 25 staff.", table) == "| Nurse | 25 staff |"


def test_one_sentence_and_a_fact_are_quoted_whole() -> None:
    fact = Citation(2, "org.yaml", None, "A has 2 units: B, C. It is old.")
    assert quoted(fact, "unit B") == fact
    assert quote_for("anything", "Only one sentence here.") == "Only one sentence here."


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("According to the field/handbook.docx, fuel lasts 14 days.", "Fuel lasts 14 days."),
        ("Based on the provided sources, it is 16 weeks.", "It is 16 weeks."),
        ("According to Ana Torres, it is late.", "According to Ana Torres, it is late."),
        ("Fuel lasts, according to the plan, 14 days.", "Fuel lasts, according to the plan, 14 days."),
    ],
)
def test_an_opening_that_only_names_the_source_is_dropped(sentence: str, plain: str) -> None:
    assert without_preamble(sentence) == plain


def test_what_only_looks_like_a_mark_is_none_in_an_answer() -> None:
    assert (
        unmarked("Payroll [2] and [3, 14], not [a] or x[i].") == "Payroll (2) and (3, 14), not [a] or x[i]."
    )
