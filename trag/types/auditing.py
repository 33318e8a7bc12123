"""Values of the audit log: who did what, when, to what, and how it ended."""

from dataclasses import dataclass
from typing import Literal

# "denied": who asked may not; "failed": it could not be done; "left": the asker went away before the end.
AuditOutcome = Literal["done", "denied", "failed", "left"]


@dataclass(frozen=True, slots=True)
class AuditedAnswer:
    """What went into an answer, by ids: sources the model was given, those cited, units and people named.

    A source is the id of a document, or the file of the organisation tree.
    """

    model: str = ""
    answered_by: str = ""
    refused: bool = False
    given: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One act. `caller` is "" for somebody unknown, `address` "" for a command on this machine.

    `question` is kept only where the setting `audit_questions` says so. `left_out` counts refusals like
    this one that came too fast to be noted one by one. `id` is its place in the log.
    """

    time: str
    act: str
    caller: str
    address: str = ""
    request: str = ""
    outcome: AuditOutcome = "done"
    status: int = 0
    subjects: tuple[str, ...] = ()
    detail: str = ""
    answer: AuditedAnswer | None = None
    question: str = ""
    left_out: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which records are wanted; "" leaves all through. `since` and `until` are times or days, in UTC."""

    caller: str = ""
    act: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""
    outcome: str = ""
