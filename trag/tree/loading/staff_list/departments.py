"""Units from the department columns of a staff list, with their people."""

from collections.abc import Callable, Sequence

from trag.tree.loading.staff_list.columns import folded
from trag.tree.loading.staff_list.outline import Unit, person_of
from trag.tree.loading.staff_list.paths import Path
from trag.tree.loading.staff_list.people import DEFAULT_ROLE, Entry


def root_of(paths: Sequence[Path], name: str, fallback: str) -> tuple[Unit, list[Path]]:
    """The organisation itself, and the paths below it.

    Without a given name it is the unit that all paths begin with, where they have more than that one.
    """
    filled = [path for path in paths if path]
    firsts = {path[0].key for path in filled}
    is_shared = len(firsts) == 1 and (any(len(path) > 1 for path in filled) or filled[0][0].kind == "company")
    if is_shared and (not name or filled[0][0].key == _key(name)):
        first = filled[0][0]
        return Unit(name or first.name, first.kind, (first.key,)), [path[1:] for path in paths]
    return Unit(name or fallback, "organisation", (_key(name or fallback),)), list(paths)


def add_units(
    root: Unit, entries: Sequence[Entry], paths: Sequence[Path], boss: Callable[[Entry], str]
) -> None:
    """Put each row's units below the root, and its person into the last of them."""
    units: dict[tuple[str, ...], Unit] = {(): root}
    for entry, path in zip(entries, paths, strict=True):
        unit = root
        for depth, step in enumerate(path, start=1):
            key = tuple(each.key for each in path[:depth])
            if key not in units:
                units[key] = Unit(step.name, step.kind, root.path + key)
                unit.children.append(units[key])
            unit = units[key]
        if entry.name:
            unit.people.append(person_of(entry, entry.role or DEFAULT_ROLE, boss(entry)))


def _key(name: str) -> str:
    return folded(name) or name
