"""What an answer has said so far: written by one thread, read by clients at their own pace, and again."""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from trag.types import Queued

E = TypeVar("E")

# Far more than an answer needs; what is over it waits until it is read.
MOST_EVENTS = 2000
MOST_CHARACTERS = 1_000_000
# Seconds that a client may leave what waits for it unread.
STALL_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Kept(Generic[E]):
    """An event with its number, and as the name and JSON of a server-sent event."""

    number: int
    event: E
    name: str
    data: str


@dataclass(eq=False, slots=True)
class _Reader:
    passed: int
    loop: asyncio.AbstractEventLoop
    news: asyncio.Event


class Buffer(Generic[E]):
    """The events of one answer, within bounds. Thread-safe."""

    def __init__(self, *, most_events: int = MOST_EVENTS, most_characters: int = MOST_CHARACTERS) -> None:
        self._most = (most_events, most_characters)
        self._changed = threading.Condition()
        self._kept: deque[Kept[E]] = deque()
        self._next = 1
        self._lost = 0
        self._characters = 0
        self._readers: list[_Reader] = []
        self._is_closed = False
        self._error: BaseException | None = None

    @property
    def characters(self) -> int:
        """How much is kept."""
        return self._characters

    @property
    def error(self) -> BaseException | None:
        """What readers get at the end, if that is an error."""
        return self._error

    @property
    def readers(self) -> int:
        """How many read."""
        return len(self._readers)

    def has_all_after(self, number: int) -> bool:
        """True if no event after this number is lost, and there was one of this number."""
        return self._lost <= number < self._next

    def put(self, event: E, name: str, data: str) -> bool:
        """Keep an event once there is room for it; False if that is closed, or nobody read for too long."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._is_closed or self._make_room(), STALL_SECONDS):
                return False
            return self._append(event, name, data)

    def put_position(self, event: E, name: str, data: str) -> None:
        """Keep a place in the line instead of the one before; never waits."""
        with self._changed:
            if self._kept and isinstance(self._kept[-1].event, Queued):
                self._characters -= len(self._kept.pop().data)
            self._append(event, name, data)

    def close(self, error: BaseException | None = None) -> None:
        """Nothing more comes; readers who are through get the error. The first call counts."""
        with self._changed:
            if not self._is_closed:
                self._is_closed, self._error = True, error
                self._tell()

    async def read(self, after: int = 0) -> AsyncIterator[Kept[E]]:
        """The events after this number as they come. Raises the error at their end; KeyError."""
        reader = _Reader(after, asyncio.get_running_loop(), asyncio.Event())
        with self._changed:
            if not self.has_all_after(after):
                raise KeyError(after)
            self._readers.append(reader)
        try:
            while (found := await self._next_for(reader)) is not None:
                yield found
        finally:
            with self._changed:
                self._readers.remove(reader)
                self._changed.notify_all()

    async def _next_for(self, reader: _Reader) -> Kept[E] | None:
        while True:
            with self._changed:
                reader.news.clear()
                if found := self._after(reader.passed):
                    reader.passed = found.number
                    self._changed.notify_all()
                    return found
                if self._is_closed:
                    if self._error is not None:
                        raise self._error.with_traceback(None)
                    return None
            await reader.news.wait()

    def _after(self, number: int) -> Kept[E] | None:
        # Whoever lags behind has passed most of what is kept: the search begins at the end.
        found = None
        for kept in reversed(self._kept):
            if kept.number <= number:
                break
            found = kept
        return found

    def _append(self, event: E, name: str, data: str) -> bool:
        if self._is_closed:
            return False
        self._kept.append(Kept(self._next, event, name, data))
        self._next += 1
        self._characters += len(data)
        self._tell()
        return True

    def _make_room(self) -> bool:
        """Forget what every reader has passed, as far as needed; True when there is room."""
        passed = min((reader.passed for reader in self._readers), default=0)
        while self._is_full() and self._kept and self._kept[0].number <= passed:
            dropped = self._kept.popleft()
            self._characters -= len(dropped.data)
            self._lost = dropped.number
        return not self._is_full()

    def _is_full(self) -> bool:
        return len(self._kept) >= self._most[0] or self._characters >= self._most[1]

    def _tell(self) -> None:
        self._changed.notify_all()
        for reader in self._readers:
            with contextlib.suppress(RuntimeError):  # its loop is closed: the server was stopped
                reader.loop.call_soon_threadsafe(reader.news.set)
