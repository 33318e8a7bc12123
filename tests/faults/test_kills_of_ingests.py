"""kill -9 at seeded steps of an ingest; FAULTS_SEED draws others."""

import random

import pytest

from tests.faults.crashes import SEED, Laboratory, Scenario

QUICK = 3
FIRST = 20
AGAIN = 56
MOMENTS = 8


@pytest.mark.parametrize("number", range(QUICK))
def test_a_killed_ingest_of_changes_is_taken_up(laboratory: Laboratory, again: Scenario, number: int) -> None:
    laboratory.crash(again, again.points(QUICK)[number])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(QUICK, AGAIN))
def test_an_ingest_of_changes_may_be_killed_anywhere(
    laboratory: Laboratory, again: Scenario, number: int
) -> None:
    laboratory.crash(again, again.points(AGAIN)[number])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(FIRST))
def test_a_first_ingest_may_be_killed_anywhere(laboratory: Laboratory, first: Scenario, number: int) -> None:
    laboratory.crash(first, first.points(FIRST)[number])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(MOMENTS))
def test_an_ingest_may_be_killed_at_any_moment(laboratory: Laboratory, again: Scenario, number: int) -> None:
    moment = random.Random(f"{SEED} {number}").uniform(0.0, 1.0)  # noqa: S311 - no secret
    laboratory.crash(again, None, kill_after=moment)
