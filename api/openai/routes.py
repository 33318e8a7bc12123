"""POST /v1/chat/completions and GET /v1/models."""

import time
import uuid
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request

from api.dependencies import DoorDep
from api.openai.asking import asked_of
from api.openai.errors import ChatRequestError, OpenAIRoute
from api.openai.replies import MODEL, Reply, completion
from api.openai.schemas import ChatWanted
from api.openai.streaming import reply_events
from api.streaming import Pump, sse_response, until_left
from trag.errors import ModelRequestError
from trag.types import AnswerEvent, Done
from trag.wire import Json

router = APIRouter(tags=["OpenAI-compatible"], route_class=OpenAIRoute)
_MODEL = {"id": MODEL, "object": "model", "created": 0, "owned_by": "trag"}


@router.post(
    "/chat/completions",
    response_model=None,
    responses={200: {"content": {"text/event-stream": {}}, "description": "The reply, or its chunks"}},
)
async def chat_completions(wanted: ChatWanted, request: Request, door: DoorDep) -> Any:
    """Answer the last question of a conversation, with the API of OpenAI's chat completions."""
    _known(wanted.model)
    asked = asked_of(wanted.messages)
    reply = Reply(f"chatcmpl-{uuid.uuid4().hex}", int(time.time()), wanted.trag.sources)

    def events() -> Iterator[AnswerEvent]:
        return door.stream(asked.question, asked.history)

    pump = Pump(events)
    if wanted.stream:
        counts = wanted.counts_tokens
        return sse_response(pump, lambda found: reply_events(found, reply, counts_tokens=counts))
    for event in reversed(await until_left(request, pump)):
        if isinstance(event, Done):
            return completion(reply, event.answer)
    raise ModelRequestError("The answer ended before it was complete.", hint="Ask again.")


@router.get("/models")
async def models() -> Json:
    """The one model there is: trag, with all its checks."""
    return {"object": "list", "data": [_MODEL]}


@router.get("/models/{model}")
async def model(model: str) -> Json:
    """What there is to know of the model `trag`."""
    _known(model)
    return _MODEL


def _known(name: str) -> None:
    if name != MODEL:
        raise ChatRequestError(
            f"There is no model {name[:60]!r}.",
            "model",
            code="model_not_found",
            status=404,
            hint=f"The only one is {MODEL!r}; the server's settings name the language model behind it.",
        )
