"""Jobs asked for, cancelled, failing, cut off and taken up again in any order, over a real ingest."""

from collections.abc import Generator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.jobs import MOST_ATTEMPTS, JobRunner, Options
from ingest.reconcile import reconcile
from ingest.uploads import Uploads
from tests.ingest.house import House
from trag.catalog.catalog import Catalog
from trag.catalog.jobs import Jobs
from trag.errors import DiskFullError, JobError
from trag.types import FileIngested, FileStatus, IngestEvent, Job

FILES = ("a/1.md", "a/2.md", "b/3.md", "b/4.md", "b/empty.md")
Incident = Literal["crash", "fail", "cancel this", "cancel all", "edit"]
INCIDENTS: tuple[Incident, ...] = ("crash", "fail", "cancel this", "cancel all", "edit")


class Crash(BaseException):
    """The process is gone: nothing after it is written."""


@dataclass
class Life:
    """One run of a process: the folders asked for, and what happens at which of its events."""

    asked: list[str]
    incidents: dict[int, Incident] = field(default_factory=dict)


LIVES = st.lists(
    st.builds(
        Life,
        asked=st.lists(st.sampled_from(["a", "b", "."]), max_size=3),
        incidents=st.dictionaries(st.integers(0, 12), st.sampled_from(INCIDENTS), max_size=3),
    ),
    max_size=6,
)


class Process:
    """A process that works off the jobs of a data folder, with what befalls it."""

    def __init__(self, house: House, life: Life) -> None:
        self.house = house
        self.life = life
        self.events = 0
        self.runner = JobRunner(Jobs(house.catalog), Uploads(house.root / "uploads", 1), self.work)

    def run(self) -> None:
        reconcile(self.house.catalog, self.house.store, self.house.embedder)
        for folder in self.life.asked:
            Jobs(self.house.catalog).create("ingest", folder, {"path": str(self.house.documents / folder)})
        with suppress(Crash):
            self.runner.work_off()

    def work(self, job: Job, options: Options) -> Generator[IngestEvent, None, None]:
        with closing(self.house.ingestor.ingest(Path(options["path"]))) as events:
            for event in events:
                self.befall(job)
                yield event

    def befall(self, job: Job) -> None:
        incident = self.life.incidents.get(self.events)
        self.events += 1
        if incident == "crash":
            raise Crash
        if incident == "fail":
            raise DiskFullError("The disk is full.")
        if incident == "edit":
            self.house.write("b/3.md", f"# Third\n\nEdited at {self.events}.\n")
        doomed = {"cancel this": [job], "cancel all": self.runner.waiting()}.get(incident or "", [])
        for one in doomed:
            self.runner.cancel(one.id)


def check_no_step_back(before: list[Job], after: list[Job]) -> None:
    now = {job.id: job for job in after}
    for job in before:
        if job.is_over:
            assert now[job.id] == job
        assert now[job.id].done >= job.done
        assert now[job.id].attempts >= job.attempts
        assert now[job.id].attempts <= MOST_ATTEMPTS


def names_in(catalog: Catalog) -> list[str]:
    """The documents' names, whichever folder they were asked for by."""
    return [Path(document.file).name for document in catalog.documents()]


@settings(max_examples=10, deadline=None)
@given(lives=LIVES)
@example(lives=[Life(["."], {number: "crash"}) for number in range(5)])
@example(lives=[Life([".", "a", "b"], {2: "cancel all"})])
def test_every_file_ends_once_in_the_index_whatever_happens_to_the_jobs(lives: list[Life]) -> None:
    play(lives)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(lives=LIVES)
def test_every_file_ends_once_in_the_index_whatever_happens_at_length(lives: list[Life]) -> None:
    play(lives)


def play(lives: list[Life]) -> None:
    with TemporaryDirectory() as root, closing(Catalog(Path(root) / "catalog.sqlite")) as catalog:
        house = House(Path(root), catalog)
        for file in FILES:
            house.write(file, "" if "empty" in file else f"# {file}\n\nText of {file}.\n")
        jobs = Jobs(catalog)
        for life in lives:
            before = jobs.newest()
            Process(house, life).run()
            check_no_step_back(before, jobs.newest())
            names = names_in(catalog)
            assert len(names) == len(set(names))
        Process(house, Life(["."])).run()
        last = Process(house, Life(["."]))
        last.run()
        assert sorted(names_in(catalog)) == ["1.md", "2.md", "3.md", "4.md"]
        assert house.store.ids() == catalog.chunk_ids()
        assert all(job.is_over for job in jobs.newest())
        assert last.runner.waiting() == []
        newest = jobs.newest()[0]
        assert (newest.state, newest.done, newest.total, newest.failed) == ("done", 5, 5, 1)


STATUSES: list[FileStatus] = ["new", "changed", "moved", "unchanged", "deleted", "failed"]


@settings(max_examples=15, deadline=None)
@given(
    runs=st.lists(
        st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(STATUSES)), max_size=6), max_size=3
    )
)
def test_counts_add_up_over_all_attempts(runs: list[list[tuple[str, FileStatus]]]) -> None:
    with TemporaryDirectory() as root, closing(Catalog(Path(root) / "catalog.sqlite")) as catalog:
        jobs = Jobs(catalog)
        job = jobs.create("ingest", "/a")
        for run in runs[: MOST_ATTEMPTS - 1]:
            files = dict(run)

            def work(
                _: Job, __: Options, files: dict[str, FileStatus] = files
            ) -> Generator[IngestEvent, None, None]:
                for number, (file, status) in enumerate(files.items(), start=1):
                    yield FileIngested(file, status, 0, number, len(files))
                raise Crash

            with suppress(Crash):
                JobRunner(jobs, Uploads(Path(root) / "uploads", 1), work).work_off()
            now = jobs.get(job.id)
            assert now is not None
            rows = jobs.files(job.id)
            assert now.done >= now.failed
            assert now.failed >= 0
            assert now.failed <= sum(file.status == "failed" for file in rows) or not run
            with suppress(JobError):
                assert now.done <= now.total
