"""`python -m tests.bench [NAME ...] [--size N]`: measures, prints, and writes docs/benchmarks.md."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.benchmarks import BENCHMARKS, run_all
from tests.bench.page import write_page
from trag.environment import stay_offline

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks asked for; 1 when a budget is missed, 2 for a wrong call."""
    names, size = _asked(arguments)
    stay_offline()
    sections, missed = run_all(names, size, _say)
    for title, body in sections.items():
        sys.stdout.write(f"\n## {title}\n\n{body}\n")
    if not size:
        old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        PAGE.write_text(
            write_page(old, sections, [benchmark.title for benchmark in BENCHMARKS.values()]), "utf-8"
        )
    for budget in missed:
        _say(f"Over its budget: {budget}")
    return 1 if missed else 0


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
