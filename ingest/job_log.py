"""What happened in one job so far, for any number of followers."""

import threading
from collections.abc import Iterator
from time import monotonic

from trag.types import FileIngested, IngestDone, Job, JobEvent

# Seconds after which a follower hears of the job though nothing happened, and may notice that nobody listens.
PULSE = 1.0
# Events handed over at once: a late follower does not hold up the worker.
SLICE = 1000


class JobLog:
    """The events of a job while it waits and runs: who comes late gets all, who is slow delays nobody."""

    def __init__(self, job: Job) -> None:
        self.error: Exception | None = None
        self._job = job
        self._events: list[FileIngested | IngestDone] = []
        self._is_left = False
        self._changed = threading.Condition()

    @property
    def job(self) -> Job:
        """The job as it is now."""
        return self._job

    def tell(self, job: Job, *events: FileIngested | IngestDone) -> None:
        """The job is so far now, by these events."""
        with self._changed:
            self._job = job
            self._events += events
            self._changed.notify_all()

    def leave(self) -> None:
        """Nothing more will be told here, though the job is not over."""
        with self._changed:
            self._is_left = True
            self._changed.notify_all()

    def follow(self) -> Iterator[JobEvent]:
        """Everything so far, then what happens as it happens; the job comes last when it is over or left."""
        seen, told = 0, monotonic()
        last = self._job
        if not last.is_over:
            yield last
        while True:
            some, job, is_end = self._wait(seen, last)
            yield from some
            seen += len(some)
            if is_end:
                yield job
                return
            if not job.is_over and (job.state != last.state or monotonic() - told >= PULSE):
                last, told = job, monotonic()
                yield job

    def _wait(self, seen: int, last: Job) -> tuple[list[FileIngested | IngestDone], Job, bool]:
        with self._changed:
            self._changed.wait_for(lambda: self._has_news(seen, last), timeout=PULSE)
            some = self._events[seen : seen + SLICE]
            is_end = (self._job.is_over or self._is_left) and seen + len(some) == len(self._events)
            return some, self._job, is_end

    def _has_news(self, seen: int, last: Job) -> bool:
        return len(self._events) > seen or self._job.state != last.state or self._is_left
