"""`python -m tests.bench [NAME ...] [--size N]`: measures, prints, and writes docs/benchmarks.md."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.benchmarks import BENCHMARKS, Measured, run_all
from tests.bench.page import write_page
from trag.environment import stay_offline

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks asked for; 1 when a budget is missed, 2 for a wrong call."""
    names, size = _asked(arguments)
    stay_offline()
    missed: list[str] = []
    for measured in run_all(names, size, _say):
        sys.stdout.write(f"\n## {measured.title}\n\n{measured.text}\n")
        sys.stdout.flush()
        missed += measured.missed
        if not size:
            _keep(measured)
    for budget in missed:
        _say(f"Over its budget: {budget}")
    return 1 if missed else 0


def _keep(measured: Measured) -> None:
    """Put the section in its place on the page; what was measured before stays if a later one fails."""
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    order = [benchmark.title for benchmark in BENCHMARKS.values()]
    PAGE.write_text(write_page(old, {measured.title: measured.text}, order), encoding="utf-8")


def _asked(arguments: Sequence[str] | None) -> tuple[list[str], int]:
    known = ", ".join(BENCHMARKS)
    parser = argparse.ArgumentParser(prog="tests.bench", description="Measure trag against its budgets.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {known}; nothing: all")
    parser.add_argument("--size", type=int, default=0, help="entities or chunks; only prints")
    asked = parser.parse_args(arguments)
    for name in asked.names:
        if name not in BENCHMARKS:
            parser.error(f"There is no benchmark {name!r}. There are: {known}.")
    return asked.names or list(BENCHMARKS), asked.size


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
