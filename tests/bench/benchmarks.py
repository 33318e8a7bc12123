"""All benchmarks, and running them one after the other."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.bench import detection, facts, memory, pipeline, retrieval, startup
from tests.bench.figures import Section
from tests.bench.machine import load, machine, today, versions
from tests.bench.measuring import Run
from tests.bench.page import write_section

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark with the title of its section."""

    title: str
    measure: Callable[[Run], Section]


BENCHMARKS = {
    "detection": Benchmark(detection.TITLE, detection.measure),
    "facts": Benchmark(facts.TITLE, facts.measure),
    "retrieval": Benchmark(retrieval.TITLE, retrieval.measure),
    "pipeline": Benchmark(pipeline.TITLE, pipeline.measure),
    "memory": Benchmark(memory.TITLE, memory.measure),
    "startup": Benchmark(startup.TITLE, startup.measure),
}


def run_all(names: Sequence[str], size: int, say: Say) -> tuple[dict[str, str], list[str]]:
    """The sections of these benchmarks by title, as markdown, and the budgets that were missed."""
    written: dict[str, str] = {}
    missed: list[str] = []
    # One folder for all, so that an index is made once.
    with tempfile.TemporaryDirectory(prefix="trag-bench-") as folder:
        for name in names:
            section, text = _run(name, Run(Path(folder), say, size))
            written[BENCHMARKS[name].title] = text
            missed += [figure.what for figure in section.figures if not figure.is_kept]
    return written, missed


def _run(name: str, run: Run) -> tuple[Section, str]:
    run.say(f"{name} ...")
    before, start = load(), perf_counter()
    section = BENCHMARKS[name].measure(run)
    seconds = perf_counter() - start
    conditions = (
        f"*{today()}, {seconds:.0f} s, on {machine()}; load {before} before, {load()} after. "
        f"{versions(section.libraries)}.*"
    )
    return section, write_section(section, conditions)
