"""Values about backups."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that was made: when, how long it took, and what is in it."""

    made_at: str
    seconds: float
    bytes: int
    documents: int
    passages: int
