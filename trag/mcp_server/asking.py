"""Blocking questions from asynchronous tools: with signs of progress, and an end when nobody waits."""

import threading
from collections.abc import Callable, Coroutine
from contextlib import closing
from typing import Any, TypeVar

from trag.client import Client
from trag.errors import ModelRequestError
from trag.types import Answer, AnswerEvent, Done, EntitiesFound, Queued, SourcesFound, Token

T = TypeVar("T")
Report = Callable[[float, float | None, str | None], Coroutine[Any, Any, None]]


async def in_thread(work: Callable[[], T]) -> T:
    """What `work` gives, run in a thread that is left alone when nobody waits any more."""
    import anyio.to_thread

    return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)


async def answer_of(client: Client, question: str, report: Report) -> Answer:
    """The answer to a question, each step of it reported. Cancelled, it stops the model."""
    left = threading.Event()
    try:
        return await in_thread(lambda: _answer(client, question, report, left))
    finally:
        left.set()


def _answer(client: Client, question: str, report: Report, left: threading.Event) -> Answer:
    import anyio.from_thread

    events: Any = client.stream(question)
    with closing(events):
        for number, event in enumerate(events):
            if isinstance(event, Done):
                return event.answer
            if left.is_set():
                break
            anyio.from_thread.run(report, float(number), None, _step(event))
    raise ModelRequestError("The answer ended before it was complete.", hint="Ask again.")


def _step(event: AnswerEvent) -> str | None:
    if isinstance(event, EntitiesFound):
        return "Looking in the documents"
    if isinstance(event, SourcesFound):
        return f"Reading {len(event.sources)} sources"
    if isinstance(event, Queued):
        return f"Questions before this one: {event.position}" if event.position else "The model is at work"
    return event.text if isinstance(event, Token) else None
