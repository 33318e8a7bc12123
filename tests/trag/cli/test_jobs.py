"""Jobs as people call them: real processes, killed and interrupted; fakes only for the models."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from trag.catalog.catalog import Catalog
from trag.catalog.jobs import Jobs
from trag.settings import load_settings
from trag.types import Job
from trag.workspace import Workspace

CALL = [sys.executable, "-c", "from trag.cli import main; main()"]
MANY = 600
SECONDS = 120


def start(data: Path, arguments: Sequence[str | Path]) -> subprocess.Popen[str]:
    environment = {**os.environ, "TRAG_LLM": "fake", "TRAG_EMBEDDER": "fake", "COLUMNS": "120"}
    call = [*CALL, "--data", str(data), *map(str, arguments)]
    return subprocess.Popen(
        call,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def trag(data: Path, *arguments: str | Path) -> tuple[int, str, str]:
    with start(data, arguments) as process:
        out, err = process.communicate(timeout=SECONDS)
        return process.returncode, out, err


@contextmanager
def running(data: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    with start(data, arguments) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(data: Path, true: Callable[[Job], bool]) -> None:
    """Until the first job of a data folder that another process has open is so far."""
    end = time.monotonic() + SECONDS
    with closing(Catalog(data / "catalog.sqlite")) as catalog:
        while time.monotonic() < end:
            job = Jobs(catalog).get(1) if catalog.path.exists() else None
            if job and true(job):
                return
            time.sleep(0.02)
    raise AssertionError("the job did not get so far")


def write(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{folder.name}-{number:04}.md").write_text(
            f"# Rule {number}\n\nRule {number} is about the number {number}.\n"
        )
    return folder


def check_whole(data: Path, count: int) -> None:
    """Every file is one document, and every passage has its vector and no other is there."""
    with Workspace(load_settings(data, llm="fake", embedder="fake")) as workspace:
        assert len({document.file for document in workspace.documents()}) == count
        assert len(workspace.documents()) == count
        assert workspace.retriever is not None
        assert workspace.store.ids() == workspace.catalog.chunk_ids()


def test_an_ingest_is_a_job_that_can_be_looked_at_and_tried_again(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", write(tmp_path / "documents", 2)
    (folder / "empty.md").write_text("")
    code, out, err = trag(data, "ingest", folder)
    assert (code, "2 new" in out, "empty.md" in err) == (1, True, True)
    code, out, _ = trag(data, "jobs")
    assert (code, "done" in out, "3/3" in out) == (0, True, True)
    code, out, _ = trag(data, "jobs", "show", "1")
    assert (code, "1 failed, 2 new" in out, "failed  empty.md" in out) == (0, True, True)
    _, out, _ = trag(data, "jobs", "show", "1", "--json")
    shown = json.loads(out)
    assert (shown["done"], shown["failed"], [file["status"] for file in shown["files"]]) == (
        3,
        1,
        ["new", "new", "failed"],
    )
    (folder / "empty.md").write_text("# Full\n\nNow there is text.\n")
    code, out, _ = trag(data, "jobs", "retry", "1")
    assert (code, "is done: 1 of 1 files" in out) == (0, True)
    _, out, _ = trag(data, "jobs", "--json")
    assert [job["id"] for job in json.loads(out)] == [2, 1]


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(lambda job: job.state == "running", id="at its start", marks=pytest.mark.slow),
        pytest.param(lambda job: job.done >= MANY // 10, id="in the middle"),
    ],
)
def test_a_job_that_was_killed_is_finished_first_the_next_time(
    tmp_path: Path, at: Callable[[Job], bool]
) -> None:
    data, folder = tmp_path / "data", write(tmp_path / "documents", MANY)
    trag(data, "init")
    with running(data, "ingest", folder) as process:
        wait_for(data, at)
        process.kill()
    code, out, _ = trag(data, "jobs", "--json")
    (cut,) = json.loads(out)
    assert (code, cut["state"], cut["attempts"]) == (0, "queued", 1)
    more = write(tmp_path / "more", 1)
    code, out, err = trag(data, "ingest", more)
    assert (code, "1 new" in out, "First job 1 is finished" in err) == (0, True, True)
    check_whole(data, MANY + 1)
    _, out, _ = trag(data, "jobs", "--json")
    assert [(job["state"], job["attempts"], job["done"]) for job in json.loads(out)] == [
        ("done", 1, 1),
        ("done", 2, MANY),
    ]


def test_ctrl_c_cancels_after_the_current_file_and_says_how_to_go_on(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", write(tmp_path / "documents", MANY)
    trag(data, "init")
    with running(data, "ingest", folder) as process:
        wait_for(data, lambda job: job.done > 0)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 130
    assert "Stopping after the current file" in err
    assert "is cancelled" in err
    assert "To go on: trag jobs retry 1" in err
    assert "Traceback" not in err
    code, out, err = trag(data, "jobs", "retry", "1")
    assert (code, "is done" in out) == (0, True), err
    check_whole(data, MANY)
