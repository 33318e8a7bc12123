import random
from math import inf
from statistics import NormalDist, fmean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.statistics import (
    bootstrap_mean,
    detectable_mean_difference,
    mcnemar,
    minimum_detectable_difference,
    paired_bootstrap,
    paired_shares,
    sign_flip,
    wilson,
)

numbers = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
answers = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40)


def pairs(*, gained: int, lost: int, same: int = 0) -> tuple[list[bool], list[bool]]:
    first = [False] * gained + [True] * lost + [True] * same
    return first, [True] * gained + [False] * lost + [True] * same


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # The T-RAG paper's totals, as far as they fit 37 questions.
        (27, 37, 0.57, 0.85),
        (21, 37, 0.41, 0.71),
        (20, 37, 0.38, 0.69),
    ],
)
def test_wilson_gives_the_published_limits(right: int, n: int, low: float, high: float) -> None:
    digits = 4 if n != 37 else 2
    assert [round(limit, digits) for limit in wilson(right, n)] == [low, high]


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_shrinks_with_n_and_mirrors(counts: tuple[int, int]) -> None:
    right, n = counts
    low, high = wilson(right, n)
    assert 0 <= low <= right / n <= high <= 1
    more_low, more_high = wilson(4 * right, 4 * n)
    assert more_high - more_low < high - low
    assert wilson(n - right, n) == pytest.approx((1 - high, 1 - low))


def test_wilson_knows_nothing_without_cases_and_refuses_impossible_counts() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


def test_wilson_covers_the_true_share() -> None:
    draw = np.random.default_rng(1).binomial(40, 0.8, size=2000)
    covered = fmean(low <= 0.8 <= high for low, high in (wilson(int(right), 40) for right in draw))
    assert 0.93 <= covered <= 0.97


@settings(deadline=None)
@given(st.lists(numbers, min_size=1, max_size=30), st.randoms())
def test_the_bootstrap_holds_the_mean_and_ignores_the_order(
    values: list[float], shuffler: random.Random
) -> None:
    low, high = bootstrap_mean(values, 3, resamples=200)
    assert min(values) - 1e-6 <= low <= fmean(values) + 1e-6
    assert fmean(values) - 1e-6 <= high <= max(values) + 1e-6
    shuffled = shuffler.sample(values, len(values))
    assert bootstrap_mean(shuffled, 3, resamples=200) == (low, high)


def test_the_bootstrap_shrinks_with_n_and_depends_on_nothing_but_its_seed() -> None:
    values = [1.0, 2.0, 4.0, 8.0, 16.0, 3.0, 5.0]
    low, high = bootstrap_mean(values, 0)
    more_low, more_high = bootstrap_mean(values * 4, 0)
    assert more_high - more_low < 0.5 * (high - low)
    assert bootstrap_mean(values, 0) == (low, high)
    assert bootstrap_mean(values, 1) == pytest.approx((low, high), abs=0.3)


def test_the_bootstrap_of_no_value_is_refused_and_of_one_is_that_value() -> None:
    with pytest.raises(ValueError, match="no values"):
        bootstrap_mean([], 0)
    assert bootstrap_mean([3.5], 0) == (3.5, 3.5)
    assert bootstrap_mean([0.0, 1.0], 0) == (0.0, 1.0)


@pytest.mark.parametrize(("n", "is_skewed"), [(5, False), (10, False), (40, True)])
def test_the_bootstrap_covers_the_true_mean_even_on_few_cases(n: int, *, is_skewed: bool) -> None:
    draw = np.random.default_rng(2)
    samples = draw.exponential(1, size=(400, n)) if is_skewed else draw.normal(1, 1, size=(400, n))
    intervals = [bootstrap_mean(sample, 0, resamples=1000) for sample in samples]
    covered = fmean(low <= 1.0 <= high for low, high in intervals)
    assert 0.91 <= covered <= 0.98


def test_many_cases_are_drawn_in_parts() -> None:
    values = np.random.default_rng(3).normal(10, 2, size=3000)
    low, high = bootstrap_mean(values, 0, resamples=2000)
    error = 1.96 * 2 / 3000**0.5
    assert (low, high) == pytest.approx((values.mean() - error, values.mean() + error), abs=0.02)


def test_the_paired_bootstrap_sees_what_two_separate_intervals_hide() -> None:
    first = [float(number) for number in range(30)]
    second = [number + 1 + (number % 3) / 10 for number in first]
    difference, low, high = paired_bootstrap(first, second, 0)
    assert difference == pytest.approx(1.1)
    assert 1.0 < low < 1.1 < high < 1.2


@given(answers)
def test_swapping_the_arms_mirrors_every_comparison(rows: list[tuple[bool, bool]]) -> None:
    first, second = [before for before, _ in rows], [after for _, after in rows]
    difference, low, high = paired_shares(first, second, 0)
    back, back_low, back_high = paired_shares(second, first, 0)
    assert low <= difference <= high
    assert back == -difference
    assert (back_low, back_high) == pytest.approx((-high, -low))
    assert mcnemar(first, second) == mcnemar(second, first)
    assert sign_flip(first, second) == sign_flip(second, first)


