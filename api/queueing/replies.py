"""An answer under way as a response: a stream of events that can be resumed, or the whole of it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
from fastapi import Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from sse_starlette.sse import SendTimeoutError
from starlette.types import Receive, Scope, Send

from api import streaming
from api.errors import problem_details, unexpected
from api.queueing import buffer
from api.queueing.buffer import Kept
from api.queueing.run import Run
from trag.errors import ModelRequestError, TragError
from trag.types import Done

Render = Callable[[AsyncIterator[Kept[Any]]], AsyncIterator[ServerSentEvent]]


class RunResponse(EventSourceResponse):
    """The events of an answer, which is left when the client goes or does not read."""

    def __init__(self, run: Run[Any], render: Render, after: int = 0) -> None:
        ending = anyio.Event()
        super().__init__(
            _rendered(run, render, ending, after),
            ping=streaming.PING_SECONDS,
            sep="\n",
            send_timeout=buffer.STALL_SECONDS,
            shutdown_event=ending,
            shutdown_grace_period=2,
        )
        self._run = run

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events."""
        try:
            with contextlib.suppress(SendTimeoutError):
                await super().__call__(scope, receive, send)
        finally:
            self._run.left()


def answer_stream(run: Run[Any], after: int = 0) -> RunResponse:
    """The events after this number, each with its id; an error becomes the last one, named "error"."""
    return RunResponse(run, lambda found: _told(run, found), after)


async def end_of(request: Request, run: Run[Any]) -> Kept[Any]:
    """The event that holds the whole answer, which ends when the client leaves. Raises ModelRequestError."""
    watch = asyncio.create_task(_leave_with(request, run))
    try:
        async with contextlib.aclosing(run.events()) as found:
            async for kept in found:
                if isinstance(kept.event, Done):
                    return kept
    finally:
        watch.cancel()
        run.left()
    raise ModelRequestError("The answer ended before it was complete.", hint="Ask again.")


async def _leave_with(request: Request, run: Run[Any]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    run.stop(streaming.client_left())


async def _rendered(
    run: Run[Any], render: Render, ending: anyio.Event, after: int
) -> AsyncIterator[ServerSentEvent]:
    watch = asyncio.create_task(_stop_at(ending, run))
    try:
        async with contextlib.aclosing(run.events(after)) as found:
            async for event in render(found):
                yield event
    finally:
        watch.cancel()


async def _stop_at(ending: anyio.Event, run: Run[Any]) -> None:
    await ending.wait()
    run.stop(streaming.server_stopping())


async def _told(run: Run[Any], found: AsyncIterator[Kept[Any]]) -> AsyncIterator[ServerSentEvent]:
    try:
        async for kept in found:
            yield _event(kept.name, kept.data, f"{run.id}:{kept.number}")
    except TragError as exc:
        yield _error(exc)
    except Exception as exc:  # noqa: BLE001  logged there; the client gets a number
        yield _error(unexpected(exc, "a stream"))


def _error(error: TragError) -> ServerSentEvent:
    return streaming.event("error", problem_details(error))


def _event(name: str, data: str, event_id: str) -> ServerSentEvent:
    return ServerSentEvent(data=data, event=name, id=event_id, sep="\n")
