import math

import pytest

from eval.report.words import (
    difference_of,
    listing,
    probability,
    quantity,
    series_title,
    value_of,
    verdict_of,
)
from eval.scores import Metric
from tests.eval.report import sample

SHARE, MEAN = Metric("right", "Right", "share"), Metric("tokens", "Tokens", "mean")


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.5, "1,234"), (12.34, "12.3"), (0.126, "0.13"), (-0.5, "\u22120.50"), (math.nan, "\u2013")],
)
def test_a_number_has_about_three_digits(value: float, text: str) -> None:
    assert quantity(value) == text


def test_shares_are_percent_and_their_differences_points() -> None:
    assert value_of(0.947, SHARE) == "95 %"
    assert difference_of(0.094, SHARE) == "+9"
    assert difference_of(-0.094, SHARE) == "\u22129"
    assert difference_of(-12.0, MEAN) == "\u221212.0"
    assert value_of(math.nan, SHARE) == "\u2013"


@pytest.mark.parametrize("value", [0.0, -0.0, 0.001, -0.004])
def test_a_difference_that_rounds_to_nothing_has_no_sign(value: float) -> None:
    assert difference_of(value, SHARE) == "0"


def test_a_p_value_is_no_more_exact_than_useful() -> None:
    assert [probability(p) for p in (0.00001, 0.0314159, math.nan)] == ["< 0.001", "0.031", "\u2013"]


def test_an_asking_without_a_grade_is_judged_by_its_problem() -> None:
    right = sample.score(0, "t-rag")
    assert verdict_of(right) == ("right", "correct")
    assert verdict_of(sample.score(1, "rag")) == ("wrong", "forbidden item")
    assert verdict_of(None) == ("plain", "not scored")


def test_names_are_listed_as_a_sentence_lists_them() -> None:
    assert [listing(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
    assert series_title("rag", "typos") == "rag · typos"
