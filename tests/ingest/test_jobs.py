"""Jobs in turn, over a real catalog; what a job does is scripted, or is a real ingest in this process."""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

import trag.catalog.jobs
from ingest.jobs import MOST_ATTEMPTS, JobRunner, Options
from ingest.uploads import Uploads
from trag.catalog.catalog import Catalog
from trag.catalog.jobs import Jobs
from trag.errors import DiskFullError, DocumentError, JobError
from trag.types import FileIngested, FileStatus, IngestDone, IngestEvent, Job, JobEvent

SECONDS = 10


class Crash(BaseException):
    """The process is gone: nothing after it is written."""


class Script:
    """Takes in `files` one after the other, each when it is let; "!" fails, "crash" ends the process."""

    def __init__(self, *files: str) -> None:
        self.files = files
        self.gate = threading.Semaphore(100_000)
        self.worked: list[str] = []
        self.options: list[dict[str, Any]] = []
        self.closed = threading.Event()
        self.end_with: Exception | None = None
        self.taken: set[str] = set()

    def __call__(self, job: Job, options: Options) -> Generator[IngestEvent, None, None]:
        self.options.append({name: value for name, value in options.items() if name != "path"})
        try:
            yield from self._files(job, options.get("only") or self.files)
        finally:
            self.closed.set()

    def _files(self, job: Job, files: tuple[str, ...]) -> Generator[IngestEvent, None, None]:
        for number, file in enumerate(files, start=1):
            assert self.gate.acquire(timeout=SECONDS)
            self.worked.append(f"{job.target}/{file}")
            if "crash" in file:
                raise Crash
            if "!" in file:
                yield FileIngested(file, "failed", 0, number, len(files), "It is broken.")
                continue
            status: FileStatus = "unchanged" if file in self.taken else "new"
            self.taken.add(file)
            yield FileIngested(file, status, 0 if status == "unchanged" else 2, number, len(files))
        if self.end_with:
            raise self.end_with
        yield IngestDone(9, 9, 9, 9, 9, 9.0)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    yield catalog
    catalog.close()


@pytest.fixture
def runner_of(catalog: Catalog) -> Iterator[Callable[[Script], JobRunner]]:
    runners: list[JobRunner] = []

    def make(script: Script) -> JobRunner:
        runners.append(JobRunner(Jobs(catalog), Uploads(catalog.path.parent / "uploads", 1), script))
        return runners[-1]

    yield make
    for runner in runners:
        assert runner.close(SECONDS)


RunnerOf = Callable[[Script], JobRunner]


def files_of(events: list[JobEvent]) -> list[tuple[str, str]]:
    return [(event.file, event.status) for event in events if isinstance(event, FileIngested)]


def stopped_in_the_middle(script: Script, runner: JobRunner, files: int, target: str = "/a") -> Job:
    """A job that runs and has `files` of its files through."""
    script.gate = threading.Semaphore(files)
    job = runner.submit(Path(target))
    events = runner.follow(job.id)
    seen = 0
    while seen < files:
        seen += isinstance(next(events), FileIngested)
    return job


def test_jobs_are_done_in_turn_and_tell_of_every_file(runner_of: RunnerOf) -> None:
    script = Script("a.md", "b!.md", "c.md")
    runner = runner_of(script)
    first, second = runner.submit(Path("/a")), runner.submit(Path("/b"))
    events = list(runner.follow(second.id))
    assert script.worked == [f"{folder}/{file}" for folder in ("/a", "/b") for file in script.files]
    assert files_of(events) == [("a.md", "unchanged"), ("b!.md", "failed"), ("c.md", "unchanged")]
    assert runner.get(first.id) == runner.all()[1]
    over = events[-1]
    assert isinstance(over, Job)
    assert (over.state, over.done, over.total, over.failed, over.attempts) == ("done", 3, 3, 1, 1)
    done = events[-2]
    assert isinstance(done, IngestDone)
    assert (done.new, done.unchanged, done.failed) == (0, 2, 1)


def test_a_late_follower_hears_what_an_early_one_heard(runner_of: RunnerOf) -> None:
    script = Script(*"abcd")
    runner = runner_of(script)
    job = stopped_in_the_middle(script, runner, 2)
    late = runner.follow(job.id)
    assert getattr(next(late), "state", "") == "running"
    script.gate.release(10)
    after = list(runner.follow(job.id))
    while_it_ran = list(late)
    assert files_of(while_it_ran) == files_of(after) == [(name, "new") for name in "abcd"]
    assert while_it_ran[-2] == after[-2]
    assert after[-1] == runner.get(job.id)


