"""The page of all benchmarks: each section is replaced when its benchmark runs, the others stay."""

import re
from collections.abc import Iterable, Mapping, Sequence

from tests.bench.figures import Figure, Section, Table, number

HEAD = """# Benchmarks

Written by `make bench`, which takes up to 10 minutes on two quiet cores; `make bench BENCH=retrieval`
measures one part and replaces its section, `make bench BENCH=retrieval SIZE=5000` tries another size and
only prints. Speed is measured here and nowhere else: no test waits for a clock.

Budgets hold for two cores. What is compared with each other ran in one process, in turn, question by
question, after a warm-up, with garbage collection on. p50 is the median of all calls, p99 what 99 of 100
calls do not exceed. "Used" is the measured value over its budget; where a budget is a least value, more
than 1 is good.
"""
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def read_sections(page: str) -> dict[str, str]:
    """The sections of a page by title, without their headings."""
    _, *parts = HEADING.split(page)
    return {title: body.strip() for title, body in zip(parts[::2], parts[1::2], strict=True)}


def write_page(old: str, new: Mapping[str, str], order: Sequence[str]) -> str:
    """The page with the new sections in place of the old ones; sections not in `order` go."""
    bodies = read_sections(old) | dict(new)
    sections = [f"## {title}\n\n{bodies[title]}\n" for title in order if title in bodies]
    return "\n".join((HEAD, *sections))


def write_section(section: Section, conditions: str) -> str:
    """A section as markdown: when and where, what was done, the budgets, the tables."""
    tables = [_budgets(section.figures), *section.tables]
    return "\n\n".join((conditions, section.text.strip(), *map(write_table, tables)))


def _budgets(figures: Iterable[Figure]) -> Table:
    return Table(("what", "measured", "budget", "used", "kept"), tuple(map(_row, figures)))


def _row(figure: Figure) -> tuple[str, ...]:
    unit = figure.unit if figure.unit in {"x", ""} else f" {figure.unit}"
    limit = f"{'>=' if figure.at_least else '<='} {number(figure.budget)}{unit}"
    kept = "yes" if figure.is_kept else "**no**"
    return figure.what, f"{number(figure.value)}{unit}", limit, number(figure.used), kept


def write_table(table: Table) -> str:
    """A table as markdown."""
    lines = [table.header, ("---",) * len(table.header), *table.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
