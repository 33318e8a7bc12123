from collections.abc import Sequence

import pytest

from trag.types import Citation
from trag.verification import Checked, Checker

POLICY = (
    "Staff must file a travel claim within 14 days of the return. Claims over 500 dollars go to Ana Müller."
)
LEAVE = "Parental leave is 16 weeks. The director of people approves it."
SOURCES = (Citation(1, "travel.md", None, POLICY), Citation(2, "leave.md", 3, LEAVE))


def check(
    sentence: str, marked: Sequence[int] = (), known: Sequence[str] = ()
) -> tuple[str, tuple[int, ...]]:
    checked = Checker(SOURCES, known).check(sentence, marked)
    return checked.support, checked.sources


def test_a_sentence_that_a_source_says_is_supported_by_it() -> None:
    assert check("A travel claim must be filed within 14 days of the return.") == ("supported", (1,))


def test_a_wrong_mark_of_the_model_does_not_win_over_the_right_source() -> None:
    assert check("Parental leave is 16 weeks.", marked=[1]) == ("supported", (2,))


@pytest.mark.parametrize(
    "sentence",
    ["A travel claim must be filed within 15 days.", "The claim goes to Bob Stone.", "Leave is 20 weeks."],
)
def test_a_number_or_name_of_no_source_is_unsupported(sentence: str) -> None:
    assert check(sentence)[0] == "unsupported"


def test_a_number_of_another_source_does_not_support() -> None:
    assert check("Parental leave is 14 weeks.")[0] == "unsupported"
    assert check("The parental leave for all staff in field offices is 14 weeks.")[0] == "unchecked"


def test_a_sentence_about_something_else_is_unchecked() -> None:
    assert check("The weather in spring is often pleasant.") == ("unchecked", ())


def test_two_sources_may_carry_a_sentence_together() -> None:
    sentence = "Travel claims are due within 14 days, and parental leave is 16 weeks."
    assert check(sentence) == ("supported", (1, 2))


def test_a_name_the_question_used_need_not_stand_in_the_source() -> None:
    assert check("For HQ staff a travel claim is due within 14 days of the return.")[0] == "unsupported"
    assert (
        check("For HQ staff a travel claim is due within 14 days of the return.", known=["HQ"])[0]
        == "supported"
    )


def test_figures_and_words_for_numbers_are_the_same() -> None:
    assert check("Parental leave is sixteen weeks.") == ("supported", (2,))


def test_a_bare_name_must_come_from_a_source_about_what_was_asked() -> None:
    asked = Checker(SOURCES, (), "Who approves claims of WG Serving?")
    assert asked.check("Ana Müller").support == "unsupported"
    assert Checker(SOURCES, (), "Who gets claims over 500 dollars?").check("Ana Müller").sources == (1,)


def test_a_bare_number_needs_the_name_that_was_asked_about() -> None:
    assert (
        Checker(SOURCES, (), "How long is leave at Harbour Aid?").check("16 weeks.").support == "unsupported"
    )
    assert Checker(SOURCES, ["Harbour Aid"], "How long is leave at Harbour Aid?").check(
        "16 weeks."
    ).sources == (2,)


def test_two_passages_of_one_document_may_carry_a_sentence_together() -> None:
    sentence = "After 12 months without contributions members are removed until they apply again at the desk."

    def checked(second_document: str) -> tuple[str, tuple[int, ...]]:
        first = Citation(
            1, "a.md", None, "Members without contributions for 12 months are inactive.", (), "d1", "c1"
        )
        second = Citation(
            2,
            "b.md",
            None,
            "Inactive members are removed and apply again at the desk.",
            (),
            second_document,
            "c2",
        )
        found = Checker((first, second)).check(sentence)
        return found.support, found.sources

    assert checked("d1") == ("supported", (1, 2))
    assert checked("d2") == ("unchecked", ())


def test_several_new_numbers_make_up_for_other_words() -> None:
    text = "Number of eligible voters: 653. Votes cast: 210. Turnout 32.16 %."
    source = Citation(1, "results.md", None, text, ("Results of the steering election",), "d", "c")

    def support(sentence: str) -> str:
        return (
            Checker((source,), (), "How many people were eligible in the steering election?")
            .check(sentence)
            .support
        )

    assert (
        support("653 people were eligible for the steering election, and 210 actually voted.") == "supported"
    )
    assert (
        support("653 people were eligible for the steering election, and all actually voted.") == "unchecked"
    )


REPORT = (
    Citation(
        1, "report.pdf", 1, "Since Dec 2025 the night shift runs on diesel. Total incidents reported: 69."
    ),
    Citation(2, "pay.md", None, "The Alderport office pays 155 euros a night for a room."),
)


def test_what_a_sentence_repeats_from_the_question_may_be_worded_otherwise_in_the_source() -> None:
    question = "How many incidents were reported in total in the first half?"
    checked = Checker(REPORT, (), question).check("69 incidents were reported in total in the first half.")
    assert checked == Checked("supported", (1,))


def test_a_name_of_the_question_may_be_spelt_otherwise_in_the_source() -> None:
    question = "On what has the night shift been running since December 2025?"
    checked = Checker(REPORT, (), question).check("The night shift runs on diesel since December 2025.")
    assert checked == Checked("supported", (1,))


def test_an_echo_of_the_question_needs_all_its_numbers() -> None:
    asked = Checker(SOURCES, (), "May parental leave be 20 weeks?")
    assert asked.check("Yes, parental leave is 20 weeks.").support != "supported"


def test_a_new_word_needs_a_source_about_what_was_asked() -> None:
    question = "Which hotel hosts the next General Assembly?"
    sentence = "The hotel that hosts the next General Assembly is Alderport."
    assert Checker(REPORT, ["General Assembly"], question).check(sentence).support != "supported"


def test_an_amount_of_the_question_need_not_stand_in_the_source_but_a_year_must() -> None:
    amount = Checker(REPORT, (), "Does a room in Alderport for 200 euros a night need leave?")
    assert amount.check("A room in Alderport is 155 euros a night, so 200 is more.").support == "supported"
    year = Checker(REPORT, (), "How many incidents were reported in total in 2031?")
    assert year.check("69 incidents were reported in total in 2031.").support != "supported"
