"""All benchmarks, and running them one after the other."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.bench import detection, facts, ingest, memory, pipeline, retrieval, startup
from tests.bench.figures import Section
from tests.bench.machine import conditions, load
from tests.bench.measuring import Run
from tests.bench.page import write_section

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark with the title of its section."""

    title: str
    measure: Callable[[Run], Section]


@dataclass(frozen=True, slots=True)
class Measured:
    """A benchmark's section as markdown, and the budgets it missed."""

    title: str
    text: str
    missed: tuple[str, ...]


BENCHMARKS = {
    "detection": Benchmark(detection.TITLE, detection.measure),
    "facts": Benchmark(facts.TITLE, facts.measure),
    "retrieval": Benchmark(retrieval.TITLE, retrieval.measure),
    "pipeline": Benchmark(pipeline.TITLE, pipeline.measure),
    "ingest": Benchmark(ingest.TITLE, ingest.measure),
    "memory": Benchmark(memory.TITLE, memory.measure),
    "startup": Benchmark(startup.TITLE, startup.measure),
}


def run_all(names: Sequence[str], size: int, say: Say) -> Iterator[Measured]:
    """These benchmarks one after the other, each as soon as it is through."""
    # One folder for all, so that an index is made once.
    with tempfile.TemporaryDirectory(prefix="trag-bench-") as folder:
        for name in names:
            yield _run(name, Run(Path(folder), say, size))


def _run(name: str, run: Run) -> Measured:
    run.say(f"{name} ...")
    before, start = load(), perf_counter()
    section = BENCHMARKS[name].measure(run)
    seconds = perf_counter() - start
    where = conditions(seconds, before, section.libraries)
    missed = tuple(figure.what for figure in section.figures if not figure.is_kept)
    return Measured(BENCHMARKS[name].title, write_section(section, where), missed)