def test_a_follower_that_does_not_listen_holds_up_nobody(runner_of: RunnerOf) -> None:
    runner = runner_of(Script(*map(str, range(5000))))
    job = runner.submit(Path("/a"))
    slow = runner.follow(job.id)
    next(slow)
    quick = [list(runner.follow(job.id)) for _ in range(3)]
    assert [len(files_of(events)) for events in quick] == [5000] * 3
    assert len(files_of(list(slow))) == 5000


def test_a_follower_of_a_waiting_job_gets_a_sign_of_life(runner_of: RunnerOf) -> None:
    script = Script("a", "b")
    runner = runner_of(script)
    stopped_in_the_middle(script, runner, 1)
    waiting = runner.submit(Path("/later"))
    events = runner.follow(waiting.id)
    assert [getattr(next(events), "state", "") for _ in range(2)] == ["queued", "queued"]
    script.gate.release(10)


def test_a_job_that_waits_is_cancelled_at_once(runner_of: RunnerOf) -> None:
    script = Script("a", "b")
    runner = runner_of(script)
    running = stopped_in_the_middle(script, runner, 1)
    waiting = runner.submit(Path("/never"))
    assert runner.cancel(waiting.id).state == "cancelled" == list(runner.follow(waiting.id))[-1].state  # type: ignore[union-attr]
    script.gate.release(10)
    list(runner.follow(running.id))
    assert script.worked == ["/a/a", "/a/b"]


def test_a_running_job_is_cancelled_after_its_current_file(runner_of: RunnerOf) -> None:
    script = Script(*"abcd")
    runner = runner_of(script)
    job = stopped_in_the_middle(script, runner, 2)
    assert runner.cancel(job.id).state == "running"
    script.gate.release(10)
    events = list(runner.follow(job.id))
    assert files_of(events) == [("a", "new"), ("b", "new"), ("c", "new")]
    over = runner.get(job.id)
    assert over is not None
    assert (over.state, over.done, over.total) == ("cancelled", 3, 4)
    assert script.closed.is_set()
    with pytest.raises(JobError, match="is cancelled already"):
        runner.cancel(job.id)


def test_only_what_failed_is_tried_again(runner_of: RunnerOf) -> None:
    script = Script("a", "b!", "c")
    runner = runner_of(script)
    job = runner.submit(Path("/a"), {"keep": True})
    list(runner.follow(job.id))
    again = runner.retry(job.id)
    list(runner.follow(again.id))
    whole = runner.retry(job.id, whole=True)
    list(runner.follow(whole.id))
    assert script.options == [{"keep": True}, {"keep": True, "only": ["b!"]}, {"keep": True}]
    assert again.id > job.id


def test_a_job_without_failures_has_nothing_to_try_again(runner_of: RunnerOf) -> None:
    runner = runner_of(Script("a"))
    job = runner.submit(Path("/a"))
    list(runner.follow(job.id))
    with pytest.raises(JobError, match="No file of job 1 failed"):
        runner.retry(job.id)


@pytest.mark.parametrize("call", ["cancel", "retry", "follow"])
def test_a_job_nobody_made_is_named(runner_of: RunnerOf, call: str) -> None:
    runner = runner_of(Script())
    with pytest.raises(JobError, match="no job 77"):
        list(getattr(runner, call)(77))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            DocumentError("There is no folder /a.", hint="Check the path."),
            "There is no folder /a.\nCheck the path.",
        ),
        (DiskFullError("The disk is full."), "The disk is full."),
        (KeyError("x"), "Something went wrong: KeyError('x'). What was taken in before is safe."),
    ],
)
def test_what_ends_a_job_is_told_by_it_and_the_next_one_runs(
    runner_of: RunnerOf, error: Exception, sentence: str
) -> None:
    script = Script("a")
    script.end_with = error
    runner = runner_of(script)
    with pytest.raises(type(error)):
        list(runner.run(Path("/a")))
    job = runner.all()[0]
    assert (job.state, job.error, job.done) == ("failed", sentence, 1)
    assert [file.file for file in runner.files(job.id)] == ["a"]
    script.end_with = None
    assert isinstance(list(runner.run(Path("/b")))[-1], IngestDone)
    assert runner.retry(job.id).target == "/a"


