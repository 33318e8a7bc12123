"""Parsing in the test's own process: for tests of what comes before and after it."""

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Self

from ingest.sync import Parsed
from tests.ingest.house import parse_here


class PoolHere:
    """Like a ParserPool without its processes, which take seconds to start."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was started."""

    def start(self) -> None:
        """Nothing has to be."""

    def trim(self) -> bool:
        return False

    def close(self) -> None:
        """Nothing was started."""

    def parse_all(self, paths: Sequence[Path]) -> Generator[tuple[Path, Parsed], None, None]:
        yield from parse_here(paths)
