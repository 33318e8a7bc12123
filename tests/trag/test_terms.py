import pytest

from trag.terms import stem, terms_of


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("at least 30 PRs", {"30"}),
        ("three months or 2 weeks", {"3", "2"}),
        ("USD 1,500 and 2 000 euro", {"1500", "2000"}),
        ("12.5 % of it", {"12.5"}),
        ("One of them asks", set()),
    ],
)
def test_numbers_are_read_in_figures_and_words(text: str, numbers: set[str]) -> None:
    assert terms_of(text).numbers == numbers


def test_a_capital_letter_inside_a_sentence_makes_a_name() -> None:
    assert terms_of("The chair is Ana Müller.").names == {"ana", "muller"}


def test_the_word_that_opens_a_sentence_is_no_name() -> None:
    assert terms_of("Staff must file claims.").names == frozenset()


def test_an_acronym_is_a_name_even_where_it_opens_the_sentence() -> None:
    assert terms_of("HR decides.").names == {"hr"}


def test_function_words_claim_nothing() -> None:
    assert terms_of("It is in the other of them.").words == frozenset()


@pytest.mark.parametrize(
    ("left", "right"), [("approves", "approved"), ("policies", "policy"), ("claim", "claims")]
)
def test_forms_of_a_word_meet(left: str, right: str) -> None:
    assert stem(left) == stem(right)
