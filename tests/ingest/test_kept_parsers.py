import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from ingest.kept_parsers import KeptParsers
from ingest.library import Library
from ingest.worker import ParserPool
from tests.engines.strange_parsers import by_name
from trag.settings import load_settings
from trag.types import FileIngested, IngestDone
from trag.workspace import Workspace

ROOT = Path(__file__).parents[2]
SECONDS = 60
OTHERS: frozenset[int] = frozenset()
KEEPS = """
import sys
from pathlib import Path
from ingest.kept_parsers import KeptParsers
from ingest.worker import ParserPool
from tests.engines.strange_parsers import by_name

if __name__ == "__main__":
    kept = KeptParsers(lambda: ParserPool(parse=by_name))
    with kept.lent() as pool:
        list(pool.parse_all([Path("a.txt")]))
    print("kept", flush=True)
    if sys.argv[1] == "waits":
        sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsers that tests before left to their idle time are none of ours."""
    monkeypatch.setattr(sys.modules[__name__], "OTHERS", frozenset(children()))


@pytest.fixture
def kept(others: None) -> Iterator[KeptParsers]:
    parsers = KeptParsers(lambda: ParserPool(parse=by_name), idle=10 * SECONDS)
    yield parsers
    parsers.close()
    assert not children()


def children() -> list[int]:
    """The parsers that run; multiprocessing's own resource tracker lives as long as its parent."""
    found = psutil.Process().children(recursive=True)
    own = [child for child in found if child.pid not in OTHERS]
    return [child.pid for child in own if "spawn_main" in " ".join(child.cmdline())]


def parsed(kept: KeptParsers, *names: str) -> list[str]:
    """What a job that reads these files gets, in order."""
    with kept.lent() as pool:
        results = pool.parse_all([Path(f"{name}.txt") for name in names])
        return [getattr(result, "message", "") or path.stem for path, result in results]


def test_the_next_job_gets_the_process_of_the_last_one(kept: KeptParsers) -> None:
    assert parsed(kept, "a") == ["a"]
    before = children()
    assert len(before) == 1
    assert parsed(kept, "b") == ["b"]
    assert children() == before


def test_a_job_without_files_starts_and_keeps_nothing(kept: KeptParsers) -> None:
    assert parsed(kept) == []
    assert not children()
    assert kept._timer is None


def test_a_parser_that_a_file_killed_is_replaced_for_the_next_job(kept: KeptParsers) -> None:
    assert parsed(kept, "a", "killed") == ["a", "killed.txt made its reader crash."]
    assert parsed(kept, "b") == ["b"]


def test_a_parser_that_died_between_two_jobs_is_replaced(kept: KeptParsers) -> None:
    with kept.lent() as pool:
        list(pool.parse_all([Path("a.txt")]))
        (process,) = [worker._process for worker in pool._workers]
    (dead,) = children()
    os.kill(dead, signal.SIGKILL)
    process.join()
    assert parsed(kept, "b", "c") == ["b", "c"]
    assert dead not in children()


def test_a_job_left_in_the_middle_leaves_nothing_of_itself_to_the_next_one(kept: KeptParsers) -> None:
    with kept.lent() as pool:
        results = pool.parse_all([Path("a.txt"), Path("hangs.txt")])
        next(results)
        results.close()
    assert parsed(kept, "b") == ["b"]


def test_a_pool_that_is_lent_is_nobody_else_s(kept: KeptParsers) -> None:
    with kept.lent() as first, kept.lent() as second:
        assert first is not second


def test_nothing_is_left_after_close(kept: KeptParsers) -> None:
    parsed(kept, "a")
    kept.close()
    assert not children()


def test_a_job_that_outlasts_close_ends_its_parsers_itself(kept: KeptParsers) -> None:
    with kept.lent() as pool:
        results = pool.parse_all([Path("a.txt"), Path("b.txt")])
        next(results)
        kept.close()
        assert [path.stem for path, _ in results] == ["b"]
    assert not children()


