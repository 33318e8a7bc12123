"""Jobs in turn: one thread works off what waits, and tells whoever follows."""

import logging
import threading
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from ingest.decoding import shown
from ingest.job_attempt import Attempt, replay
from ingest.job_log import JobLog
from ingest.uploads import Uploads, digest_of
from trag.catalog.jobs import Jobs
from trag.errors import DocumentError, JobError, TragError
from trag.types import FileIngested, FileStatus, IngestEvent, Job, JobEvent, JobFile, JobKind

Options = Mapping[str, Any]
# What a job does: closing the generator stops it after the current file.
Work = Callable[[Job, Options], Generator[IngestEvent, None, None]]
MOST_ATTEMPTS = 3

logger = logging.getLogger("trag.jobs")


@dataclass(frozen=True, slots=True)
class Sent:
    """Who sent files, the groups they are for, and the place of each by its name where it has one already.

    Without `groups` those of its folder's rule, or the default.
    """

    owner: str = ""
    groups: tuple[str, ...] | None = None
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def options(self) -> dict[str, Any]:
        """What is kept with the job."""
        groups = {} if self.groups is None else {"groups": list(self.groups)}
        return groups | ({"owner": self.owner} if self.owner else {})


class JobRunner:
    """The jobs of one data folder, for the process that owns it. Thread-safe.

    Jobs are done in the order in which they were asked for. A job that stood at "running" when the
    process before died waits again, in front; the third time it is given up. Nothing is worked on
    before `resume` or `submit`.
    """

    def __init__(self, jobs: Jobs, uploads: Uploads, work: Work) -> None:
        self._jobs = jobs
        self._uploads = uploads
        self._work = work
        self._lock = threading.RLock()
        self._sending = threading.Lock()
        self._logs: dict[int, JobLog] = {}
        self._unsaved: dict[int, Job] = {}
        self._cancelled: set[int] = set()
        self._thread: threading.Thread | None = None
        self._is_open = self._is_closing = False

    # What is asked for

    def submit(self, path: Path, options: Options | None = None) -> Job:
        """A job that takes in a file or folder, done after all that wait."""
        return self._submit_path(path, options).job

    def upload(
        self,
        files: Sequence[tuple[str, BinaryIO]],
        *,
        key: str = "",
        groups: Collection[str] | None = None,
    ) -> Job:
        """Keep files that were sent, each with its name, and make a job that takes them in.

        The same files for the same groups with the same `key` within a day are the same job. Raises
        KeyReusedError for others with it, DocumentError if a file is too large: then there is no job.
        """
        wanted = Sent(groups=None if groups is None else tuple(sorted(set(groups))))
        return self.upload_as(lambda: wanted, files, key=key, groups=groups)

    def upload_as(
        self,
        sent: Callable[[], Sent],
        files: Sequence[tuple[str, BinaryIO]],
        *,
        owner: str = "",
        key: str = "",
        groups: Collection[str] | None = None,
    ) -> Job:
        """`upload` for an owner of keys: `sent` says where files belong, if they are not there yet."""
        if not files:
            raise DocumentError("No file was sent.", hint="Send at least one.")
        if not key:
            return self._upload(files, sent())
        digest = digest_of(files, groups)
        with self._sending:  # who sends twice at once gets one job, too
            known = self._jobs.sent.job_id(key, digest, owner)
            job = self.get(known) if known else None
            if job is None:
                job = self._upload(files, sent())
                self._jobs.sent.note(key, digest, job.id, owner)
            return job

    def _upload(self, files: Sequence[tuple[str, BinaryIO]], sent: Sent) -> Job:
        with self._lock:
            self._open()  # first: it removes what is half sent, and this is none of that
        paths = [self._uploads.store(name, stream, sent.places.get(name, "")) for name, stream in files]
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        places = list(dict.fromkeys(self._uploads.place_of(path) for path in paths))
        return self._submit("upload", f"{paths[0].name}{more}", {"places": places, **sent.options}).job

    def run(self, path: Path, options: Options | None = None) -> Iterator[IngestEvent]:
        """Submit a job and follow its files. Raises what ended it; left, it goes on."""
        log = self._submit_path(path, options)
        for event in log.follow():
            if not isinstance(event, Job):
                yield event
        job = log.job
        if log.error is not None:
            raise log.error
        if job.state != "done":
            what = "was cancelled" if job.state == "cancelled" else "was left waiting"
            message = f"Job {job.id} {what}: {job.done} of {job.total} files are through."
            raise JobError(message, hint=f"To go on: trag jobs retry {job.id}")

    def resume(self) -> list[Job]:
        """Go on with what waits or was cut off, in the background; these are the jobs."""
        with self._lock:
            self._open()
            self._start()
            return self.waiting()

    def cancel(self, job_id: int) -> Job:
        """Stop a job: at once if it waits, after the current file if it runs. Raises JobError."""
        with self._lock:
            self._open()
            log = self._logs.get(job_id)
            if log is None:
                job = self._known(job_id)
                raise JobError(f"Job {job_id} can't be cancelled: it is {job.state} already.")
            self._cancelled.add(job_id)
            if log.job.state == "queued":
                self._end(log, replace(log.job, state="cancelled"))
            return log.job

    def retry(self, job_id: int, *, whole: bool = False) -> Job:
        """A new job for the files that failed, or for all if it was ended early or `whole` is asked for.

        Raises JobError where there is nothing to try again.
        """
        job = self._known(job_id)
        if not job.is_over:
            raise JobError(
                f"Job {job_id} is {job.state}.", hint=f"Cancel it first: trag jobs cancel {job_id}"
            )
        options = self._jobs.options(job_id)
        if job.state == "done" and not whole:
            failed = [file.file for file in self._jobs.files(job_id, "failed")]
            if not failed:
                raise JobError(f"No file of job {job_id} failed.", hint="Take in its folder again instead.")
            options |= {"only": failed}
        return self._submit(job.kind, job.target, options).job

    # What is known

    def all(self) -> list[Job]:
        """All jobs that are remembered, the newest first."""
        with self._lock:
            self._open()
            return [self._live(job) for job in self._jobs.newest()]

    def get(self, job_id: int) -> Job | None:
        """The job with this id."""
        with self._lock:
            self._open()
            found = self._jobs.get(job_id)
            return self._live(found) if found else None

    def files(
        self, job_id: int, status: FileStatus | None = None, *, limit: int = -1, after: str = ""
    ) -> list[JobFile]:
        """The files of a job by name; those that were as they are now are counted only."""
        return self._jobs.files(job_id, status, limit=limit, after=after)

    def options(self, job_id: int) -> dict[str, Any]:
        """What a job was asked for beside its target."""
        return self._jobs.options(job_id)

    def waiting(self) -> list[Job]:
        """The jobs that run or wait, in the order in which they are done."""
        with self._lock:
            self._open()
            return [self._logs[job_id].job for job_id in sorted(self._logs)]

    def follow(self, job_id: int) -> Iterator[JobEvent]:
        """What happened in a job so far, and what happens as it happens; the job that is over comes last."""
        with self._lock:
            job = self._known(job_id)
            log = self._logs.get(job_id)
        if log is not None:
            yield from log.follow()
            return
        yield from replay(job, self._jobs.files(job_id))
        yield job

    # The work

    def work_off(self) -> None:
        """Do all jobs that wait, one after the other."""
        while (log := self._next()) is not None:
            self._do(log)

    def park(self) -> None:
        """Begin nothing after the current file; what is not done waits for the next opening."""
        self._is_closing = True

    def close(self, timeout: float = 30.0) -> bool:
        """Stop after the current file; what is not done waits for the next opening. False if it goes on."""
        with self._lock:
            self._is_closing = True
            thread = self._thread
        if thread is not None:
            thread.join(timeout)
        for log in list(self._logs.values()):
            log.leave()
        return thread is None or not thread.is_alive()

    def _submit_path(self, path: Path, options: Options | None) -> JobLog:
        # A job may be taken up in another folder than the one it was asked for in.
        whole = path.expanduser().absolute()
        # JSON keeps a path whose name is no text, the catalog does not.
        return self._submit("ingest", shown(str(whole)), {"path": str(whole), **(options or {})})

    def _submit(self, kind: JobKind, target: str, options: Options | None) -> JobLog:
        with self._lock:
            self._open()
            job = self._jobs.create(kind, target, options)
            log = self._logs[job.id] = JobLog(job)
            self._start()
            return log

    def _open(self) -> None:
        """Take over what the process before left."""
        if self._is_open:
            return
        self._uploads.clean()
        for job in self._jobs.runnable():
            if job.state == "running" and job.attempts >= MOST_ATTEMPTS:
                self._jobs.finish(replace(job, state="failed", error=_given_up(job)))
            else:
                waiting = self._jobs.requeue(job) if job.state == "running" else job
                self._logs[job.id] = JobLog(waiting)
        self._is_open = True

    def _start(self) -> None:
        if self._thread is None and self._logs and not self._is_closing:
            self._thread = threading.Thread(target=self.work_off, name="trag-jobs", daemon=True)
            self._thread.start()

    def _next(self) -> JobLog | None:
        with self._lock:
            self._open()
            if self._is_closing or not self._logs:
                self._thread = None
                return None
            return self._logs[min(self._logs)]

    def _do(self, log: JobLog) -> None:
        attempt = None
        try:
            with self._lock:
                if log.job.is_over:  # cancelled at the last moment
                    return
                log.tell(self._jobs.start(log.job))
            attempt = Attempt(self._jobs, log)
            job = self._take_all(log, attempt)
        except Exception as exc:  # noqa: BLE001 - whatever ends a job is told by the job
            log.error = exc
            job = replace(log.job, state="failed", error=_sentence(exc))
        if job.state == "queued":
            self._put_back(log, job, attempt)
        else:
            self._end(log, job, attempt)

    def _take_all(self, log: JobLog, attempt: Attempt) -> Job:
        """The job as it is to end, or to wait again."""
        job_id = log.job.id
        with closing(self._work(log.job, self._jobs.options(job_id))) as events:
            for event in events:
                if isinstance(event, FileIngested):
                    attempt.take(event)
                    if job_id in self._cancelled:
                        return replace(attempt.now(), state="cancelled")
                    if self._is_closing:
                        return replace(attempt.now(), state="queued", attempts=log.job.attempts - 1)
        return replace(attempt.now(), state="done")

    def _end(self, log: JobLog, job: Job, attempt: Attempt | None = None) -> None:
        try:
            job = self._jobs.finish(job, attempt.files() if attempt else ())
        except TragError:
            # A full disk has no room for this either: told from memory, and tried again at the next opening.
            logger.exception("the end of job %s can't be written", job.id)
            self._unsaved[job.id] = job
        with self._lock:
            self._logs.pop(job.id, None)
            self._cancelled.discard(job.id)
        log.tell(job, *([attempt.done(job)] if attempt and job.state == "done" else []))

    def _put_back(self, log: JobLog, job: Job, attempt: Attempt | None) -> None:
        log.tell(job)
        with suppress(TragError):  # then it looks cut off, and is taken up again just so
            self._jobs.progress(job, attempt.files() if attempt else ())

    def _known(self, job_id: int) -> Job:
        job = self.get(job_id)
        if job is None:
            raise JobError(f"There is no job {job_id}.", hint="`trag jobs` lists them.")
        return job

    def _live(self, job: Job) -> Job:
        log = self._logs.get(job.id)
        return log.job if log else self._unsaved.get(job.id, job)


def _sentence(error: Exception) -> str:
    if isinstance(error, TragError):
        return str(error)
    logger.error("a job met an error nobody expected", exc_info=error)
    return f"Something went wrong: {error!r}. What was taken in before is safe."


def _given_up(job: Job) -> str:
    far = f"with {job.done} of {job.total} files through" if job.total else "before its first file"
    return (
        f"It ended the process {job.attempts} times, the last time {far}, and is not tried again by itself. "
        f"To try once more: trag jobs retry {job.id}"
    )
