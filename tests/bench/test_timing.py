"""Reading timings, and taking them in turn."""

import pytest

from tests.bench.timing import WARM_UP, Timing, percentile, time_in_turn, time_with_cold_cache


def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed() -> None:
    values = [float(value) for value in range(200, 0, -1)]
    assert percentile(values, 50) == 100
    assert percentile(values, 99) == 198
    assert percentile(values, 100) == 200
    assert percentile([7.0], 99) == 7


def test_of_few_values_p99_is_the_largest() -> None:
    assert percentile([1.0, 9.0, 2.0], 99) == 9


def test_no_values_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_a_timing_is_told_in_milliseconds() -> None:
    timing = Timing((0.001, 0.003, 0.002))
    assert (timing.p50, timing.p99) == (2.0, 3.0)


def test_ways_take_turns_at_every_input_after_a_warm_up() -> None:
    calls: list[str] = []
    ways = {name: lambda item, name=name: calls.append(f"{name}{item}") for name in ("a", "b")}
    timings = time_in_turn(ways, [1, 2], rounds=2)
    assert calls == ["a1", "b1", "a2", "b2"] * 3
    assert all(len(timing.seconds) == 4 for timing in timings.values())


def test_with_a_cold_cache_every_input_is_called_once_a_round() -> None:
    calls: list[int] = []
    timing = time_with_cold_cache(calls.append, [1, 2, 3], rounds=2)
    assert calls == [1, 2, 3] * 3
    assert len(timing.seconds) == 6
    assert WARM_UP >= 3
