"""kill -9 at seeded steps of a delete, a move to other groups, the making of a new index, and uploads."""

import pytest

from tests.faults.crashes import Laboratory, Scenario

QUICK = 1
DELETE = 30
GROUPS = 20
REINDEX = 20
UPLOAD = 16


@pytest.mark.parametrize("number", range(QUICK))
def test_a_killed_delete_is_finished(laboratory: Laboratory, delete: Scenario, number: int) -> None:
    laboratory.crash(delete, delete.points(QUICK)[number])


@pytest.mark.parametrize("number", range(QUICK))
def test_a_new_index_that_was_cut_off_is_made_whole(
    laboratory: Laboratory, reindex: Scenario, number: int
) -> None:
    laboratory.crash(reindex, reindex.points(QUICK)[number])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(QUICK, DELETE))
def test_a_delete_may_be_killed_anywhere(laboratory: Laboratory, delete: Scenario, number: int) -> None:
    laboratory.crash(delete, delete.points(DELETE)[number])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(GROUPS))
def test_a_move_to_other_groups_may_be_killed_anywhere(
    laboratory: Laboratory, groups: Scenario, number: int
) -> None:
    assert {row[1] for row in groups.after["classes"]} == {0, 1}
    laboratory.crash(groups, groups.points(GROUPS)[number])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(QUICK, REINDEX))
def test_the_making_of_an_index_may_be_killed_anywhere(
    laboratory: Laboratory, reindex: Scenario, number: int
) -> None:
    laboratory.crash(reindex, reindex.points(REINDEX)[number])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(UPLOAD))
def test_an_upload_may_be_killed_anywhere(laboratory: Laboratory, upload: Scenario, number: int) -> None:
    laboratory.crash(upload, upload.points(UPLOAD)[number])
