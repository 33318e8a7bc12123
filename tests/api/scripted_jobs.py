"""Jobs that a test has made up, and what was asked of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from trag.errors import JobError
from trag.types import FileIngested, FileStatus, IngestDone, Job, JobEvent, JobFile

RUNNING = Job(2, "ingest", "/srv", "running", "2026-01-02T03:04:05Z", "", 1, 4, 1, 2.0, 1, "", "a.md", 0.5)
OVER = Job(1, "upload", "a.md", "done", "2026-01-02T03:04:05Z", "2026-01-02T03:04:09Z", 2, 2, 1, 4.0, 1)
FILES = [JobFile(1, "a.md", "new", 3), JobFile(1, "b.md", "failed", 0, "It is empty.", 2)]
EVENTS: tuple[JobEvent, ...] = (
    RUNNING,
    FileIngested("a.md", "new", 3, 1, 2),
    FileIngested("b.md", "failed", 0, 2, 2, "It is empty."),
    IngestDone(1, 0, 0, 1, 3, 0.25),
    OVER,
)


class ScriptedJobs:
    """Two jobs: one that runs, one that is over."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.keys: list[str] = []
        self.groups: list[list[str] | None] = []
        self.refused: Exception | None = None

    def submit(self, path: Path, options: Mapping[str, Any] | None = None) -> Job:
        self.asked.append(("submit", str(path), dict(options or {})))
        return RUNNING

    def upload(
        self, files: Sequence[tuple[str, BinaryIO]], *, key: str = "", groups: Collection[str] | None = None
    ) -> Job:
        if self.refused is not None:
            raise self.refused
        self.keys.append(key)
        self.groups.append(None if groups is None else sorted(groups))
        self.asked.append(("upload", *((name, stream.read()) for name, stream in files)))
        return RUNNING

    def resume(self) -> list[Job]:
        return [RUNNING]

    def all(self) -> list[Job]:
        return [RUNNING, OVER]

    def get(self, job_id: int) -> Job | None:
        return {job.id: job for job in self.all()}.get(job_id)

    def files(
        self, job_id: int, status: FileStatus | None = None, *, limit: int = -1, after: str = ""
    ) -> list[JobFile]:
        found = [file for file in FILES if file.job_id == job_id and status in {None, file.status}]
        return [file for file in found if file.file > after][: limit if limit >= 0 else None]

    def follow(self, job_id: int) -> Iterator[JobEvent]:
        yield from EVENTS

    def cancel(self, job_id: int) -> Job:
        if job_id == OVER.id:
            raise JobError("Job 1 can't be cancelled: it is done already.")
        return RUNNING

    def retry(self, job_id: int, *, whole: bool = False) -> Job:
        self.asked.append(("retry", job_id, whole))
        return RUNNING
