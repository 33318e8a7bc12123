import pytest

from tests.trag.tree.extraction.documents import passage, proposed
from trag.tree.extraction.vocabulary import Vocabulary, singular


@pytest.mark.parametrize(
    ("many", "one"),
    [("faculties", "faculty"), ("branches", "branch"), ("sections", "section"), ("campus", "campus")],
)
def test_plurals_have_their_singular(many: str, one: str) -> None:
    assert singular(many) == one


def test_a_heading_of_many_says_their_kind() -> None:
    assert Vocabulary().kind_of_many("Our Faculties") == "faculty"
    assert Vocabulary().kind_of_many("Agencies") == "agency"
    assert Vocabulary().kind_of_many("Faculty") == ""


def test_only_letters_that_begin_the_words_are_short_for_a_kind() -> None:
    vocabulary = Vocabulary()
    vocabulary.teach(["We have Working Groups (WGs) and Regional Sections (ABs)."])
    assert vocabulary.same_kind == {("working", "group"): ("wg",)}


def test_roles_and_boards_are_no_people() -> None:
    vocabulary = Vocabulary()
    assert vocabulary.is_person("Ana Ruíz", is_sure=True)
    assert not vocabulary.is_person("Ana Treasurer", is_sure=True)
    assert not vocabulary.is_person("Ana and Bo", is_sure=True)
    assert not vocabulary.is_person("Ruíz Committee", is_sure=True)


def test_a_unit_in_a_sentence_is_of_the_kind_its_name_says() -> None:
    found = proposed(passage("The Finance Division consists of the Payroll Section and the Tax Unit."))
    assert {p.unit: p.kind for p in found if p.change == "parent"} == {
        "Payroll Section": "section",
        "Tax Unit": "unit",
    }
