import pytest

from trag.refusals import MARKER, says_not_told


@pytest.mark.parametrize(
    "sentence",
    [
        MARKER,
        f"{MARKER}.",
        "I don't know.",
        "The sources do not mention the hotel.",
        "The provided context does not specify a date.",
        "There is no information about salaries.",
        "The hotel is not mentioned.",
        "The answer cannot be determined from this.",
        "This is not explicitly stated.",
        "It is not provided in the sources.",
        "The price is not provided in the given sources.",
        "The unit keeps its accounts with the bank mentioned in.",
        "The organisation tree lists no tech lead for the Payroll Section.",
    ],
)
def test_a_model_that_does_not_know_is_heard(sentence: str) -> None:
    assert says_not_told(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Leave is not available to consultants.",
        "There is no approval needed below 500 dollars.",
        "Staff who do not file a claim within 14 days lose it.",
        "Receipts are not given back.",
        "Gifts must not be accepted.",
    ],
)
def test_a_rule_that_forbids_something_is_no_refusal(sentence: str) -> None:
    assert not says_not_told(sentence)
