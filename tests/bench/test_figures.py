"""Figures and their budgets."""

import pytest

from tests.bench.figures import Figure, number, times


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.05432, "0.054"), (8.51, "8.5"), (42.4, "42"), (12345.6, "12,346"), (9.99, "10")],
)
def test_a_number_shows_the_digits_that_mean_something(value: float, text: str) -> None:
    assert number(value) == text


def test_a_ratio_is_told_in_times() -> None:
    assert times(300.0, 2.0) == "150x"


def test_a_budget_is_kept_up_to_its_limit() -> None:
    assert Figure("wait", 20.0, "ms", 20.0).is_kept
    assert not Figure("wait", 20.1, "ms", 20.0).is_kept
    assert Figure("found", 95.0, "%", 95.0, at_least=True).is_kept
    assert not Figure("found", 94.9, "%", 95.0, at_least=True).is_kept


def test_the_use_of_a_budget_is_a_share_of_it() -> None:
    assert Figure("wait", 5.0, "ms", 20.0).used == 0.25
    assert Figure("heavy libraries", 2.0, "", 0.0).used == 2.0
