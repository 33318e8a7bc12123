"""Parsing in child processes: a file that crashes, hangs or eats memory costs one named error."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from ingest.blocks import ParsedDocument
from ingest.parsing import parse
from trag.errors import DocumentError

Parse = Callable[[Path], ParsedDocument]
Parsed = ParsedDocument | DocumentError
HINT = "The other documents are not concerned. Open the file in its own program and save it again."


class ParserPool:
    """Worker processes that parse one file each at a time, `timeout` seconds at most a file.

    Workers start with the first file and live until the pool is closed, so that heavy imports
    happen once; a worker that dies or takes too long is replaced.
    """

    def __init__(self, workers: int = 1, timeout: float = 120, parse: Parse = parse) -> None:
        self._count = workers
        self._timeout = timeout
        self._parse = parse
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the workers, whatever they are doing."""
        while self._workers:
            self._workers.pop().kill()

    def parse_all(self, paths: Sequence[Path]) -> Generator[tuple[Path, Parsed], None, None]:
        """Each path with its document or the error it gave, in the order in which they get done.

        Each worker parses one file ahead of the caller, so that parsing and what the caller does
        with a document overlap.
        """
        waiting = deque(paths)
        while len(self._workers) < min(self._count, len(waiting)):
            self._workers.append(_Worker(self._parse))
        for worker in self._workers:
            worker.take(waiting)
        while busy := [worker for worker in self._workers if worker.path is not None]:
            for worker in self._done(busy):
                path, result = worker.path, worker.result()
                if isinstance(result, _Lost):
                    self._workers[self._workers.index(worker)] = worker = _Worker(self._parse)  # noqa: PLW2901
                worker.take(waiting)
                if path is not None:
                    yield path, result.error(path) if isinstance(result, _Lost) else result

    def _done(self, busy: Sequence["_Worker"]) -> list["_Worker"]:
        """The workers with a result, or without hope of one."""
        patience = max(0.0, min(worker.since for worker in busy) + self._timeout - monotonic())
        ready = wait([worker.pipe for worker in busy], patience)
        late = [worker for worker in busy if monotonic() - worker.since >= self._timeout]
        for worker in late:
            if worker.pipe not in ready:
                worker.is_late = True
        return [worker for worker in busy if worker.pipe in ready or worker.is_late]


class _Lost:
    """A worker died or was too slow over a file."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def error(self, path: Path) -> DocumentError:
        return DocumentError(f"{path.name} {self.reason}.", hint=HINT)


class _Worker:
    """One child process and the file it is at."""

    def __init__(self, parse: Parse) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, far_end = context.Pipe()
        self._process = context.Process(target=_work, args=(far_end, parse), daemon=True)
        self._process.start()
        far_end.close()
        self.path: Path | None = None
        self.since = 0.0
        self.is_late = False

    def take(self, waiting: deque[Path]) -> None:
        """Start on the next file, if there is one."""
        self.path = waiting.popleft() if waiting else None
        self.since = monotonic()
        if self.path is not None:
            self.pipe.send(self.path)

    def result(self) -> Parsed | _Lost:
        """What came of the file."""
        if self.is_late:
            self.kill()
            return _Lost(f"took longer than {monotonic() - self.since:.0f} seconds to read")
        try:
            received: Parsed = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            self.kill()
            return _Lost("made its reader crash")
        return received

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _work(pipe: Connection, parse: Parse) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Ctrl-C is for the parent, which stops its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            path = pipe.recv()
        except (EOFError, ConnectionResetError):
            return
        try:
            result: Parsed = parse(path)
        except DocumentError as error:
            result = DocumentError(error.message, hint=error.hint)
        except Exception as exc:  # noqa: BLE001 - whatever a parser raises is that file's error
            result = DocumentError(f"{path.name} can't be read: {exc!r}.", hint=HINT)
        pipe.send(result)


def _end_with_parent() -> None:
    """End this process when its parent is gone, even in the middle of a file."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
