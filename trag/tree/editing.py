"""Changing one unit in the text of a tree file; everything else stays as it stands there."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from trag.errors import TreeError
from trag.tree.detection.names import words
from trag.tree.extraction.outline import Branch, Outline, read_outline
from trag.types import NewUnit, UnitEdit


def edited(text: str, file: str, unit_id: str, edit: UnitEdit) -> tuple[str, str]:
    """The text of a tree with one unit changed, and its file name; to be checked by an import.

    JSON stays JSON, YAML stays YAML but for its comments, and CSV, which can't hold all that a unit may
    have, becomes YAML. Raises TreeError with everything that can't be done.
    """
    outline = read_outline(text, file)
    branches = {branch.id: branch for branch in outline.branches}
    editing = _Editing(outline, branches)
    if unit_id in branches:
        editing.apply(branches[unit_id], edit)
    else:
        editing.problems.append(f"there is no unit {unit_id[:80]!r}")
    if editing.problems:
        raise TreeError(
            f"The unit {unit_id[:80]!r} can't be changed like this, so nothing was changed:",
            tuple(editing.problems),
            hint="GET /v1/tree/nodes/{id} shows a unit, GET /v1/tree/search finds one.",
        )
    path = PurePath(file)
    if path.suffix.lower() == ".json":
        return outline.written_as_json(), file
    is_yaml = path.suffix.lower() in {".yaml", ".yml"}
    return outline.written(), file if is_yaml else f"{path.stem}.yaml"


class _Editing:
    """Makes the changes, noting those that can't be made."""

    def __init__(self, outline: Outline, branches: dict[str, Branch]) -> None:
        self._outline = outline
        self._branches = branches
        self.problems: list[str] = []

    def apply(self, unit: Branch, edit: UnitEdit) -> None:
        """Change the unit's keys, then its place, then what is below it."""
        for key in ("name", "kind", "description"):
            _put(unit.values, key, getattr(edit, key))
        _put(unit.values, "aliases", None if edit.aliases is None else list(edit.aliases))
        if edit.people is not None:
            before = list(unit.people)
            _put(unit.values, "people", [_merged(dict(person), before) for person in edit.people])
        if edit.parent is not None:
            self._place(unit, edit.parent)
        for child_id in edit.remove_children:
            self._remove(unit, child_id)
        for child in edit.add_children:
            self._add(unit, child)

    def _place(self, unit: Branch, parent_id: str) -> None:
        parent = self._branches.get(parent_id)
        if parent is None:
            self.problems.append(f"there is no unit {parent_id[:80]!r} to put it under")
        elif unit.parent is None:
            self.problems.append("it is the root, which stands under no other unit")
        elif parent.is_within(unit):
            where = "itself" if parent is unit else "below it"
            self.problems.append(f"it can't be put under {parent_id[:80]!r}, which is {where}")
        elif unit.parent is not parent:
            self._outline.move(unit, parent)

    def _remove(self, unit: Branch, child_id: str) -> None:
        child = self._branches.get(child_id)
        if child is None or child.parent is not unit:
            self.problems.append(f"{child_id[:80]!r} is no unit directly below it, so it can't be removed")
            return
        self._outline.remove(child)

    def _add(self, unit: Branch, new: NewUnit) -> None:
        if new.id and new.id in self._branches:
            self.problems.append(f"the id {new.id[:80]!r} of the new unit is taken")
            return
        child = self._outline.add(new.name, new.kind, unit, "", unit_id=new.id)
        self._branches[child.id] = child


def _put(values: dict[str, Any], key: str, value: Any) -> None:
    if value:
        values[key] = value
    elif value is not None:
        values.pop(key, None)


def _merged(person: dict[str, Any], before: list[dict[str, Any]]) -> Mapping[str, Any]:
    """The person as sent, with what the file holds beside name and role about the same one."""
    name = words(str(person.get("name", "")))
    same = [old for old in before if words(str(old.get("name", ""))) == name]
    in_role = [old for old in same if old.get("role") == person.get("role")]
    kept = next(iter(in_role or same), {})
    return {**kept, **person}
