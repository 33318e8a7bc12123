"""A reply chunk by chunk, as clients of OpenAI's API read it."""

import json
from collections.abc import AsyncIterator

from sse_starlette import ServerSentEvent

from api.errors import unexpected
from api.openai.errors import error_body_of
from api.openai.replies import Flow, Reply, chunk, details, tail, usage_chunk
from api.queueing.buffer import Kept
from trag.errors import ModelRequestError, TragError
from trag.types import Answer, AnswerEvent, Done, Token
from trag.wire import Json


async def reply_events(
    found: AsyncIterator[Kept[AnswerEvent]], reply: Reply, *, counts_tokens: bool = False
) -> AsyncIterator[ServerSentEvent]:
    """The events of a streamed reply; an error takes the place of the rest."""
    try:
        async for part in _chunks(found, reply, counts_tokens=counts_tokens):
            # ASCII only: some characters outside it count as line ends in readers of event streams.
            yield ServerSentEvent(data=json.dumps(part), sep="\n")
    except TragError as exc:
        yield ServerSentEvent(data=json.dumps(error_body_of(exc)), sep="\n")
    except Exception as exc:  # noqa: BLE001  logged there; the client gets a number
        shown = error_body_of(unexpected(exc, "a stream"))
        yield ServerSentEvent(data=json.dumps(shown), sep="\n")
    else:
        yield ServerSentEvent(data="[DONE]", sep="\n")


async def _chunks(
    found: AsyncIterator[Kept[AnswerEvent]], reply: Reply, *, counts_tokens: bool
) -> AsyncIterator[Json]:
    flow = Flow()
    answer: Answer | None = None
    yield chunk(reply, {"role": "assistant", "content": ""})
    async for event in (kept.event async for kept in found):
        if isinstance(event, Token) and (text := flow.take(event.text)):
            yield chunk(reply, {"content": text})
        elif isinstance(event, Done):
            answer = event.answer
    if answer is None:
        raise ModelRequestError("The answer ended before it was complete.", hint="Ask again.")
    if below := tail(reply, answer):
        yield chunk(reply, {"content": below})
    yield chunk(reply, {"trag": details(reply, answer)}, finish="stop")
    if counts_tokens:
        yield usage_chunk(reply, answer)
