"""Stopping an answer that nobody waits for any more, from another thread, wherever it is."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from threading import Lock
from typing import TypeVar

from trag.errors import AnswerStoppedError

T = TypeVar("T")


class Stop:
    """Ends one answer. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_set = False
        self._hang_ups: list[Callable[[], None]] = []

    @property
    def is_set(self) -> bool:
        """True once the answer is to end."""
        return self._is_set

    def set(self) -> None:
        """End the answer: hang up wherever somebody waits for more of it."""
        with self._lock:
            self._is_set = True
            hang_ups, self._hang_ups = self._hang_ups, []
        for hang_up in hang_ups:
            hang_up()

    def on_set(self, hang_up: Callable[[], None]) -> None:
        """Have `hang_up` called by `set`; at once if that was called before."""
        with self._lock:
            if not self._is_set:
                self._hang_ups.append(hang_up)
                return
        hang_up()


_CURRENT: ContextVar[Stop | None] = ContextVar("trag_stop", default=None)


@contextlib.contextmanager
def stoppable_by(stop: Stop) -> Iterator[None]:
    """Within the block, `stop` ends what this thread draws from a model."""
    before = _CURRENT.set(stop)
    try:
        yield
    finally:
        _CURRENT.reset(before)


def current_stop() -> Stop | None:
    """What ends the answer that this thread is drawing."""
    return _CURRENT.get()


def until_stopped(pieces: Iterable[T]) -> Iterator[T]:
    """The pieces. Raises AnswerStoppedError at the first one that comes after the stop."""
    for piece in pieces:
        stop = _CURRENT.get()
        if stop is not None and stop.is_set:
            raise AnswerStoppedError("The answer was stopped before its end.", hint="Ask again.")
        yield piece