def test_a_full_disk_ends_a_job_even_if_its_end_can_not_be_written(
    runner_of: RunnerOf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    script = Script("a")
    script.end_with = DiskFullError("The disk is full.")
    runner = runner_of(script)

    def full(*_: object) -> None:
        raise DiskFullError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(Jobs, "finish", full)
        job = runner.submit(Path("/a"))
        last = list(runner.follow(job.id))[-1]
        assert isinstance(last, Job)
        assert (last.state, last.error) == ("failed", "The disk is full.")
        assert runner.get(job.id) == last
    script.end_with = None
    assert isinstance(list(runner.run(Path("/b")))[-1], IngestDone)


def crashed(catalog: Catalog, script: Script, job: int | None = None) -> None:
    """A process that works on what waits, until it is killed."""
    runner = JobRunner(Jobs(catalog), Uploads(catalog.path.parent / "uploads", 1), script)
    if job is None:
        Jobs(catalog).create("ingest", "/a")
    with pytest.raises(Crash):
        runner.work_off()


def test_a_job_that_was_cut_off_goes_on_where_it_was(catalog: Catalog, runner_of: RunnerOf) -> None:
    script = Script("a", "b!", "crash", "d")
    crashed(catalog, script)
    script.files = ("a", "b!", "c", "d")
    runner = runner_of(script)
    assert [(job.id, job.state) for job in runner.all()] == [(1, "queued")]
    later = runner.submit(Path("/b"))
    list(runner.follow(later.id))
    over = runner.get(1)
    assert over is not None
    assert (over.state, over.attempts, over.done, over.total, over.failed) == ("done", 2, 4, 4, 1)
    assert script.worked[3:7] == ["/a/a", "/a/b!", "/a/c", "/a/d"]


def test_files_written_before_the_cut_keep_their_state_and_are_not_told_twice(
    catalog: Catalog, runner_of: RunnerOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.job_attempt.WRITE_SECONDS", 0.0)
    script = Script("a", "b!", "crash")
    crashed(catalog, script)
    script.files = ("a", "b!", "c")
    runner = runner_of(script)
    runner.resume()
    events = list(runner.follow(1))
    assert files_of(events) == [("a", "new"), ("b!", "failed"), ("b!", "failed"), ("c", "new")]
    assert [(file.file, file.status, file.attempts) for file in runner.files(1)] == [
        ("a", "new", 1),
        ("b!", "failed", 2),
        ("c", "new", 1),
    ]
    assert runner.all()[0].failed == 1


def test_a_job_that_kills_the_process_three_times_is_given_up(catalog: Catalog, runner_of: RunnerOf) -> None:
    script = Script("a", "crash")
    crashed(catalog, script)
    for _ in range(MOST_ATTEMPTS - 1):
        crashed(catalog, script, job=1)
    runner = runner_of(script)
    assert runner.resume() == []
    job = runner.get(1)
    assert job is not None
    assert (job.state, job.attempts) == ("failed", 3)
    assert job.error.startswith("It ended the process 3 times, the last time with 1 of 2 files through")
    script.files = ("a",)
    assert list(runner.follow(runner.retry(1).id))[-1].state == "done"  # type: ignore[union-attr]


def test_a_stop_in_order_is_no_attempt(catalog: Catalog, runner_of: RunnerOf) -> None:
    script = Script(*"abc")
    runner = runner_of(script)
    job = stopped_in_the_middle(script, runner, 1)
    threading.Timer(0.1, script.gate.release, [10]).start()
    assert runner.close(SECONDS)
    again = runner_of(script)
    waiting = again.get(job.id)
    assert waiting is not None
    assert (waiting.state, waiting.attempts, waiting.done in {1, 2}) == ("queued", 0, True)
    again.resume()
    assert list(again.follow(job.id))[-1].state == "done"  # type: ignore[union-attr]


def test_nothing_is_worked_on_by_looking(catalog: Catalog, runner_of: RunnerOf) -> None:
    script = Script("a")
    Jobs(catalog).create("ingest", "/a")
    runner = runner_of(script)
    assert len(runner.all()) == len(runner.waiting()) == 1
    time.sleep(0.05)
    assert script.worked == []


def test_a_clock_that_jumps_confuses_nothing(runner_of: RunnerOf, monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script("a", "b")
    runner = runner_of(script)
    times = iter(f"{year}-01-01T00:00:00+00:00" for year in (2030, 1999, 2050, 1970, 2031, 1980))
    monkeypatch.setattr(trag.catalog.jobs, "now", lambda: next(times))
    monkeypatch.setattr(time, "time", lambda: 0.0)
    jobs = [runner.submit(Path(f"/{number}")) for number in range(3)]
    for job in jobs:
        list(runner.follow(job.id))
    assert [job.id for job in runner.all()] == [3, 2, 1]
    assert script.worked == [f"/{number}/{file}" for number in range(3) for file in "ab"]
    assert all(0 <= job.seconds < SECONDS for job in runner.all())


def test_ten_thousand_files_cost_no_time_that_grows_with_their_square(runner_of: RunnerOf) -> None:
    runner = runner_of(Script(*map(str, range(10_000))))
    start = time.perf_counter()
    list(runner.run(Path("/a")))
    assert time.perf_counter() - start < 60
