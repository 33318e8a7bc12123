"""Questions: answers and contexts."""

import uuid
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Request

from api.dependencies import AsksDep, CallerDep, DoorDep
from api.describing import problems
from api.problems import NotFoundError
from api.queueing.replies import answer_stream, end_of
from api.responses import AnswerGiven, ContextRead
from api.schemas import AnswerWanted, QuestionSent
from trag.types import AnswerEvent
from trag.wire import Json, answer_event_to_wire, answer_to_json, context_to_wire

router = APIRouter(tags=["answers"])

_EVENTS: dict[str, Any] = {"text/event-stream": {"schema": {"type": "string"}}}
LastEventId = Annotated[
    str, Header(max_length=200, description="The id of the last event that arrived; without it, all come.")
]


@router.post(
    "/answers",
    summary="Answer a question",
    response_model=None,
    responses={
        200: {"model": AnswerGiven, "content": _EVENTS, "description": "The answer, or its events"},
        **problems("model", "model_request", "stopping", "queue_full", "too_many_asks"),
    },
)
async def answer(
    wanted: AnswerWanted, request: Request, door: DoorDep, asks: AsksDep, caller: CallerDep
) -> Any:
    """Answer a question, as JSON or as a stream of events.

    A stream (`"stream": true`, or `Accept: text/event-stream`) sends `entities`, `sources`, `queued` (how
    many questions the model answers before), `token` and `verification` as they come, and `done` with the
    whole answer last; or `error` with problem details.
    """
    number = uuid.uuid4().hex

    def events() -> Iterator[AnswerEvent]:
        return door.stream(wanted.question, wanted.turns)

    streams = wanted.stream or "text/event-stream" in request.headers.get("accept", "")
    resumable = wanted.resumable and streams
    run = asks.begin(
        caller, events, lambda event: answer_event_to_wire(event, number), number, resumable=resumable
    )
    if streams:
        return answer_stream(run)
    return answer_to_json((await end_of(request, run)).event.answer, number)


@router.get(
    "/answers/{answer_id}/events",
    summary="Go on reading an answer",
    response_model=None,
    responses={
        200: {"content": _EVENTS, "description": "The events after that one"},
        **problems("not_found", "invalid_request"),
    },
)
async def events(answer_id: str, asks: AsksDep, caller: CallerDep, last_event_id: LastEventId = "") -> Any:
    """The events of an answer after `Last-Event-ID`: of one under way, or for 60 seconds after its end.

    Only for whoever asked. A client that goes away ends an answer that is not `resumable`.
    """
    run = asks.find(answer_id, caller)
    after = _number(last_event_id, answer_id)
    if not run.buffer.has_all_after(after):
        raise NotFoundError(f"What followed the event {after} is not kept any more.", hint="Ask again.")
    return answer_stream(run, after)


@router.post(
    "/context",
    summary="Show what the model would read",
    response_model=None,
    responses={200: {"model": ContextRead}, **problems("model")},
)
def context(wanted: QuestionSent, door: DoorDep) -> Json:
    """What the model would get to read for a question; no model is needed."""
    return context_to_wire(door.context(wanted.question, wanted.turns), uuid.uuid4().hex)


def _number(event_id: str, answer_id: str) -> int:
    if not event_id:
        return 0
    of, _, number = event_id.rpartition(":")
    # Few digits: no answer has more events, and int() is slow with many.
    if of != answer_id or not (number.isascii() and number.isdigit() and len(number) < 10):  # noqa: PLR2004
        raise HTTPException(422, "Last-Event-ID is the id of no event of this answer.")
    return int(number)
