"""Parsers that outlive a job, so that the next one finds them started."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

from ingest.worker import ParserPool

# Seconds without a job after which the processes end.
IDLE = 300.0


class KeptParsers:
    """The pool of a data folder, lent to one job after the other. Thread-safe.

    It ends `idle` seconds after the last job, or with `close`; a job that still has it then ends it.
    """

    def __init__(self, make: Callable[[], ParserPool], idle: float = IDLE) -> None:
        self._make = make
        self._idle = idle
        self._lock = threading.Lock()
        self._kept: ParserPool | None = None
        self._timer: threading.Timer | None = None
        self._is_closed = False

    @contextmanager
    def lent(self) -> Generator[ParserPool, None, None]:
        """The pool, for the length of the block: nobody else has it meanwhile, and nothing ends it."""
        pool = self._take() or self._make()
        try:
            yield pool
        finally:
            self._put_back(pool)

    def close(self) -> None:
        """End what is kept, and keep nothing from now on."""
        with self._lock:
            self._is_closed = True
        if pool := self._take():
            pool.close()

    def _take(self) -> ParserPool | None:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            pool, self._kept = self._kept, None
            return pool

    def _put_back(self, pool: ParserPool) -> None:
        is_worth_it = pool.trim()
        with self._lock:
            if is_worth_it and self._kept is None and not self._is_closed:
                self._kept = pool
                self._timer = threading.Timer(self._idle, self._end, [pool])
                self._timer.name, self._timer.daemon = "trag-parsers", True
                self._timer.start()
                return
        pool.close()

    def _end(self, pool: ParserPool) -> None:
        with self._lock:
            if self._kept is not pool:  # lent again at the last moment
                return
            self._kept = self._timer = None
        pool.close()
