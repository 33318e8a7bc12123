"""Blocking iterators as asynchronous ones, and as server-sent events."""

import asyncio
import contextlib
import contextvars
import json
import logging
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from typing import Any, Generic, TypeVar

import anyio
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.errors import BusyError, problem_details, unexpected
from trag.errors import AnswerStoppedError, ApiError, TragError
from trag.wire import Json

logger = logging.getLogger("trag.api")
T = TypeVar("T")

# Seconds between signs of life: a model on a CPU may read for a minute before its first word.
PING_SECONDS = 10
# Items that may wait for the client: enough to keep the work going, too few to flood the event loop.
_AHEAD = 64
# Streams at once, each a thread: far more than any model can serve, few enough for any machine.
MOST_STREAMS = 64
THREAD_NAME = "trag-stream"
_END = object()


class Pump(Generic[T]):
    """Runs a blocking iterator in a thread of its own and closes it as soon as nobody listens.

    A thread of its own, because a model that thinks for minutes must not use up the pool
    that all other requests share.
    """

    def __init__(self, items: Callable[[], Iterator[T]]) -> None:
        if len(_streams()) >= MOST_STREAMS:
            raise BusyError(f"{MOST_STREAMS} questions are being answered already.", hint="Ask again later.")
        self._make = items
        self._left = threading.Event()
        self._room = threading.Semaphore(_AHEAD)
        self._queue: asyncio.Queue[object] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()

    async def items(self) -> AsyncGenerator[T, None]:
        """The items; an error of the iterator is raised here."""
        run = contextvars.copy_context().run  # what the thread logs carries the request's id
        threading.Thread(target=run, args=(self._run,), name=THREAD_NAME, daemon=True).start()
        try:
            while (item := await self._queue.get()) is not _END:
                if isinstance(item, BaseException):
                    raise item
                self._room.release()
                yield item  # type: ignore[misc]  # only T, exceptions and _END are put
        finally:
            self._leave()

    def stop(self, reason: BaseException | None = None) -> None:
        """End the iteration after what is there already, with `reason`; called in the event loop."""
        self._leave()
        self._queue.put_nowait(reason or _END)

    def _leave(self) -> None:
        self._left.set()
        self._room.release()  # the thread may wait for room

    def _run(self) -> None:
        try:
            items = self._make()
            with contextlib.closing(_closable(items)):
                for item in items:
                    self._room.acquire()
                    if self._left.is_set():
                        return
                    self._put(item)
        except BaseException as exc:  # noqa: BLE001  handed to whoever listens
            self._put(exc)
        finally:
            self._put(_END)

    def _put(self, item: object) -> None:
        # The loop is closed when the server was stopped in the middle: then nobody listens.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._queue.put_nowait, item)


def wait_for_streams(seconds: float) -> None:
    """Wait until the iterators nobody listens to any more are closed, at most `seconds` in all."""
    end = time.monotonic() + seconds
    for thread in _streams():
        thread.join(max(0.0, end - time.monotonic()))


def _streams() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == THREAD_NAME]


class _Nothing:
    def close(self) -> None:
        """Do nothing: the iterator has nothing to close."""


def _closable(items: Any) -> Any:
    return items if hasattr(items, "close") else _Nothing()


def event_stream(
    items: Callable[[], Iterator[T]], to_wire: Callable[[T], tuple[str, Json]]
) -> EventSourceResponse:
    """The items as server-sent events; an error becomes the last event, named "error"."""
    return sse_response(Pump(items), lambda found: _events(found, to_wire))


def sse_response(
    pump: Pump[T], render: Callable[[AsyncIterator[T]], AsyncIterator[ServerSentEvent]]
) -> EventSourceResponse:
    """What `render` makes of the pump's items, sent as it comes; `render` also tells of their errors."""
    ending = anyio.Event()
    return EventSourceResponse(
        _rendered(pump, render, ending),
        ping=PING_SECONDS,
        sep="\n",
        shutdown_event=ending,
        shutdown_grace_period=2,
    )


async def _rendered(
    pump: Pump[T],
    render: Callable[[AsyncIterator[T]], AsyncIterator[ServerSentEvent]],
    ending: anyio.Event,
) -> AsyncIterator[ServerSentEvent]:
    watch = asyncio.create_task(_stop_at(ending, pump))
    try:
        async with contextlib.aclosing(pump.items()) as found:
            async for event in render(found):
                yield event
    finally:
        watch.cancel()


async def _events(
    found: AsyncIterator[T], to_wire: Callable[[T], tuple[str, Json]]
) -> AsyncIterator[ServerSentEvent]:
    try:
        async for item in found:
            yield event(*to_wire(item))
    except TragError as exc:
        yield event("error", problem_details(exc))
    except Exception as exc:  # noqa: BLE001  logged there; the client gets a number
        yield event("error", problem_details(unexpected(exc, "a stream")))


async def _stop_at(ending: anyio.Event, pump: Pump[T]) -> None:
    await ending.wait()
    pump.stop(server_stopping())


def server_stopping() -> ApiError:
    """What is said to all who listen when the server ends."""
    return ApiError(
        "The server is being stopped.", code="stopping", status=503, hint="Ask again in a moment."
    )


def client_left() -> AnswerStoppedError:
    """What is kept as the end of an answer whose client went away."""
    return AnswerStoppedError("The answer was stopped: its client went away.", hint="Ask again.")


def event(name: str, data: Json) -> ServerSentEvent:
    """A server-sent event."""
    # ASCII only: some characters outside it count as line ends in readers of event streams.
    return ServerSentEvent(data=json.dumps(data), event=name, sep="\n")
