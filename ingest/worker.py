"""Parsing in child processes: a file that crashes, hangs or eats memory costs one named error."""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from multiprocessing.connection import wait
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from ingest.blocks import ParsedDocument
from ingest.parsing import parse, warm_up
from ingest.worker_process import MEGABYTE, Parse, Parsed, Worker

# A process that has grown over this is not kept for another job: memory is seldom given back.
LARGEST_KEPT = 512 * MEGABYTE


class ParserPool:
    """Worker processes that parse one file each at a time.

    A file may take `timeout` seconds, half as many again for every megabyte it has, and half an hour at most.

    Workers start with the first file, or with `start`, and live until the pool is closed, so that heavy
    imports happen once; a worker that dies or takes too long is replaced.
    """

    def __init__(self, workers: int = 1, timeout: float = 120, parse: Parse = parse) -> None:
        self._count = workers
        self._timeout = timeout
        self._parse = parse
        self._workers: list[Worker[ParsedDocument]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self, warm_up: Callable[[], None] = warm_up) -> None:
        """Start the workers ahead of the first file; each does `warm_up` until that comes."""
        while len(self._workers) < self._count:
            self._workers.append(Worker(self._parse, self._timeout, warm_up=warm_up))

    def trim(self) -> bool:
        """End the workers that have grown large; False if none is left."""
        for worker in [worker for worker in self._workers if worker.memory_used > LARGEST_KEPT]:
            self._workers.remove(worker)
            worker.kill()
        return bool(self._workers)

    def close(self) -> None:
        """Stop the workers, whatever they are doing."""
        while self._workers:
            self._workers.pop().kill()

    def parse_all(self, paths: Sequence[Path]) -> Generator[tuple[Path, Parsed], None, None]:
        """Each path with its document or the error it gave, in the order in which they get done.

        Each worker parses one file ahead of the caller, so that parsing and what the caller does
        with a document overlap. Closing the generator stops what is under way.
        """
        waiting = deque(paths)
        while len(self._workers) < min(self._count, len(waiting)):
            self._workers.append(Worker(self._parse, self._timeout))
        try:
            for worker in self._workers:
                worker.take(waiting)
            while busy := [worker for worker in self._workers if worker.path is not None]:
                for worker in _done(busy):
                    path, result = worker.finish()
                    worker.take(waiting)
                    yield path, result
        finally:
            for worker in [worker for worker in self._workers if worker.path is not None]:
                self._workers.remove(worker)
                worker.kill()


def _done(busy: Sequence[Worker[ParsedDocument]]) -> list[Worker[ParsedDocument]]:
    """The workers with a result, or without hope of one."""
    patience = max(0.0, min(worker.deadline for worker in busy) - monotonic())
    ready = wait([worker.pipe for worker in busy], patience)
    return [worker for worker in busy if worker.pipe in ready or worker.deadline <= monotonic()]
