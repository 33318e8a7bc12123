"""kill -9 with the real embedder, and parsers in processes started as trag starts them."""

import pytest

from tests.faults.crashes import Laboratory, Scenario

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("number", range(2))
def test_a_first_ingest_is_taken_up(laboratory: Laboratory, real_first: Scenario, number: int) -> None:
    laboratory.crash(real_first, real_first.points(2)[number])


@pytest.mark.parametrize("number", range(4))
def test_an_ingest_of_changes_is_taken_up(laboratory: Laboratory, real_again: Scenario, number: int) -> None:
    laboratory.crash(real_again, real_again.points(4)[number])


@pytest.mark.parametrize("number", range(2))
def test_a_delete_is_finished(laboratory: Laboratory, real_delete: Scenario, number: int) -> None:
    laboratory.crash(real_delete, real_delete.points(2)[number])


@pytest.mark.parametrize("number", range(2))
def test_a_new_index_is_made_whole(laboratory: Laboratory, real_reindex: Scenario, number: int) -> None:
    laboratory.crash(real_reindex, real_reindex.points(2)[number])
