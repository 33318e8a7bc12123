"""llama.cpp's server in a child process on loopback: started, watched and stopped from here."""

import atexit
import contextlib
import json
import queue
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from trag.errors import ModelStartError

CHILD = Path(__file__).with_name("llama_child.py")
ATTEMPTS = 2
TAIL = 2000


@dataclass(frozen=True, slots=True)
class Address:
    """Where a running server is, and the key it asks for."""

    url: str
    key: str


class LlamaServer:
    """One llama.cpp server for one model file; `start` is also how it is started again."""

    def __init__(
        self,
        model: Path,
        *,
        context_length: int,
        threads: int,
        start_timeout: float = 120,
        command: Sequence[str] = (),
    ) -> None:
        self._model = model
        self._context_length = context_length
        self._threads = threads
        self._start_timeout = start_timeout
        # -P: the child must not import from its own folder, where our adapters are named like libraries.
        self._command = list(command) or [sys.executable, "-P", str(CHILD)]
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._address: Address | None = None
        self._log: IO[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id; None when it does not run."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def has_ended(self, within: float = 1) -> bool:
        """Whether the child is gone, or goes in the next `within` seconds."""
        process = self._process
        try:
            return process is None or process.wait(timeout=within) is not None
        except subprocess.TimeoutExpired:
            return False

    def start(self) -> Address:
        """Where the server is; started if it does not run. Raises ModelStartError after two attempts."""
        with self._lock:
            if self._address and self.pid is not None:
                return self._address
            failures = []
            for _ in range(ATTEMPTS):
                try:
                    return self._launch()
                except _NotStartedError as exc:
                    failures.append(str(exc))
            raise ModelStartError(
                f"The model {self._model} did not start, twice: {failures[-1]}",
                hint="See `trag doctor`. A slow machine may need a larger `start_timeout`, "
                "a small memory a smaller `context_length` or model.",
            )

    def close(self) -> None:
        """Stop the server; may be called more than once."""
        with self._lock:
            self._stop()

    def _launch(self) -> Address:
        self._stop()
        self._log = tempfile.TemporaryFile(prefix="trag-llama-")  # noqa: SIM115  closed in _stop
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and file
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            start_new_session=True,  # Ctrl-C in the terminal is for trag, which decides what it means
        )
        atexit.register(self.close)
        try:
            self._address = self._hand_over(self._process)
        except BaseException:
            self._stop()
            raise
        return self._address

    def _hand_over(self, process: subprocess.Popen[bytes]) -> Address:
        key = secrets.token_urlsafe(32)
        options = {
            "model": str(self._model),
            "context_length": self._context_length,
            "threads": self._threads,
            "key": key,
        }
        assert process.stdin is not None  # noqa: S101  it is a pipe
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(options).encode() + b"\n")
            process.stdin.flush()
        return Address(str(self._ready_line(process)["url"]), key)

    def _ready_line(self, process: subprocess.Popen[bytes]) -> dict[str, str]:
        lines: queue.Queue[bytes] = queue.Queue()
        assert process.stdout is not None  # noqa: S101  it is a pipe
        read = process.stdout.readline
        threading.Thread(target=lambda: lines.put(read()), daemon=True).start()
        try:
            line = lines.get(timeout=self._start_timeout)
            return dict(json.loads(line))
        except queue.Empty as exc:
            waited = f"it was not ready after {self._start_timeout:g} s"
            raise _NotStartedError(f"{waited}.\n{self._tail()}") from exc
        except ValueError as exc:
            process.wait(timeout=5)
            raise _NotStartedError(f"it ended with code {process.returncode}.\n{self._tail()}") from exc

    def _tail(self) -> str:
        if not self._log:
            return ""
        size = self._log.seek(0, 2)
        self._log.seek(max(0, size - TAIL))
        return self._log.read().decode("utf-8", errors="replace").strip()

    def _stop(self) -> None:
        atexit.unregister(self.close)
        process, self._process, self._address = self._process, None, None
        if process:
            process.kill()  # it keeps nothing that would have to be saved
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with contextlib.suppress(OSError, ValueError):
                        pipe.close()
        if self._log:
            self._log.close()
            self._log = None


class _NotStartedError(Exception):
    """One attempt to start failed."""
