"""The JSON shapes of trag's values: the same for the API, its client and the command line."""

from dataclasses import asdict
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from trag import errors
from trag.errors import ApiError, CasesError, TragError, TreeError
from trag.types import (
    Answer,
    AnswerEvent,
    Context,
    Done,
    EntitiesFound,
    FileIngested,
    IndexMade,
    IngestDone,
    IngestEvent,
    Job,
    JobEvent,
    PassagesEmbedded,
    Queued,
    ReindexEvent,
    SourcesFound,
    Token,
    Verification,
)

Json = dict[str, Any]
T = TypeVar("T")

_ANSWER_EVENTS: dict[str, type[EntitiesFound | SourcesFound | Queued | Token | Verification]] = {
    "entities": EntitiesFound,
    "sources": SourcesFound,
    "queued": Queued,
    "token": Token,
    "verification": Verification,
}
_ANSWER_NAMES = {kind: name for name, kind in _ANSWER_EVENTS.items()}


def to_json(value: Any) -> Json:
    """Any of trag's frozen values as plain JSON, field by field."""
    return asdict(value)


def from_json(kind: type[T], data: object) -> T:
    """The value of type `kind` that `data` describes. Raises ValueError if it describes none."""
    read: Any = kind  # mypy does not see that a type can be a key of the cache
    value: T = _adapter(read).validate_python(data)
    return value


def answer_to_json(answer: Answer, id: str) -> Json:  # noqa: A002  the key's own name
    """An answer as scripts, the page and the client read it."""
    data = asdict(answer)
    if not data["indexing"]:
        del data["indexing"]  # it is there when it says something
    for citation in data["citations"]:
        # A citation is of one passage; which ones a source was joined from is told with the sources.
        del citation["passages"]
    return {"id": id, "question": data.pop("question"), "answer": data.pop("text"), **data}


def answer_from_json(data: Json) -> Answer:
    """The answer that `answer_to_json` wrote. Raises ValueError if `data` is none."""
    return from_json(Answer, {**data, "text": data.get("answer")})


def context_to_json(context: Context, id: str) -> Json:  # noqa: A002  the key's own name
    """A context as scripts read it: entities by id, sources in full."""
    return {
        "id": id,
        "context": context.text,
        "tokens": context.tokens,
        "entities": [entity.id for entity in context.entities],
        "sources": [asdict(source) for source in context.sources],
    }


def context_to_wire(context: Context, id: str) -> Json:  # noqa: A002  the key's own name
    """A context with everything the client needs to build the same one again."""
    more = {"facts": asdict(context)["facts"], "entities_found": [asdict(e) for e in context.entities]}
    return context_to_json(context, id) | more


def context_from_wire(data: Json) -> Context:
    """The context that `context_to_wire` wrote. Raises ValueError if `data` is none."""
    return from_json(
        Context, {**data, "text": data.get("context"), "entities": data.get("entities_found", ())}
    )


def answer_event_to_wire(event: AnswerEvent, id: str) -> tuple[str, Json]:  # noqa: A002  as above
    """An answer's event as the (name, data) of a server-sent event."""
    if isinstance(event, Done):
        return "done", answer_to_json(event.answer, id)
    return _ANSWER_NAMES[type(event)], asdict(event)


def answer_event_from_wire(name: str, data: Json) -> AnswerEvent | None:
    """The event that was sent; None for a name this version does not know. Raises ValueError."""
    if name == "done":
        return Done(answer_from_json(data))
    kind = _ANSWER_EVENTS.get(name)
    return from_json(kind, data) if kind else None


def ingest_event_to_wire(event: IngestEvent) -> tuple[str, Json]:
    """An ingest's event as the (name, data) of a server-sent event."""
    return ("done" if isinstance(event, IngestDone) else "file"), asdict(event)


def ingest_event_from_wire(name: str, data: Json) -> IngestEvent | None:
    """The event that was sent; None for a name this version does not know. Raises ValueError."""
    if name == "done":
        return from_json(IngestDone, data)
    return from_json(FileIngested, data) if name == "file" else None


def reindex_event_to_wire(event: ReindexEvent) -> tuple[str, Json]:
    """How far a new index is, as the (name, data) of a server-sent event."""
    return ("done" if isinstance(event, IndexMade) else "passages"), asdict(event)


def reindex_event_from_wire(name: str, data: Json) -> ReindexEvent | None:
    """The event that was sent; None for a name this version does not know. Raises ValueError."""
    if name == "done":
        return from_json(IndexMade, data)
    return from_json(PassagesEmbedded, data) if name == "passages" else None


def job_to_json(job: Job) -> Json:
    """A job as scripts, the page and the client read it, with its pace."""
    left = job.seconds_left
    return asdict(job) | {
        "rate": round(job.rate, 2),
        "seconds_left": None if left is None or job.is_over else round(left, 1),
    }


def job_event_to_wire(event: JobEvent) -> tuple[str, Json]:
    """A job's event as the (name, data) of a server-sent event."""
    return ("job", job_to_json(event)) if isinstance(event, Job) else ingest_event_to_wire(event)


def job_event_from_wire(name: str, data: Json) -> JobEvent | None:
    """The event that was sent; None for a name this version does not know. Raises ValueError."""
    return from_json(Job, data) if name == "job" else ingest_event_from_wire(name, data)


def error_to_json(error: TragError) -> Json:
    """An error's own members of problem details; `problems` only where there is a list of them."""
    if not isinstance(error, TreeError | CasesError):
        return {"code": error.code, "detail": error.message, "hint": error.hint}
    detail = error.message.removesuffix(_listed(error.problems))
    return {"code": error.code, "detail": detail, "hint": error.hint, "problems": list(error.problems)}


def error_from_json(data: object, status: int) -> TragError:
    """The very error the server met where trag knows its code, otherwise an ApiError."""
    body = data if isinstance(data, dict) else {}
    code, detail, hint = (str(body.get(key) or "") for key in ("code", "detail", "hint"))
    detail = detail or str(body.get("title") or "") or f"The server answered with status {status}."
    kind = _kinds().get(code)
    if kind is None:
        return ApiError(detail, code=code or "unknown", status=status, hint=hint)
    if issubclass(kind, TreeError | CasesError):
        listed = body.get("problems")
        return kind(detail, tuple(map(str, listed if isinstance(listed, list) else ())), hint=hint)
    return kind(detail, hint=hint)


def _listed(problems: tuple[str, ...]) -> str:
    return "".join(f"\n  {problem}" for problem in problems)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _kinds() -> dict[str, type[TragError]]:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, TragError)]
    return {kind.code: kind for kind in kinds if kind not in {TragError, ApiError}}
