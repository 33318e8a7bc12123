"""Jobs: long work on the documents, and how far it is."""

from dataclasses import dataclass
from typing import Literal

from trag.types.documents import FileIngested, FileStatus, IngestDone

JobKind = Literal["ingest", "upload"]
JobState = Literal["queued", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Job:
    """Work that was asked for: `target` is the folder or file, `done` of `total` files are through.

    A job that is "running" in a catalog nobody has open was cut off, and is taken up again.
    `seconds` is the time worked on it and `attempts` counts its starts, but for those that were stopped
    in order; `file` is the one that got through last, and `speed` the files a second of late, while it runs.
    """

    id: int
    kind: JobKind
    target: str
    state: JobState
    created_at: str
    finished_at: str = ""
    done: int = 0
    total: int = 0
    failed: int = 0
    seconds: float = 0.0
    attempts: int = 0
    error: str = ""
    file: str = ""
    speed: float = 0.0

    @property
    def is_over(self) -> bool:
        """True when nothing more will happen to it."""
        return self.state in {"done", "failed", "cancelled"}

    @property
    def rate(self) -> float:
        """Files a second, of late where that is known; 0 before the first."""
        return self.speed or (self.done / self.seconds if self.seconds else 0.0)

    @property
    def seconds_left(self) -> float | None:
        """How long it may still take; None while that can't be told."""
        return (self.total - self.done) / self.rate if self.rate else None


@dataclass(frozen=True, slots=True)
class JobFile:
    """One file of a job and how it came through; `attempts` counts the times it was tried.

    `error` says why it could not be read, `remark` what of one that was taken in could not.
    """

    job_id: int
    file: str
    status: FileStatus
    chunks: int = 0
    error: str = ""
    attempts: int = 1
    remark: str = ""


# A Job tells of its state: whenever that changes, and every second; one that is over is the last event.
JobEvent = Job | FileIngested | IngestDone
