"""A process that has imported everything, and forks one that does a task for every line it reads.

    python tests/faults/forker.py

Each task is done by a process of its own, which is killed for real; only the imports, seconds for
each, are spared. It answers with the exit code: minus the signal for a process that was killed.
"""

import contextlib
import importlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMPORTED = (
    "alembic.command", "chromadb", "chromadb.api.client", "ingest.containers", "ingest.parsing",
    "llama_index.vector_stores.chroma", "nltk.corpus", "sqlalchemy", "trag.workspace",
    "unstructured.partition.csv",
)  # fmt: skip


class Forker:
    """The process that forks others, from outside."""

    def __init__(self) -> None:
        command = [sys.executable, "-W", "ignore", str(Path(__file__))]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(  # noqa: S603 - our own file
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
        )

    def run(self, task: str) -> int:
        """The exit code of a process that did this task."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{task}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=30)


def main() -> None:
    """Do the tasks on standard input, each in a process of its own."""
    from tests.faults.tasks import task_of

    for module in IMPORTED:
        importlib.import_module(module)
    read_papers()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            perform_and_end(line)
        print(_waited(pid, task_of(line).kill_after), flush=True)  # noqa: T201 - its caller reads it


def read_papers() -> None:
    """Read each paper once, for what the parsers import when they are first asked."""
    from ingest.containers import is_container, unpack
    from ingest.parsing import parse
    from ingest.sniffing import sniff
    from tests.faults.papers import write_papers

    with tempfile.TemporaryDirectory() as folder:
        write_papers(Path(folder, "papers"), 2)
        for path in [path for path in Path(folder, "papers").rglob("*") if path.is_file()]:
            with contextlib.suppress(Exception):  # one of them is broken on purpose
                parse(path)
                if is_container(sniff(path)):
                    unpack(path, sniff(path), Path(folder))


def perform_and_end(line: str) -> None:
    """Do one task and end this process."""
    from tests.faults.tasks import perform, task_of

    code = 1
    task = task_of(line)
    try:
        # What belongs to the caller is not the task's to read and write.
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(os.open(f"{task.result}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 1)
        os.dup2(1, 2)
        perform(task)
        code = 0
    except BaseException:  # noqa: BLE001 - told by the exit code and the log
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _waited(pid: int, kill_after: float) -> int:
    end = time.monotonic() + kill_after
    while kill_after:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= end:
            os.kill(pid, signal.SIGKILL)
            break
        time.sleep(0.001)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    main()
