import os
import signal
from pathlib import Path

import psutil

from ingest.blocks import ParsedDocument
from ingest.worker import ParserPool
from tests.engines.strange_parsers import by_name
from trag.errors import DocumentError


def hungry(path: Path) -> ParsedDocument:
    bytearray(64 * 1024**3)
    return by_name(path)


def test_a_file_that_eats_memory_is_stopped_before_the_machine_is() -> None:
    with ParserPool(parse=hungry) as pool:
        ((_, result),) = pool.parse_all([Path("a.txt")])
    assert isinstance(result, DocumentError)
    assert result.message == "a.txt needs more than 4096 MB of memory to read."


def test_a_worker_that_died_with_nothing_to_do_is_replaced() -> None:
    with ParserPool(parse=by_name) as pool:
        list(pool.parse_all([Path("a.txt")]))
        (worker,) = pool._workers
        process = psutil.Process(worker._process.pid)
        os.kill(process.pid, signal.SIGKILL)
        worker._process.join()
        ((_, result),) = pool.parse_all([Path("b.txt")])
    assert isinstance(result, ParsedDocument)


def test_a_large_file_gets_more_time(tmp_path: Path) -> None:
    (tmp_path / "slow.txt").write_bytes(bytes(4 * 1024 * 1024))
    with ParserPool(parse=by_name, timeout=2) as pool:
        list(pool.parse_all([Path("a.txt")]))
        (worker,) = pool._workers
        assert worker._patience(tmp_path / "slow.txt") == 6


def test_no_file_gets_more_than_half_an_hour(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with ParserPool(parse=by_name, timeout=120) as pool:
        list(pool.parse_all([Path("a.txt")]))
        (worker,) = pool._workers
        assert worker._patience(tmp_path / "huge.txt") == 1800