def test_the_parsers_end_when_no_job_came_for_long() -> None:
    kept = KeptParsers(lambda: ParserPool(parse=by_name), idle=0)
    with kept.lent() as pool:
        list(pool.parse_all([Path("a.txt")]))
    timers = [thread for thread in threading.enumerate() if thread.name == "trag-parsers"]
    for timer in timers:
        timer.join(SECONDS)
    assert not children()


def test_a_timer_that_comes_too_late_ends_nothing(kept: KeptParsers) -> None:
    parsed(kept, "a")
    with kept.lent() as pool:
        kept._end(pool)
        assert [path.stem for path, _ in pool.parse_all([Path("b.txt")])] == ["b"]
    assert children()


def test_a_parser_that_has_grown_is_not_kept(kept: KeptParsers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.worker.LARGEST_KEPT", 1)
    assert parsed(kept, "a") == ["a"]
    assert not children()


def test_jobs_of_many_threads_end_with_one_pool(kept: KeptParsers) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.extend(parsed(kept, "a", "b"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert sorted(found) == ["a"] * 3 + ["b"] * 3
    assert len(children()) == 1


def test_a_parser_started_ahead_reads_the_first_file() -> None:
    with ParserPool(parse=by_name) as pool:
        pool.start()
        before = children()
        assert [path.stem for path, _ in pool.parse_all([Path("a.txt")])] == ["a"]
        assert children() == before != []


def breaks() -> None:
    """A warming up that fails."""
    raise ImportError("unstructured")


def test_a_warming_up_that_fails_costs_no_file() -> None:
    with ParserPool(parse=by_name) as pool:
        pool.start(breaks)
        before = children()
        assert [path.stem for path, _ in pool.parse_all([Path("a.txt")])] == ["a"]
        assert children() == before


def nothing() -> None:
    """A warming up that takes no time."""


class QuickPool(ParserPool):
    """Starts in no time: real parsers import for seconds."""

    def __init__(self) -> None:
        super().__init__(parse=by_name)

    def start(self, warm_up: Callable[[], None] = nothing) -> None:
        super().start(warm_up)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.library.ParserPool", QuickPool)


def ingested(workspace: Workspace, folder: Path) -> tuple[list[str], IngestDone]:
    *events, done = workspace.ingest(folder)
    assert isinstance(done, IngestDone)
    return [event.status for event in events if isinstance(event, FileIngested)], done


@pytest.mark.usefixtures("quick")
def test_a_data_folder_keeps_its_parser_from_job_to_job(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nOne.\n")
    with Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace:
        assert ingested(workspace, folder)[1].new == 1
        before = children()
        assert len(before) == 1
        assert ingested(workspace, folder)[0] == ["unchanged"]
        (folder / "a.md").write_text("# A\n\nTwo.\n")
        assert ingested(workspace, folder)[1].changed == 1
        assert children() == before
    assert not children()


@pytest.mark.usefixtures("quick")
def test_an_unchanged_folder_starts_no_parser(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nOne.\n")
    with Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace:
        ingested(workspace, folder)
        workspace.library.close()
        workspace.library = Library(workspace.settings.data, workspace.catalog, lambda: workspace.index)
        assert ingested(workspace, folder)[0] == ["unchanged"]
        assert not children()


@pytest.mark.parametrize("end", ["leaves", "waits"], ids=["ends without close", "killed"])
def test_a_kept_parser_ends_with_the_process_that_keeps_it(tmp_path: Path, end: str) -> None:
    script = tmp_path / "keeps.py"
    script.write_text(KEEPS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, str(script), end],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "kept\n"
        kept = psutil.Process(parent.pid).children(recursive=True) if end == "waits" else []
        if end == "waits":
            assert kept
            parent.kill()
        # Whoever holds the other end of its output is a process that it left.
        assert parent.stdout.read() == ""
        parent.wait(SECONDS)
    _, alive = psutil.wait_procs(kept, timeout=SECONDS)
    assert not alive
