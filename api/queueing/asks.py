"""All answers under way, and those that were given a moment ago."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from api.problems import UNKNOWN, NotFoundError
from api.queueing.limits import Limits, Pace, QueueFullError, TooManyAsksError, TooManyError
from api.queueing.line import Line
from api.queueing.run import Run, Wanted
from api.queueing.watching import Nobody, Watch
from trag.errors import TragError
from trag.stopping import Stop
from trag.types import Caller
from trag.wire import Json

E = TypeVar("E")

# Questions that are understood and looked up at once, each in a thread; the others wait without one.
DESKS = 16
# Seconds, and characters in all, for which answers are kept after their end.
KEPT_SECONDS = 60.0
KEPT_CHARACTERS = 32_000_000


class Asks:
    """Lets questions in, within limits. Thread-safe."""

    def __init__(
        self, limits: Limits, *, clock: Callable[[], float] = time.monotonic, watch: Watch | None = None
    ) -> None:
        self.limits = limits
        self._clock = clock
        self._watch: Watch = watch or Nobody()
        self._desk, self._models = Line(DESKS), Line(limits.slots)
        self._pace = Pace(limits.slots)
        self._lock = threading.Lock()
        self._running: set[Run[Any]] = set()
        self._waits: dict[Run[Any], float] = {}
        self._turns: dict[Run[Any], float] = {}
        self._ended: dict[Run[Any], float] = {}

    @property
    def waiting(self) -> int:
        """How many questions wait for the model."""
        return self._models.waiting

    @property
    def running(self) -> int:
        """How many questions are under way, those that wait among them."""
        with self._lock:
            return len(self._running)

    def begin(
        self,
        caller: Caller,
        make: Callable[[], Iterator[E]],
        to_wire: Callable[[E], tuple[str, Json]],
        run_id: str,
        *,
        resumable: bool = False,
    ) -> Run[E]:
        """An answer that is under way from now on. Raises QueueFullError, TooManyAsksError, before any work.

        A conversation's message gives it an id of its own.
        """
        wanted = Wanted(caller.id, make, to_wire, resumable)
        run = Run(run_id, wanted, desk=self._desk, models=self._models, on_change=self._note)
        with self._lock:
            self._forget_old()
            try:
                self._refuse_too_many(caller.id)
            except TooManyError as refusal:
                self._watch.turned_away(refusal.code)
                raise
            self._running.add(run)
        run.start()
        return run

    @contextmanager
    def turn(self, caller: str, stop: Stop) -> Iterator[None]:
        """A turn at the model for what asks outside of requests; waited for in this thread, until `stop`."""
        has_turn = threading.Event()
        ticket = self._models.ticket(caller, lambda place: None if place else has_turn.set())
        stop.on_set(has_turn.set)
        ticket.enter()
        try:
            has_turn.wait()
            yield
        finally:
            ticket.leave()

    def find(self, run_id: str, caller: Caller) -> Run[Any]:
        """The answer with this id, if this caller asked for it. Raises NotFoundError."""
        with self._lock:
            self._forget_old()
            for run in (*self._running, *self._ended):
                if run.id == run_id and run.caller == caller.id:
                    return run
        raise NotFoundError(
            f"There is no answer {run_id[:80]!r} under way.",
            hint=f"An answer can be read again for {KEPT_SECONDS:g} seconds, by whoever asked.",
        )

    def stop(self, reason: BaseException) -> None:
        """End all answers, for this reason."""
        with self._lock:
            running = list(self._running)
        for run in running:
            run.stop(reason)

    def _refuse_too_many(self, caller_id: str) -> None:
        most = self.limits.most_of(caller_id)
        if sum(run.caller == caller_id for run in self._running) >= most:
            raise TooManyAsksError(
                f"{most} of your questions are being answered already.",
                retry_after=self._pace.seconds_for(1),
                hint="Ask again when one of them is answered.",
            )
        if (there := len(self._running)) >= self.limits.slots + self.limits.queue:
            raise QueueFullError(
                f"{there} questions are being answered already, or wait for it.",
                retry_after=self._pace.seconds_for(there - self.limits.queue),
                hint="Ask again later.",
            )

    def _note(self, run: Run[Any]) -> None:
        with self._lock:
            if run.is_over:
                self._running.discard(run)
                self._ended[run] = self._clock()
                self._waits.pop(run, None)
                self._tell_end(run)
                if (turn := self._turns.pop(run, None)) is not None:
                    self._pace.note(self._clock() - turn)
                self._forget_old()
            elif run.has_turn:
                self._turns.setdefault(run, self._clock())
                if (since := self._waits.pop(run, None)) is not None:
                    self._watch.waited(self._clock() - since)
            elif run.wants_model:
                self._waits.setdefault(run, self._clock())

    def _tell_end(self, run: Run[Any]) -> None:
        if run.answer is not None:
            self._watch.answered(run.answer)
        else:
            error = run.buffer.error
            self._watch.failed(error.code if isinstance(error, TragError) else UNKNOWN)

    def _forget_old(self) -> None:
        kept = sum(run.buffer.characters for run in self._ended)
        for run, end in list(self._ended.items()):  # the oldest first
            if self._clock() - end < KEPT_SECONDS and kept <= KEPT_CHARACTERS:
                return
            kept -= run.buffer.characters
            del self._ended[run]
