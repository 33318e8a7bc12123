"""Jobs: long work on the documents, and how far it is."""

from dataclasses import dataclass
from typing import Literal

from trag.types.documents import FileStatus

JobKind = Literal["ingest", "reindex"]
JobState = Literal["queued", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Job:
    """Work that was asked for: `target` is the folder or file, `done` of `total` files are through.

    A job that is "running" in a catalog nobody has open was cut off, and is taken up again.
    `seconds` is the time worked on it, over all attempts.
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

    @property
    def rate(self) -> float:
        """Files a second so far; 0 before the first."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long it may still take; None while that can't be told."""
        return (self.total - self.done) / self.rate if self.rate else None


@dataclass(frozen=True, slots=True)
class JobFile:
    """One file of a job and how it came through; `attempts` counts the times it was tried."""

    job_id: int
    file: str
    status: FileStatus
    chunks: int = 0
    error: str = ""
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class PassagesEmbedded:
    """How far a new index is: `done` of `total` passages have a vector in it, after `seconds`."""

    done: int
    total: int
    seconds: float


@dataclass(frozen=True, slots=True)
class IndexMade:
    """The end of a reindex: the embedder whose index answers from now on, and how many passages it has."""

    embedder: str
    passages: int
    seconds: float


ReindexEvent = PassagesEmbedded | IndexMade
