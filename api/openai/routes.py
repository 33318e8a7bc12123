"""POST /v1/chat/completions and GET /v1/models."""

import time
import uuid
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request

from api.dependencies import AsksDep, CallerDep, DoorDep
from api.openai.asking import asked_of
from api.openai.errors import ChatRequestError, OpenAIRoute
from api.openai.replies import MODEL, Reply, completion
from api.openai.schemas import ChatWanted, ErrorReply
from api.openai.streaming import reply_events
from api.queueing.replies import RunResponse, end_of
from trag.types import AnswerEvent
from trag.wire import Json, answer_event_to_wire

_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorReply, "description": "The parameter `param` can't be answered as it is"},
    401: {"model": ErrorReply, "description": "This needs a valid key (`invalid_api_key`)"},
    403: {"model": ErrorReply, "description": "The request comes from another site"},
    404: {"model": ErrorReply, "description": "There is no such model (`model_not_found`)"},
    408: {"model": ErrorReply, "description": "The body came too slowly"},
    409: {"model": ErrorReply, "description": "The index was made with another embedder"},
    413: {"model": ErrorReply, "description": "The body is too long"},
    415: {"model": ErrorReply, "description": "The body is no JSON"},
    429: {
        "model": ErrorReply,
        "description": "Too many questions at once; see Retry-After",
    },
    500: {"model": ErrorReply, "description": "Something went wrong in the server"},
    502: {"model": ErrorReply, "description": "The model server refused, failed or went away"},
    503: {"model": ErrorReply, "description": "Nobody can answer now; ask again later"},
}
router = APIRouter(tags=["OpenAI-compatible"], route_class=OpenAIRoute, responses=_REFUSALS)
_MODEL = {"id": MODEL, "object": "model", "created": 0, "owned_by": "trag"}


@router.post(
    "/chat/completions",
    summary="Answer as OpenAI's API does",
    response_model=None,
    responses={200: {"content": {"text/event-stream": {}}, "description": "The reply, or its chunks"}},
)
async def chat_completions(
    wanted: ChatWanted, request: Request, door: DoorDep, asks: AsksDep, caller: CallerDep
) -> Any:
    """Answer the last question of a conversation, with the API of OpenAI's chat completions."""
    _known(wanted.model)
    asked = asked_of(wanted.messages)
    reply = Reply(f"chatcmpl-{uuid.uuid4().hex}", int(time.time()), wanted.trag.sources)

    def events() -> Iterator[AnswerEvent]:
        return door.stream(asked.question, asked.history)

    run = asks.begin(caller, events, lambda event: answer_event_to_wire(event, reply.id), reply.id)
    if wanted.stream:
        counts = wanted.counts_tokens
        return RunResponse(run, lambda found: reply_events(found, reply, counts_tokens=counts))
    return completion(reply, (await end_of(request, run)).event.answer)


@router.get("/models", summary="List the model")
async def models() -> Json:
    """The one model there is: trag, with all its checks."""
    return {"object": "list", "data": [_MODEL]}


@router.get("/models/{model}", summary="Look at the model")
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
