"""A model that answers when a test lets it, and tells what became of it."""

import queue
import threading
from collections.abc import Sequence
from typing import Any

from api.queueing.asks import Asks
from trag.engines.fakes import FakeGenerator
from trag.protocols import Generator, TextStream
from trag.types import Message

# Seconds after which a test gives up; nothing is measured by it.
LONG = 60
# A new piece comes every so many seconds, until the model may finish.
PACE = 0.01


class Switch(FakeGenerator):
    """The model of a workspace that several tests share: each puts its own here."""

    def __init__(self) -> None:
        super().__init__()
        self.now: Generator = FakeGenerator()

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",
    ) -> TextStream:
        """The answer of the model of this test."""
        return self.now.generate(messages, max_tokens=max_tokens, schema=schema, scope=scope)


class HeldModel(FakeGenerator):
    """Each answer gives empty pieces until there is a permit for it, then what the fake model says."""

    def __init__(self) -> None:
        super().__init__()
        self.permits = threading.Semaphore(0)
        self.begun: queue.Queue[str] = queue.Queue()
        self.ended: queue.Queue[str] = queue.Queue()
        self.pieces = 0
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()

    def let(self, answers: int) -> None:
        """Let so many answers come to their end."""
        self.permits.release(answers)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",
    ) -> TextStream:
        """The answer, once there is a permit."""
        question = messages[-1].content.strip().splitlines()[-1]
        self._count(1)
        self.begun.put(question)
        try:
            while not self.permits.acquire(timeout=PACE):
                self.pieces += 1
                yield ""
            yield from super().generate(messages, max_tokens=max_tokens, schema=schema)
        finally:
            self._count(-1)
            self.ended.put(question)

    def _count(self, change: int) -> None:
        with self._lock:
            self._at_once += change
            self.most_at_once = max(self.most_at_once, self._at_once)


def settled(asks: Asks) -> None:
    """Returns once no answer is under way: the last thread gives its slot back a moment after its end."""
    pause = threading.Event()
    for _ in range(LONG * 100):
        if not asks.running:
            return
        pause.wait(0.01)
    raise AssertionError(f"{asks.running} answers are still under way")
