from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest

import trag.catalog.jobs
from trag.catalog.catalog import Catalog
from trag.catalog.jobs import KEPT, Jobs
from trag.types import JobFile


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    yield Jobs(catalog)
    catalog.close()


def test_a_job_is_remembered_with_what_it_was_asked_for(jobs: Jobs) -> None:
    job = jobs.create("ingest", "/srv/docs", {"only": ["a.md"]})
    assert (job.state, job.attempts, job.done) == ("queued", 0, 0)
    assert jobs.get(job.id) == job
    assert jobs.options(job.id) == {"only": ["a.md"]}


@pytest.mark.parametrize("job_id", [0, -1, 2, 2**31, 10**30])
def test_a_job_nobody_made_is_none(jobs: Jobs, job_id: int) -> None:
    jobs.create("ingest", "/srv")
    assert jobs.get(job_id) is None


def test_the_newest_comes_first_and_the_oldest_is_done_first_whatever_the_clock_says(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = jobs.create("ingest", "/a")
    monkeypatch.setattr(trag.catalog.jobs, "now", lambda: "1999-01-01T00:00:00+00:00")
    second = jobs.create("ingest", "/b")
    assert [job.id for job in jobs.newest()] == [second.id, first.id]
    assert [job.id for job in jobs.runnable()] == [first.id, second.id]


def test_a_job_that_is_over_stays_as_it_is(jobs: Jobs) -> None:
    job = jobs.start(jobs.create("ingest", "/a"))
    over = jobs.finish(replace(job, state="done", done=3, total=3))
    jobs.start(over)
    jobs.requeue(over)
    jobs.finish(replace(over, state="failed", error="late"))
    assert jobs.get(job.id) == over
    assert jobs.runnable() == []


def test_only_the_newest_that_are_over_are_kept_and_none_that_waits_is_lost(jobs: Jobs) -> None:
    waiting = jobs.create("ingest", "/waits")
    for number in range(KEPT + 5):
        jobs.finish(
            replace(jobs.create("ingest", f"/{number}"), state="done"), [JobFile(number + 2, "a", "new")]
        )
    last = jobs.create("ingest", "/last")
    kept = jobs.newest()
    assert (kept[0], kept[-1], len(kept)) == (last, waiting, KEPT + 2)
    assert jobs.files(2) == []
    assert jobs.files(KEPT + 5) != []


def test_files_are_found_by_status_and_by_page_and_the_last_word_counts(jobs: Jobs) -> None:
    job = jobs.create("ingest", "/a")
    files = [JobFile(job.id, f"{number:03}.md", "new", 2) for number in range(10)]
    jobs.progress(job, files)
    bad = JobFile(job.id, "003.md", "failed", 0, "It is empty.", 2)
    jobs.progress(job, [bad])
    assert jobs.files(job.id, "failed") == [bad]
    assert [file.file for file in jobs.files(job.id, limit=2, after="002.md")] == ["003.md", "004.md"]
    assert len(jobs.files(job.id)) == 10
    partly = JobFile(job.id, "004.md", "new", 2, remark="Damaged pages: 2.")
    jobs.progress(job, [partly])
    assert jobs.files(job.id)[4] == partly


def test_ten_thousand_files_are_written_in_no_time_that_grows_with_their_square(jobs: Jobs) -> None:
    job = jobs.create("ingest", "/a")
    files = [JobFile(job.id, f"folder/{number}.md", "new", 2) for number in range(10_000)]
    start = perf_counter()
    for first in range(0, len(files), 500):
        jobs.progress(job, files[first : first + 500])
    assert perf_counter() - start < 30
