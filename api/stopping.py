"""The end of a server, in order: nothing new is begun, answers under way end, and then the server does."""

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import error_response
from api.queueing.asks import Asks
from api.streaming import server_stopping
from trag.audit import AuditLog

logger = logging.getLogger("trag.api")

# Seconds after which whoever is turned away may try again: a restart takes about that long.
RETRY_SECONDS = 10
# What monitors ask for until the last moment.
WATCHED = {"/healthz", "/readyz", "/metrics"}
# What a shell calls the exit of a process that a signal ended.
_BY_SIGNAL = 128


class Stopping:
    """Whether the server is being stopped. Thread-safe."""

    def __init__(self) -> None:
        self.is_set = False

    def begin(self) -> None:
        """Let nothing new in from now on."""
        self.is_set = True


class TurnAway:
    """Refuses what comes while the server is being stopped; a client's next try finds the next server."""

    def __init__(self, app: ASGIApp, *, stopping: Stopping) -> None:
        self._app = app
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request, or refuse it."""
        if scope["type"] != "http" or not self._stopping.is_set or scope["path"] in WATCHED:
            await self._app(scope, receive, send)
            return
        refusal = error_response(server_stopping())
        refusal.headers["Retry-After"] = str(RETRY_SECONDS)
        refusal.headers["Connection"] = "close"
        await refusal(scope, receive, send)


class PatientServer(uvicorn.Server):
    """A server that says when it is ready, and whom the first signal ends in order, the second at once.

    Answers under way get `seconds` to end; then their readers are told, in words. `on_stopping` hears of
    the end as soon as it begins.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        *,
        on_started: Callable[[], None],
        stopping: Stopping,
        asks: Asks,
        seconds: float,
        on_stopping: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(config)
        self._on_started, self._on_stopping = on_started, on_stopping
        self._stopping, self._asks, self._seconds = stopping, asks, seconds
        self._deadline: float | None = None
        self._is_over = False
        self.hurried_by = 0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        self._on_started()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  a handler's signature
        """Begin to end; the second time hurry."""
        if self._is_over:
            leave_at_once(sig)
        if self._stopping.is_set:
            self.hurried_by, self.force_exit = sig, True
        self._stopping.begin()

    async def on_tick(self, counter: int) -> bool:
        """Look, ten times a second, whether it is time to end."""
        if self._stopping.is_set and not self.should_exit:
            self._end_when_all_are_answered()
        return await super().on_tick(counter)

    def over(self) -> None:
        """From now on a signal ends the process: there is nobody left who waits for more."""
        self._is_over = True

    def _end_when_all_are_answered(self) -> None:
        if self._deadline is None:
            self._deadline = time.monotonic() + self._seconds
            logger.info("being stopped; answers under way: %d", self._asks.running)
            if self._on_stopping is not None:
                self._on_stopping()
        is_late = self.hurried_by or time.monotonic() >= self._deadline
        if is_late or not self._asks.running:
            self._asks.stop(server_stopping())
            self.should_exit = True


@contextmanager
def signals_to(server: PatientServer) -> Iterator[None]:
    """Within the block, a signal is for the server and not for the process."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {sig: signal.signal(sig, server.handle_exit) for sig in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for sig, handler in before.items():
            signal.signal(sig, handler)


def leave_at_once(sig: int, audit: AuditLog | None = None) -> None:
    """End the process now. What was acknowledged is on the disk; what runs beside us ends with us."""
    if audit is not None:
        audit.close()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(_BY_SIGNAL + sig)
