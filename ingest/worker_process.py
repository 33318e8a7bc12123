"""One child process that reads files, as its parent sees it and as it sees itself."""

import multiprocessing
import os
import resource
import signal
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic
from typing import Generic, TypeVar

from ingest.blocks import ParsedDocument
from ingest.patience import allow
from trag.errors import DocumentError

Result = TypeVar("Result")
Parse = Callable[[Path], ParsedDocument]
Parsed = ParsedDocument | DocumentError
HINT = "The other documents are not concerned. Open the file in its own program and save it again."
MEGABYTE = 1024 * 1024
LONGEST_WAIT = 1800.0
MOST_MEMORY = 4096 * MEGABYTE


class Worker(Generic[Result]):
    """A child process and the file it is at; `path` is None while it has none.

    `timeout` is in seconds, half as many again for each megabyte of a file; `memory` in bytes. The
    child does `warm_up` before it looks for its first file.
    """

    def __init__(
        self,
        read: Callable[[Path], Result],
        timeout: float,
        memory: int = MOST_MEMORY,
        warm_up: Callable[[], None] | None = None,
    ) -> None:
        self._read = read
        self._warm_up = warm_up
        self._timeout = timeout
        self._memory = memory
        self._start()
        self.path: Path | None = None
        self.deadline = 0.0

    def take(self, waiting: deque[Path]) -> None:
        """Start on the next file, if there is one."""
        self.path = waiting.popleft() if waiting else None
        if self.path is None:
            return
        try:
            self.pipe.send((self.path, self._patience(self.path)))
        except OSError:  # it died while it had nothing to do
            self._restart()
            self.pipe.send((self.path, self._patience(self.path)))
        self.deadline = monotonic() + self._patience(self.path)

    def finish(self) -> tuple[Path, Result | DocumentError]:
        """The file and what came of it, which may be that the worker is lost."""
        assert self.path is not None  # noqa: S101 - only a busy worker is asked
        path, self.path = self.path, None
        try:
            if self.pipe.poll():
                received: Result | DocumentError = self.pipe.recv()
                return path, received
            problem = f"took longer than {self._patience(path):.0f} seconds to read"
        except (EOFError, OSError):
            problem = "made its reader crash"
        self._restart()
        return path, DocumentError(f"{path.name} {problem}.", hint=HINT)

    @property
    def memory_used(self) -> int:
        """The bytes that the child has in memory, as far as the system tells."""
        try:
            pages = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * resource.getpagesize()

    def kill(self) -> None:
        """End the process and what it started."""
        with suppress(ProcessLookupError, PermissionError):
            if self._process.pid is not None:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()  # for the moment before it has a group of its own
        self._process.join()
        self._process.close()
        self.pipe.close()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, far_end = context.Pipe()
        does = (far_end, self._read, self._memory, self._warm_up)
        self._process = context.Process(target=_work, args=does, daemon=True)
        # Ctrl-C is for the parent, which stops its workers itself: the child inherits this mask.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        far_end.close()

    def _restart(self) -> None:
        self.kill()
        self._warm_up = None  # there may be a file for it at once
        self._start()

    def _patience(self, path: Path) -> float:
        try:
            megabytes = path.stat().st_size / MEGABYTE
        except OSError:
            megabytes = 0
        return min(self._timeout * (1 + megabytes / 2), max(self._timeout, LONGEST_WAIT))


def read_limited(read: Callable[[Path], Result], path: Path, timeout: float, memory: int) -> Result:
    """What `read` makes of the file in a process of its own. Raises DocumentError where that fails."""
    worker = Worker(read, timeout, memory)
    try:
        worker.take(deque([path]))
        wait([worker.pipe], max(0.0, worker.deadline - monotonic()))
        _, result = worker.finish()
    finally:
        worker.kill()
    if isinstance(result, DocumentError):
        raise result
    return result


def _work(
    pipe: Connection, read: Callable[[Path], Result], memory: int, warm_up: Callable[[], None] | None
) -> None:
    """Read what comes through the pipe, until it closes."""
    os.setsid()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, most))
    if warm_up is not None:
        with suppress(Exception):  # what is amiss is told of the first file that meets it
            warm_up()
    while True:
        try:
            path, seconds = pipe.recv()
        except (EOFError, OSError):
            return
        allow(seconds)
        pipe.send(_result(path, read, memory))


def _result(path: Path, read: Callable[[Path], Result], memory: int) -> Result | DocumentError:
    try:
        return read(path)
    except DocumentError as error:
        return DocumentError(error.message, hint=error.hint)
    except MemoryError:
        limit = memory // MEGABYTE
        return DocumentError(f"{path.name} needs more than {limit} MB of memory to read.", hint=HINT)
    except Exception as exc:  # noqa: BLE001 - whatever a parser raises is that file's error
        return DocumentError(f"{path.name} can't be read: {exc!r}.", hint=HINT)


def _end_with_parent() -> None:
    """End this process and what it started when its parent is gone, even in the middle of a file."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.killpg(0, signal.SIGKILL)
