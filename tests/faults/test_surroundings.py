"""Clocks that jump, a second process, papers that change or go while they are read."""

import os
import shutil
from pathlib import Path

import pytest

from tests.faults.crashes import Laboratory, Scenario, expect_same
from tests.faults.strikes import EDITED
from trag.owner import Address
from trag.settings import load_settings
from trag.workspace import Workspace

SERVER = Address("http://127.0.0.1:8765", "the-key-of-this-test")


@pytest.mark.parametrize("name", ["again", "delete", "reindex"])
def test_a_clock_that_jumps_by_decades_changes_nothing(
    laboratory: Laboratory, request: pytest.FixtureRequest, name: str
) -> None:
    scenario: Scenario = request.getfixturevalue(name)
    task, result = laboratory.attempt(scenario, is_wild=True)
    expect_same(scenario.after, result["state"])
    assert result["state"]["problems"] == []
    laboratory.go_on(scenario, task)


def test_a_job_that_was_cut_off_is_taken_up_whatever_the_clock_says(
    laboratory: Laboratory, again: Scenario
) -> None:
    laboratory.crash(again, ("vectors to add", 2), is_wild=True)


def test_a_second_process_is_refused_by_the_name_of_the_first_and_breaks_nothing(
    laboratory: Laboratory, again: Scenario, tmp_path: Path
) -> None:
    assert again.template is not None
    data = tmp_path / "data"
    shutil.copytree(again.template, data)
    with Workspace(load_settings(data, llm="fake", embedder="fake")) as first:
        first.announce(SERVER)
        task, result = laboratory.attempt(again, data)
        assert result["error"] == "DataFolderBusyError"
        assert f"process {os.getpid()} " in result["said"]
        assert SERVER.url in result["said"]
        assert [check.name for check in first.verify() if check.state != "ok"] == []
    laboratory.go_on(again, task)


def test_a_paper_that_changes_while_it_is_kept_is_named_and_read_the_next_time(
    laboratory: Laboratory, first: Scenario
) -> None:
    task, result = laboratory.attempt(first, aim=("half of an original", 1), strike="edit")
    assert any(f"{EDITED} was changed while it was read" in error for error in result["failed"])
    laboratory.go_on(first, task)


def test_a_paper_that_goes_before_it_is_read_is_named_and_the_others_are_taken_in(
    laboratory: Laboratory, first: Scenario
) -> None:
    task, result = laboratory.attempt(first, aim=("half of an original", 1), strike="remove")
    assert any(EDITED in error for error in result["failed"])
    assert len(result["state"]["documents"]) == len(first.after["documents"]) - 1
    laboratory.go_on(first, task)


def test_papers_whose_disk_is_not_there_are_not_taken_for_deleted(
    laboratory: Laboratory, again: Scenario
) -> None:
    task, result = laboratory.attempt(again, papers=0)
    assert result["error"] == "DocumentError"
    assert "Is its disk there?" in result["said"]
    laboratory.go_on(again, task)
