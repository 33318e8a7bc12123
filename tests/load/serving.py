"""A real `trag serve` with the paced model, and what it costs the machine meanwhile: `serving.py` serves."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.load.paced import MOMENTS, SENTENCE, SENTENCES, SPEED
from trag.settings import load_settings
from trag.types.accounts import NewKey, NewUser
from trag.types.people import EVERYONE, CallerRole
from trag.workspace import Workspace

ROOT = Path(__file__).parents[2]
PAPER = "# Leave\n\nParental leave is 16 weeks.\n\nAnnual leave is 24 days.\n"
PAUSE = 0.25


@dataclass(frozen=True)
class Pace:
    """How fast the model speaks, and how much."""

    words_a_second: float = 20.0
    sentences: int = 5

    @property
    def seconds(self) -> float:
        """How long an answer takes the model."""
        return self.sentences * len(SENTENCE) / self.words_a_second


@dataclass
class Sizes:
    """What a process held, sample by sample."""

    megabytes: list[float] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    processor_seconds: float = 0.0

    def growth(self) -> float:
        """The mean of the last quarter's memory as a multiple of the second's."""
        quarter = max(1, len(self.megabytes) // 4)
        second, last = self.megabytes[quarter : 2 * quarter], self.megabytes[-quarter:]
        return (sum(last) / len(last)) / (sum(second) / len(second))


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    host: str
    port: int
    process: "subprocess.Popen[str]"
    notes: Path

    @contextlib.contextmanager
    def watched(self) -> Iterator[Sizes]:
        """What the process holds while the block runs."""
        sizes, over, process = Sizes(), threading.Event(), psutil.Process(self.process.pid)

        def look() -> None:
            while not over.wait(PAUSE):
                sizes.megabytes.append(process.memory_info().rss / 1e6)
                sizes.threads.append(process.num_threads())
                sizes.files.append(process.num_fds())

        before, thread = _used(process), threading.Thread(target=look)
        thread.start()
        try:
            yield sizes
        finally:
            over.set()
            thread.join()
            sizes.processor_seconds = _used(process) - before


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def folder_with_users(
    data: Path, users: int, embedder: str = "fake", role: CallerRole = "reader"
) -> list[str]:
    """A data folder with a paper that all may read, and a key of each of its users; the first is an admin."""
    papers = data.parent / "papers"
    papers.mkdir(exist_ok=True)
    (papers / "leave.md").write_text(PAPER, encoding="utf-8")
    with Workspace(load_settings(data, llm="fake", embedder=embedder)) as opened:
        opened.groups.set_default([EVERYONE])
        assert not [one for one in opened.ingest(papers) if getattr(one, "error", "")]
        keys = []
        for number in range(users):
            name = f"user{number}"
            opened.accounts.add_user(NewUser(name, role=role if number else "admin"))
            keys.append(opened.accounts.create_key(NewKey(name, role=role)).token)
    return keys


@contextlib.contextmanager
def serving(data: Path, pace: Pace, *, is_killed: bool = False, **settings: object) -> Iterator[Served]:
    """A server on the data folder, stopped in good order at the end unless it is killed before."""
    notes = data.parent / f"moments-{len(list(data.parent.glob('moments-*')))}.txt"
    notes.touch()
    told = {"llm": "fake", "embedder": "fake"} | settings
    environment = {f"TRAG_{name.upper()}": str(value) for name, value in told.items()}
    environment |= {MOMENTS: str(notes), SPEED: str(pace.words_a_second), SENTENCES: str(pace.sentences)}
    command = [sys.executable, "-m", "tests.load.serving", "serve", "--data", str(data), "--port", "0"]
    with (data.parent / "server.log").open("a", encoding="utf-8") as log:
        process = subprocess.Popen(  # noqa: S603  ours
            command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT, env=os.environ | environment
        )
    try:
        yield Served(*_address(process), process, notes)
        if not is_killed:
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
    finally:
        process.kill()
        process.communicate()


def _address(process: "subprocess.Popen[str]") -> tuple[str, int]:
    assert process.stdout is not None
    url = ""
    for line in process.stdout:
        url = line.split()[3] if line.startswith("trag is at ") else url
        if line.startswith("The model is ready"):
            break
    host, _, port = url.removeprefix("http://").partition(":")
    return host, int(port)


def main() -> None:
    """Serve like the command, with the paced model in place of the fake one."""
    from tests.load.paced import PacedGenerator
    from trag.cli import main as run
    from trag.engines import fakes

    fakes.FakeGenerator = PacedGenerator  # type: ignore[misc,assignment]
    run()


if __name__ == "__main__":
    main()
