"""Questions: answers and contexts."""

import uuid
from typing import Any

from fastapi import APIRouter, Request

from api.dependencies import DoorDep
from api.describing import problems
from api.responses import AnswerGiven, ContextRead
from api.schemas import AnswerWanted, QuestionSent
from api.streaming import Pump, event_stream, until_left
from trag.errors import ModelRequestError
from trag.types import Done
from trag.wire import Json, answer_event_to_wire, answer_to_json, context_to_wire

router = APIRouter(tags=["answers"])


@router.post(
    "/answers",
    summary="Answer a question",
    response_model=None,
    responses={
        200: {
            "model": AnswerGiven,
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
            "description": "The answer, or its events",
        },
        **problems("model", "model_request", "busy", "stopping"),
    },
)
async def answer(wanted: AnswerWanted, request: Request, door: DoorDep) -> Any:
    """Answer a question, as JSON or as a stream of events.

    A stream (`"stream": true`, or `Accept: text/event-stream`) sends `entities`, `sources`, `token` and
    `verification` as they come, and `done` with the whole answer last; or `error` with problem details.
    """
    number = uuid.uuid4().hex

    def events() -> Any:
        return door.stream(wanted.question, wanted.turns)

    if wanted.stream or "text/event-stream" in request.headers.get("accept", ""):
        return event_stream(events, lambda event: answer_event_to_wire(event, number))
    for event in reversed(await until_left(request, Pump(events))):
        if isinstance(event, Done):
            return answer_to_json(event.answer, number)
    raise ModelRequestError("The answer ended before it was complete.", hint="Ask again.")


@router.post(
    "/context",
    summary="Show what the model would read",
    response_model=None,
    responses={200: {"model": ContextRead}, **problems("model")},
)
def context(wanted: QuestionSent, door: DoorDep) -> Json:
    """What the model would get to read for a question; no model is needed."""
    return context_to_wire(door.context(wanted.question, wanted.turns), uuid.uuid4().hex)
