import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ingest.blocks import ParsedDocument
from ingest.worker import ParserPool
from tests.engines.strange_parsers import by_name
from trag.errors import DocumentError

ROOT = Path(__file__).parents[2]
PARENT = """
import sys
from pathlib import Path
from ingest.worker import ParserPool
from tests.engines.strange_parsers import by_name

if __name__ == "__main__":
    paths = [Path(name) for name in sys.argv[1:]]
    try:
        with ParserPool(parse=by_name) as pool:
            for path, _ in pool.parse_all(paths):
                print(path.stem, flush=True)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


@pytest.fixture(autouse=True)
def nothing_is_left_running(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Parsers that tests before left to their idle time are none of ours.
    monkeypatch.setattr(sys.modules[__name__], "OTHERS", frozenset(_children()))
    yield
    assert not _children()


OTHERS: frozenset[int] = frozenset()


def _children() -> list[int]:
    # multiprocessing's own resource tracker lives as long as its parent.
    found = psutil.Process().children(recursive=True)
    own = [child for child in found if child.pid not in OTHERS]
    return [child.pid for child in own if "spawn_main" in " ".join(child.cmdline())]


def parsed(*names: str, workers: int = 1, timeout: float = 60) -> dict[str, str]:
    """By name: the text, or the error after an exclamation mark."""
    with ParserPool(workers=workers, timeout=timeout, parse=by_name) as pool:
        results = list(pool.parse_all([Path(f"{name}.txt") for name in names]))
    return {
        path.stem: result.text if isinstance(result, ParsedDocument) else f"! {result.message}"
        for path, result in results
    }


def test_every_file_comes_back_in_order_from_one_worker() -> None:
    names = [f"n{number}" for number in range(20)]
    assert list(parsed(*names).items()) == [(name, name) for name in names]


def test_several_workers_share_the_files() -> None:
    assert parsed("slow-1", "b", "c", "d", workers=2) == {n: n for n in ("slow-1", "b", "c", "d")}


def test_no_files_start_no_worker() -> None:
    with ParserPool(parse=by_name) as pool:
        assert list(pool.parse_all([])) == []
        assert not _children()


def test_a_pool_parses_again_with_the_workers_it_has() -> None:
    with ParserPool(parse=by_name) as pool:
        list(pool.parse_all([Path("a.txt")]))
        before = {child.pid for child in psutil.Process().children()}
        assert [path.stem for path, _ in pool.parse_all([Path("b.txt")])] == ["b"]
        assert {child.pid for child in psutil.Process().children()} == before


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("exits", "exits.txt made its reader crash."),
        ("killed", "killed.txt made its reader crash."),
        ("leaves", "leaves.txt"),
        ("raises", "raises.txt can't be read: ZeroDivisionError('pages per page')."),
        ("refuses", "refuses.txt is no document."),
    ],
)
def test_a_bad_file_costs_one_named_error_and_no_other_file(name: str, error: str) -> None:
    found = parsed("a", name, "b")
    assert found.pop(name).startswith(f"! {error}")
    assert found == {"a": "a", "b": "b"}


def test_a_file_that_hangs_is_given_up_after_its_time() -> None:
    found = parsed("a", "hangs", "b", timeout=4)
    assert "took longer than 4 seconds" in found.pop("hangs")
    assert found == {"a": "a", "b": "b"}


def test_the_hint_of_a_refusal_comes_through() -> None:
    with ParserPool(parse=by_name) as pool:
        ((_, error),) = pool.parse_all([Path("refuses.txt")])
    assert isinstance(error, DocumentError)
    assert error.hint == "Leave it out."


def test_a_real_parser_sends_back_a_real_document(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Leave\n\nTwenty days.")
    with ParserPool() as pool:
        ((_, result),) = pool.parse_all([tmp_path / "a.md"])
    assert isinstance(result, ParsedDocument)
    assert (result.title, result.text) == ("Leave", "Leave\n\nTwenty days.")


def test_closing_in_the_middle_stops_a_worker_that_hangs() -> None:
    start = time.monotonic()
    with ParserPool(parse=by_name) as pool:
        results = pool.parse_all([Path("a.txt"), Path("hangs.txt"), Path("b.txt")])
        assert next(results)[0] == Path("a.txt")
        results.close()
        assert not _children()
    assert time.monotonic() - start < 30


def test_after_a_stop_in_the_middle_the_pool_gives_only_what_it_is_asked_for() -> None:
    with ParserPool(parse=by_name) as pool:
        results = pool.parse_all([Path("a.txt"), Path("slow-b.txt"), Path("c.txt")])
        next(results)
        results.close()
        assert [path.stem for path, _ in pool.parse_all([Path("d.txt"), Path("e.txt")])] == ["d", "e"]


@pytest.mark.parametrize(
    ("sent", "code", "said"),
    [(signal.SIGKILL, -signal.SIGKILL, ""), (signal.SIGINT, 0, "interrupted\n")],
    ids=["killed", "Ctrl-C"],
)
def test_workers_end_with_their_parent(tmp_path: Path, sent: signal.Signals, code: int, said: str) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    command = [sys.executable, str(script), "a", "hangs", "b"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(  # noqa: S603 - our own script
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "a\n"
        workers = psutil.Process(parent.pid).children(recursive=True)
        assert workers
        if sent == signal.SIGINT:
            # A terminal sends Ctrl-C to all of them.
            os.killpg(parent.pid, sent)
        else:
            parent.send_signal(sent)
        assert parent.stdout.read() == said
        assert parent.wait(10) == code
    _, alive = psutil.wait_procs(workers, timeout=3)
    assert not alive
