"""A disk that fills up, may not be written, or goes while it is used."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.crashes import SEED, Laboratory, Scenario
from tests.faults.strikes import AWAY, BALLAST

QUICK = 2
MOMENTS = 12


def run(*command: str) -> bool:
    """True when the command is here and succeeds."""
    path = shutil.which(command[0])
    return path is not None and subprocess.run([path, *command[1:]], check=False).returncode == 0  # noqa: S603 - ours


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own; needs the right to mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() or not run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)):
        pytest.skip("only root may mount a small disk to fill up")
    yield folder
    assert run("umount", "--lazy", str(folder))


def fill_up(laboratory: Laboratory, scenario: Scenario, disk: Path, number: int) -> None:
    aim = scenario.points(MOMENTS)[number]
    task, result = laboratory.attempt(scenario, disk / "data", aim=aim, strike="fill")
    if "error" in result:
        assert result["error"] == "DiskFullError", result
        assert str(disk) in result["said"]
        assert "oom" in result["said"]  # make room, no room
    (disk / BALLAST).unlink()
    laboratory.go_on(scenario, task)


@pytest.mark.parametrize("number", range(QUICK))
def test_a_disk_that_fills_up_while_papers_are_taken_in_loses_nothing(
    laboratory: Laboratory, again: Scenario, disk: Path, number: int
) -> None:
    fill_up(laboratory, again, disk, number)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(QUICK, MOMENTS))
def test_a_disk_may_fill_up_at_any_step_of_an_ingest(
    laboratory: Laboratory, again: Scenario, disk: Path, number: int
) -> None:
    fill_up(laboratory, again, disk, number)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(MOMENTS))
def test_a_disk_may_fill_up_at_any_step_of_a_delete(
    laboratory: Laboratory, delete: Scenario, disk: Path, number: int
) -> None:
    fill_up(laboratory, delete, disk, number)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(MOMENTS))
def test_a_disk_may_fill_up_at_any_step_of_making_an_index(
    laboratory: Laboratory, reindex: Scenario, disk: Path, number: int
) -> None:
    fill_up(laboratory, reindex, disk, number)


def test_a_disk_that_may_not_be_written_is_named_and_works_again_afterwards(
    laboratory: Laboratory, again: Scenario, disk: Path
) -> None:
    assert again.template is not None
    shutil.copytree(again.template, disk / "data")
    assert run("mount", "-o", "remount,ro", str(disk))
    task, result = laboratory.attempt(again, disk / "data")
    assert result["error"] == "DataFolderError"
    assert str(disk / "data") in result["said"]
    assert "right to write" in result["said"]
    assert run("mount", "-o", "remount,rw", str(disk))
    laboratory.go_on(again, task)


@pytest.mark.parametrize("number", range(2))
def test_a_data_folder_that_goes_in_the_middle_is_whole_when_it_is_back(
    laboratory: Laboratory, again: Scenario, tmp_path: Path, number: int
) -> None:
    moments = [name for name in again.steps if name.startswith(("vectors", "to commit", "half"))]
    name = random.Random(f"{SEED} {number}").choice(moments)  # noqa: S311 - no secret
    data = tmp_path / "data"
    task, result = laboratory.attempt(again, data, aim=(name, 1), strike="take away")
    if "error" in result:
        assert result["error"] in {"DataFolderError", "DiskFullError"}, result
        assert str(data) in result["said"]
    shutil.rmtree(data, ignore_errors=True)
    (tmp_path / AWAY).rename(data)
    laboratory.go_on(again, task)
