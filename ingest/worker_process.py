"""One child process that parses files, as its parent sees it and as it sees itself."""

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

from ingest.blocks import ParsedDocument
from trag.errors import DocumentError

Parse = Callable[[Path], ParsedDocument]
Parsed = ParsedDocument | DocumentError
HINT = "The other documents are not concerned. Open the file in its own program and save it again."
MEGABYTE = 1024 * 1024
MOST_MEMORY = 4096 * MEGABYTE


class Worker:
    """A child process and the file it is at; `path` is None while it has none."""

    def __init__(self, parse: Parse, timeout: float) -> None:
        self._parse = parse
        self._timeout = timeout
        self._start()
        self.path: Path | None = None
        self.deadline = 0.0

    def take(self, waiting: deque[Path]) -> None:
        """Start on the next file, if there is one."""
        self.path = waiting.popleft() if waiting else None
        if self.path is None:
            return
        try:
            self.pipe.send(self.path)
        except OSError:  # it died while it had nothing to do
            self._restart()
            self.pipe.send(self.path)
        self.deadline = monotonic() + self._patience(self.path)

    def finish(self) -> tuple[Path, Parsed]:
        """The file and what came of it, which may be that the worker is lost."""
        assert self.path is not None  # noqa: S101 - only a busy worker is asked
        path, self.path = self.path, None
        try:
            if self.pipe.poll():
                received: Parsed = self.pipe.recv()
                return path, received
            problem = f"took longer than {self._patience(path):.0f} seconds to read"
        except (EOFError, OSError):
            problem = "made its reader crash"
        self._restart()
        return path, DocumentError(f"{path.name} {problem}.", hint=HINT)

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
        self._process = context.Process(target=_work, args=(far_end, self._parse), daemon=True)
        # Ctrl-C is for the parent, which stops its workers itself: the child inherits this mask.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        far_end.close()

    def _restart(self) -> None:
        self.kill()
        self._start()

    def _patience(self, path: Path) -> float:
        try:
            megabytes = path.stat().st_size / MEGABYTE
        except OSError:
            megabytes = 0
        return self._timeout * (1 + megabytes / 2)


def _work(pipe: Connection, parse: Parse) -> None:
    """Parse what comes through the pipe, until it closes."""
    os.setsid()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, most))
    while True:
        try:
            path = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(_parsed(path, parse))


def _parsed(path: Path, parse: Parse) -> Parsed:
    try:
        return parse(path)
    except DocumentError as error:
        return DocumentError(error.message, hint=error.hint)
    except MemoryError:
        limit = MOST_MEMORY // MEGABYTE
        return DocumentError(f"{path.name} needs more than {limit} MB of memory to read.", hint=HINT)
    except Exception as exc:  # noqa: BLE001 - whatever a parser raises is that file's error
        return DocumentError(f"{path.name} can't be read: {exc!r}.", hint=HINT)


def _end_with_parent() -> None:
    """End this process and what it started when its parent is gone, even in the middle of a file."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.killpg(0, signal.SIGKILL)
