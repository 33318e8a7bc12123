"""A tree of units as it is written to a YAML file."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from trag.tree.loading.people import person_slug
from trag.tree.loading.staff_list.people import Entry

_PLAIN = re.compile(r"[^\W\d_][\w -]*\Z")
_SPOKEN_FOR = frozenset("true false null yes no on off y n".split())


@dataclass(slots=True)
class Unit:
    """A unit or post, the rows of those who are in it, and what is below."""

    name: str
    kind: str
    path: tuple[str, ...]
    id: str = ""
    people: list[dict[str, str]] = field(default_factory=list)
    children: list["Unit"] = field(default_factory=list)


def person_of(entry: Entry, role: str, reports_to: str = "") -> dict[str, str]:
    """The keys of a person in a tree file."""
    found = {
        "name": entry.name,
        "role": role,
        "id": entry.person_id,
        "email": entry.email,
        "phone": entry.phone,
        "reports_to": reports_to,
        "valid_from": entry.start.isoformat() if entry.start else "",
        "valid_to": entry.end.isoformat() if entry.end else "",
    }
    return {key: value for key, value in found.items() if value}


def walk(root: Unit) -> list[tuple[int, Unit]]:
    """All units with their depth, parents first, in order."""
    found: list[tuple[int, Unit]] = []
    waiting = [(0, root)]
    while waiting:
        depth, unit = waiting.pop()
        found.append((depth, unit))
        waiting.extend((depth + 1, child) for child in reversed(unit.children))
    return found


def give_ids(units: Sequence[Unit]) -> None:
    """An id for each unit without one: of its name where that is the only one, else of its whole path.

    A unit keeps its id when it moves or another list is read, so that two versions can be compared.
    """
    taken = {unit.id for unit in units if unit.id}
    named: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if not unit.id:
            named[person_slug(unit.name)].append(unit)
    for slug, same in named.items():
        for unit in same:
            by_path = "-".join(filter(None, map(person_slug, unit.path)))
            digest = hashlib.sha256("\n".join(unit.path).encode()).hexdigest()[:8]
            alone = [slug] if slug and len(same) == 1 else []
            unit.id = next(name for name in _candidates(alone, by_path, digest) if name not in taken)
            taken.add(unit.id)


def _candidates(alone: list[str], by_path: str, digest: str) -> Iterable[str]:
    yield from alone
    if by_path:
        yield by_path
    stem = f"{by_path}-{digest}" if by_path else f"unit-{digest}"
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def written(name: str, root: Unit, source: str) -> str:
    """The tree as YAML, without recursion: chains of posts may be long."""
    lines = [f"# Made from {source}", f"name: {_scalar(name)}", "root:"]
    for depth, unit in walk(root):
        indent = "  " * depth
        lines += _lines(unit, f"{indent}- " if depth else "  ", f"{indent}  ")
    return "\n".join(lines) + "\n"


def _lines(unit: Unit, first: str, indent: str) -> list[str]:
    lines = [f"{first}id: {_scalar(unit.id)}", f"{indent}name: {_scalar(unit.name)}"]
    lines.append(f"{indent}kind: {_scalar(unit.kind)}")
    if unit.people:
        lines.append(f"{indent}people:")
    for person in unit.people:
        pairs = ", ".join(f"{key}: {_scalar(value)}" for key, value in person.items())
        lines.append(f"{indent}- {{{pairs}}}")
    if unit.children:
        lines.append(f"{indent}children:")
    return lines


def _scalar(text: str) -> str:
    if _PLAIN.match(text) and text.casefold() not in _SPOKEN_FOR:
        return text.rstrip()
    return json.dumps(text, ensure_ascii=False)
