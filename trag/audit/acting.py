"""Who acts now, and what is learnt of the act on its way through: for a record that is written at its end.

The API and the command line begin an act for whatever is asked of them; the parts that know more note it.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from trag.types import AnswerEvent, Citation, Done, SourcesFound
from trag.types.auditing import AuditedAnswer, AuditOutcome, AuditRecord
from trag.types.people import OWNER

Write = Callable[[AuditRecord], None]


@dataclass(slots=True)
class Acting:
    """An act that goes on. `caller` and `ids` are asked at the end, when it is known who and what it was.

    `is_written` once a record of it was written, by whoever knows best when it ends.
    """

    caller: Callable[[], str] = lambda: OWNER.id
    ids: Callable[[], tuple[str, ...]] = tuple
    address: str = ""
    request: str = ""
    act: str = ""
    subjects: list[str] = field(default_factory=list)
    detail: str = ""
    is_written: bool = False

    def record(self, act: str, outcome: AuditOutcome, *, status: int = 0) -> AuditRecord:
        """The record of the act as it stands."""
        return AuditRecord(
            time=datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            act=self.act or act,
            caller=self.caller(),
            address=self.address,
            request=self.request,
            outcome=outcome,
            status=status,
            subjects=tuple(dict.fromkeys([*self.ids(), *self.subjects])),
            detail=self.detail,
        )


_current: ContextVar[Acting | None] = ContextVar("trag_acting", default=None)


@contextmanager
def acting(act: Acting) -> Iterator[Acting]:
    """Let what happens in this context belong to an act."""
    token = _current.set(act)
    try:
        yield act
    finally:
        _current.reset(token)


def current() -> Acting | None:
    """The act that goes on here, if any."""
    return _current.get()


def note(*subjects: str, act: str = "", detail: str = "") -> None:
    """Tell what the present act is about, by ids; and its name, where that is known only now."""
    present = _current.get()
    if present is not None:
        present.subjects += subjects
        present.act = act or present.act
        present.detail = detail or present.detail


def watched(
    events: Iterator[AnswerEvent], question: str, model: str, write: Write, *, keeps_questions: bool
) -> Iterator[AnswerEvent]:
    """The events of an answer, of which a record is written at their end, whatever ends them.

    Outside of any act nothing is noted: nobody asked, a part of trag did.
    """
    present = _current.get()
    if present is None:
        return events
    asked = question if keeps_questions else ""
    return _watched(events, AuditRecord("", "", "", question=asked), AuditedAnswer(model), present, write)


def _watched(
    events: Iterator[AnswerEvent],
    base: AuditRecord,
    answer: AuditedAnswer,
    present: Acting,
    write: Write,
) -> Iterator[AnswerEvent]:
    present.is_written = True
    outcome: AuditOutcome = "left"
    try:
        for event in events:
            if isinstance(event, SourcesFound):
                answer = replace(answer, given=_ids(event.sources))
            elif isinstance(event, Done):
                answer, outcome = _with_end(answer, event), "done"
            yield event
    except Exception as exc:
        outcome = "failed"
        present.detail = getattr(exc, "code", type(exc).__name__)
        raise
    finally:
        close = getattr(events, "close", None)
        if close is not None:
            close()
        record = present.record("asked", outcome)
        write(replace(record, question=base.question, answer=answer))


def _with_end(answer: AuditedAnswer, event: Done) -> AuditedAnswer:
    told = event.answer
    return replace(
        answer,
        model=answer.model if told.answered_by == "model" else "",
        answered_by=told.answered_by,
        refused=told.refused,
        cited=_ids(told.citations),
        entities=told.entities,
        tokens=told.tokens,
    )


def _ids(sources: Iterable[Citation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.document_id or one.file for one in sources))
