"""One attempt at a job: its files, its pace, and what the catalog learns of it."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import replace
from time import monotonic

from ingest.job_log import JobLog
from trag.catalog.jobs import Jobs
from trag.types import FileIngested, IngestDone, Job, JobFile

# The catalog hears of files together: a transaction each would cost more than an unchanged file does.
BATCH = 500
WRITE_SECONDS = 0.5
# The pace is that of the last so many seconds, looked at so often.
PACE_SECONDS = 30.0
LOOK_SECONDS = 0.5


class Attempt:
    """Takes the events of an ingest and tells the log and the catalog, over all attempts at the job."""

    def __init__(self, jobs: Jobs, log: JobLog) -> None:
        self._jobs = jobs
        self._log = log
        self._files = {file.file: file for file in jobs.files(log.job.id)}
        self._unwritten: dict[str, JobFile] = {}
        self._began = monotonic()
        self._written = 0.0
        self._seconds_before = log.job.seconds
        self._pace = Pace()
        log.tell(log.job, *_told(log.job, self._files.values()))

    def take(self, event: FileIngested) -> None:
        """One file is through."""
        before = self._files.get(event.file)
        job = self._moved(event)
        if event.status == "unchanged" and before is not None and before.status != "failed":
            self._log.tell(job)  # this job took it in already, before it was cut off
            return
        if event.status != "unchanged" or before is not None:
            self._note(event, before)
        job = replace(job, failed=self._failed(job, event, before))
        self._log.tell(job, replace(event, done=job.done, total=job.total))
        self._write_at_times(job)

    def done(self, job: Job) -> IngestDone:
        """The whole of the job, as the end of an ingest tells it."""
        return summary(job, self._files.values())

    def files(self) -> list[JobFile]:
        """The files the catalog does not know of yet; they are its from now on."""
        files = list(self._unwritten.values())
        self._unwritten.clear()
        return files

    def now(self) -> Job:
        """The job with the time worked on it."""
        return replace(self._log.job, seconds=round(self._seconds_before + monotonic() - self._began, 3))

    def _moved(self, event: FileIngested) -> Job:
        job = self.now()
        # Taken up again, a job passes what it has behind it: that is no step back.
        done = max(job.done, event.done)
        speed = self._pace.at(done, counts=event.status != "unchanged")
        return replace(job, done=done, total=max(event.total, done), file=event.file, speed=speed)

    def _note(self, event: FileIngested, before: JobFile | None) -> None:
        attempts = before.attempts + 1 if before else 1
        through = (event.file, event.status, event.chunks, event.error, attempts, event.remark)
        file = JobFile(self._log.job.id, *through)
        self._files[event.file] = self._unwritten[event.file] = file

    def _failed(self, job: Job, event: FileIngested, before: JobFile | None) -> int:
        was = before is not None and before.status == "failed"
        return job.failed + (event.status == "failed") - was

    def _write_at_times(self, job: Job) -> None:
        if len(self._unwritten) < BATCH and monotonic() - self._written < WRITE_SECONDS:
            return
        self._jobs.progress(job, self.files())
        self._written = monotonic()


class Pace:
    """Files a second over the last half minute; those that cost nothing don't count."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque([(monotonic(), 0)])

    def at(self, done: int, *, counts: bool) -> float:
        """The pace now that `done` files are through; 0 while it can't be told."""
        now = monotonic()
        if not counts:
            self._marks = deque([(now, done)])
        elif now - self._marks[-1][0] >= LOOK_SECONDS:
            self._marks.append((now, done))
        while len(self._marks) > 1 and now - self._marks[0][0] > PACE_SECONDS:
            self._marks.popleft()
        since, before = self._marks[0]
        return (done - before) / (now - since) if now - since >= LOOK_SECONDS else 0.0


def summary(job: Job, files: Iterable[JobFile]) -> IngestDone:
    """The counts of a job; a file that was as it is now is in none of its files."""
    files = list(files)
    counts = Counter(file.status for file in files)
    counts["unchanged"] += max(0, job.done - len(files))
    return IngestDone(
        counts["new"],
        counts["changed"],
        counts["unchanged"],
        counts["failed"],
        sum(file.chunks for file in files),
        job.seconds,
        counts["moved"],
        counts["deleted"],
    )


def replay(job: Job, files: list[JobFile]) -> list[FileIngested | IngestDone]:
    """What a job told, again, from what the catalog keeps of it."""
    return [*_told(job, files), *([summary(job, files)] if job.state == "done" else [])]


def _told(job: Job, files: Iterable[JobFile]) -> list[FileIngested]:
    return [
        FileIngested(
            file.file, file.status, file.chunks, number, max(job.total, number), file.error, file.remark
        )
        for number, file in enumerate(files, start=1)
    ]
