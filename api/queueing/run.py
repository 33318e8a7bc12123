"""An answer under way: drawn in threads, but in none while it waits for its turn."""

import asyncio
import contextvars
import json
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from api.queueing.buffer import STALL_SECONDS, Buffer, Kept
from api.queueing.line import Line
from api.streaming import THREAD_NAME, client_left
from trag.errors import AnswerStoppedError, TragError
from trag.stopping import Stop, stoppable_by
from trag.types import Answer, Done, Queued
from trag.types.conversations import MessageBegun
from trag.wire import Json

logger = logging.getLogger("trag.api")
E = TypeVar("E")

# Seconds that a resumable answer goes on without a reader.
GRACE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Wanted(Generic[E]):
    """An answer that is wanted: by whom, where its events come from, and how they are sent."""

    caller: str
    make: Callable[[], Iterator[E]]
    to_wire: Callable[[E], tuple[str, Json]]
    resumable: bool = False


class Run(Generic[E]):
    """An answer, from the moment it is admitted. It goes on as long as somebody reads `events`.

    `desk` limits how many questions are being understood at once, `models` how many the model answers.
    """

    def __init__(
        self,
        run_id: str,
        wanted: Wanted[E],
        *,
        desk: Line,
        models: Line,
        on_change: Callable[["Run[E]"], None],
    ) -> None:
        self.id, self.caller = run_id, wanted.caller
        self.buffer: Buffer[Any] = Buffer()
        self.is_over = self.wants_model = False
        self.answer: Answer | None = None
        self._wanted, self._on_change = wanted, on_change
        self._items: Iterator[E] | None = None
        self._context = contextvars.copy_context()  # what its threads log carries the request's id
        self._stop = Stop()
        self._lock = threading.Lock()
        self._is_drawing = self._has_turn = self._has_waited = False
        self._error: BaseException | None = None
        self._desk = desk.ticket(wanted.caller, self._told_at_the_desk)
        self._model = models.ticket(wanted.caller, self._told_by_the_model)

    def start(self) -> None:
        """Begin, or wait for the chance to."""
        self._desk.enter()

    async def events(self, after: int = 0) -> AsyncGenerator[Kept[Any], None]:
        """The events after this number. Raises the error the answer ends with."""
        async with aclosing(self.buffer.read(after)) as found:  # type: ignore[type-var]
            async for kept in found:
                yield kept

    def left(self) -> None:
        """A client has gone: without any other, the answer ends, if it is resumable after a while."""
        if self.is_over or self.buffer.readers:
            return
        if self._wanted.resumable:
            asyncio.get_running_loop().call_later(GRACE_SECONDS, self._end_if_deserted)
        else:
            self._end_if_deserted()

    def stop(self, reason: BaseException) -> None:
        """End the answer now, for this reason."""
        self.buffer.close(reason)
        self._stop.set()
        self._draw_on()

    def _end_if_deserted(self) -> None:
        if not self.is_over and not self.buffer.readers:
            self.stop(client_left())

    def _told_at_the_desk(self, position: int) -> None:
        if position == 0:
            self._draw_on()

    def _told_by_the_model(self, position: int) -> None:
        if position or self._has_waited:
            self._has_waited = True
            self.buffer.put_position(*_waiting(position))
        if position == 0:
            self._has_turn = True
            self._on_change(self)
            self._draw_on()

    @property
    def has_turn(self) -> bool:
        """True once the model works for it."""
        return self._has_turn

    def _draw_on(self) -> None:
        with self._lock:
            if self._is_drawing or self.is_over:
                return
            self._is_drawing = True
        try:
            threading.Thread(target=self._work, name=THREAD_NAME, daemon=True).start()
        except RuntimeError as exc:  # no thread left on this machine
            self._end(exc)

    def _work(self) -> None:
        if not self._context.run(self._draw):
            self._end(self._error)
            return
        self._desk.leave()
        with self._lock:
            self._is_drawing = False
        self.wants_model = True
        self._on_change(self)
        self._model.enter()
        if self._stop.is_set:
            self._draw_on()  # to its end: nobody else would

    def _draw(self) -> bool:
        """True when the answer can't go on before it is its turn at the model."""
        try:
            with stoppable_by(self._stop):
                if self._items is None and not self._stop.is_set:
                    self._items = self._wanted.make()
                while not self._stop.is_set and self._items is not None:
                    event = next(self._items)
                    if isinstance(event, Queued):
                        if not self._has_turn:
                            return True
                    else:
                        self._keep(event)
        except StopIteration:
            pass
        except BaseException as exc:
            self._error = exc
            if not isinstance(exc, TragError):  # each reader gets it without the calls that led to it
                logger.error("an answer failed", exc_info=exc)  # noqa: TRY400  of an error that is kept
        return False

    def _keep(self, event: E) -> None:
        if isinstance(event, MessageBegun):
            self.id = event.id
            self._on_change(self)
        if isinstance(event, Done):
            self.answer = event.answer
        name, data = self._wanted.to_wire(event)
        # ASCII only: some characters outside it count as line ends in readers of event streams.
        if not self.buffer.put(event, name, json.dumps(data)) and not self._stop.is_set:
            slow = f"The answer was stopped: nobody read it for {STALL_SECONDS:g} seconds."
            self.stop(AnswerStoppedError(slow, hint="Ask again, and read the stream as it comes."))

    def _end(self, error: BaseException | None) -> None:
        try:
            if hasattr(self._items, "close"):
                self._context.run(self._close)
        except Exception:
            logger.exception("an answer could not be closed")
        finally:
            self.is_over = True
            self._items = None
            self._desk.leave()
            self._model.leave()
            self.buffer.close(error)
            self._on_change(self)

    def _close(self) -> None:
        items: Any = self._items
        with stoppable_by(self._stop):
            items.close()


def _waiting(position: int) -> tuple[Queued, str, str]:
    return Queued(position), "queued", json.dumps({"position": position})
