"""Where in the organisation each row of a staff list belongs: a path of units, from its level columns."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from trag.tree.loading.staff_list.columns import Level, folded
from trag.tree.loading.staff_list.people import Entry

# Between the units of a path; the second kind also stands in ordinary names, so the column must bear it out.
_CERTAIN = re.compile(r"\s*(?:>|»|→)\s*")
_POSSIBLE = re.compile(r"\s+[/\\|]\s+")
_SHARING = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One unit of a path."""

    name: str
    kind: str

    @property
    def key(self) -> str:
        """What two spellings of one unit have in common."""
        return folded(self.name) or self.name


Path = tuple[Step, ...]


def paths_of(entries: Sequence[Entry], levels: Sequence[Level]) -> list[Path]:
    """The path of each row, outermost first; empty where the row names no unit."""
    columns = [[entry.cells[number] for entry in entries] for number in range(len(levels))]
    order = _order(columns, levels)
    parted = {number: _parted(columns[number], levels[number].kind) for number in order}
    return [_joined([parted[number][row] for number in order]) for row in range(len(entries))]


def _joined(parts: Sequence[Path]) -> Path:
    steps: list[Step] = []
    for step in (step for part in parts for step in part):
        # A department without teams is often its own team in the export.
        if not steps or steps[-1].key != step.key:
            steps.append(step)
    return tuple(steps)


def _parted(cells: Sequence[str], kind: str) -> list[Path]:
    sign = _CERTAIN
    if not any(_CERTAIN.search(cell) for cell in cells) and _are_paths(cells):
        sign = _POSSIBLE
    return [tuple(Step(name.strip(), kind) for name in sign.split(cell) if name.strip()) for cell in cells]


def _are_paths(cells: Sequence[str]) -> bool:
    """True when slashes part units: what is before the first one is there in several cells, or alone."""
    different = {cell for cell in cells if cell}
    firsts = Counter(_POSSIBLE.split(cell)[0] for cell in different)
    return any(firsts[_POSSIBLE.split(cell)[0]] >= _SHARING for cell in different if _POSSIBLE.search(cell))


def _order(columns: Sequence[Sequence[str]], levels: Sequence[Level]) -> list[int]:
    """The columns from the outermost in: companies, then by number, else as the sheet has them.

    A column is moved before the one on its left only if each unit of that one lies in one unit of it,
    and not the other way round: many exports have the department before its division.
    """

    def is_below(left: int, right: int) -> bool:
        first, second = levels[left], levels[right]
        if "company" in {first.kind, second.kind}:
            return second.kind == "company"
        if first.number and second.number:
            return first.number > second.number
        return _lies_within(columns[left], columns[right]) and not _lies_within(columns[right], columns[left])

    ordered: list[int] = []
    for number in range(len(levels)):
        place = len(ordered)
        while place and is_below(ordered[place - 1], number):
            place -= 1
        ordered.insert(place, number)
    return ordered


def _lies_within(inner: Sequence[str], outer: Sequence[str]) -> bool:
    above: dict[str, set[str]] = defaultdict(set)
    for lower, upper in zip(inner, outer, strict=True):
        if lower and upper:
            above[lower].add(upper)
    return bool(above) and all(len(names) == 1 for names in above.values())