def test_pairs_that_all_agree_still_leave_room_for_a_difference() -> None:
    # Tango 1998, Statistics in Medicine 17:891: z^2 / (n + z^2) on either side.
    reach = 3.8415 / (30 + 3.8415)
    assert paired_shares([True] * 30, [True] * 30) == pytest.approx((0, -reach, reach), abs=1e-4)
    difference, low, high = paired_shares([False] * 30, [True] * 30)
    assert (difference, high) == (1, 1)
    assert low == pytest.approx(1 - 2 * reach, abs=1e-4)


def test_pairs_must_be_equally_many() -> None:
    with pytest.raises(ValueError, match="argument 2"):
        paired_bootstrap([1.0, 2.0], [1.0], 0)


@pytest.mark.parametrize(
    ("gained", "lost", "p"),
    [(0, 0, 1.0), (5, 0, 2 / 32), (6, 0, 2 / 64), (3, 3, 1.0), (8, 2, 2 * (1 + 10 + 45) / 1024)],
)
def test_mcnemar_counts_only_the_pairs_that_changed(gained: int, lost: int, p: float) -> None:
    for same in (0, 50):
        assert mcnemar(*pairs(gained=gained, lost=lost, same=same)) == pytest.approx(p)


def test_mcnemar_is_the_sign_flip_test_of_yes_and_no() -> None:
    few = pairs(gained=8, lost=2, same=5)
    assert sign_flip(*few) == pytest.approx(mcnemar(*few))
    many = pairs(gained=30, lost=15, same=5)
    assert sign_flip(*many, seed=4) == pytest.approx(mcnemar(*many), abs=0.01)


def test_sign_flips_of_three_pairs_are_counted_by_hand() -> None:
    # Of the eight sums ±1±2±4 only +7 and -7 are as far out as 7, and four as far out as 5.
    assert sign_flip([0, 0, 0], [1, 2, 4]) == pytest.approx(2 / 8)
    assert sign_flip([0, 0, 0], [-1, 2, 4]) == pytest.approx(4 / 8)
    assert sign_flip([1, 2], [1, 2]) == 1


def test_tests_call_too_many_things_different_no_more_often_than_they_say() -> None:
    draw = np.random.default_rng(5)
    noise = [sign_flip(draw.normal(size=12).tolist(), draw.normal(size=12).tolist()) for _ in range(400)]
    assert 0.02 <= fmean(p <= 0.05 for p in noise) <= 0.08


def simulated_power(n: int, share: float, other: float) -> float:
    draw = np.random.default_rng(6)
    first, second = draw.random((1500, n)) < share, draw.random((1500, n)) < other
    return fmean(mcnemar(list(a), list(b)) <= 0.05 for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize(("n", "share"), [(30, 0.4), (90, 0.7), (60, 0.95)])
def test_the_detectable_difference_is_found_in_four_of_five_simulated_runs(n: int, share: float) -> None:
    difference = minimum_detectable_difference(n, share)
    other = share - difference if share > 0.5 else share + difference
    assert simulated_power(n, share, other) == pytest.approx(0.8, abs=0.04)


def test_the_detectable_difference_is_near_the_large_sample_formula_and_never_below_it() -> None:
    # Connor 1987: n = (z_alpha * sqrt(psi) + z_beta * sqrt(psi - delta^2))^2 / delta^2.
    share, n = 0.6, 464
    delta = minimum_detectable_difference(n, share)
    psi = share * (1 - share + delta) + (1 - share) * (share - delta)
    z_alpha, z_beta = NormalDist().inv_cdf(0.975), NormalDist().inv_cdf(0.8)
    needed = (z_alpha * psi**0.5 + z_beta * (psi - delta**2) ** 0.5) ** 2 / delta**2
    assert 0.9 * n <= needed <= n


def test_more_cases_detect_less_and_five_detect_nothing() -> None:
    found = [minimum_detectable_difference(n, 0.7) for n in (0, 5, 30, 60, 464)]
    assert found == sorted(found, reverse=True)
    assert found[:2] == [1.0, 1.0]
    assert minimum_detectable_difference(60, 0.3) == pytest.approx(minimum_detectable_difference(60, 0.7))


def test_the_detectable_mean_difference_follows_spread_and_number() -> None:
    spread = [1.0, -1.0] * 32
    # s = sqrt(64 / 63); t(0.975, 63) = 1.9983, t(0.8, 63) = 0.8475.
    assert detectable_mean_difference(spread) == pytest.approx((1.9983 + 0.8475) / 63**0.5, abs=1e-4)
    assert detectable_mean_difference([2 * value for value in spread]) == pytest.approx(
        2 * detectable_mean_difference(spread)
    )
    assert detectable_mean_difference([1.0]) == inf
