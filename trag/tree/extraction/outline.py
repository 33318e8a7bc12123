"""A tree file taken apart so that it can be changed, and written again with all its keys."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from trag.tree.loading import read_drafts
from trag.tree.loading.json_nodes import read_json
from trag.tree.loading.people import person_slug
from trag.tree.loading.units import STRUCTURE
from trag.tree.loading.values import Located, Problems
from trag.tree.loading.yaml_nodes import read_yaml

# YAML takes these for ends of lines, JSON does not.
_BREAKS = str.maketrans({"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029", "\x7f": "\\u007f"})


@dataclass(slots=True, eq=False)
class Branch:
    """A unit with its keys as they stand in the file, but for its children."""

    id: str
    values: dict[str, Any]
    parent: "Branch | None" = None
    children: list["Branch"] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """Name and aliases."""
        aliases = self.values.get("aliases") or []
        listed = aliases if isinstance(aliases, list) else [aliases]
        return (str(self.values.get("name", "")), *map(str, listed))

    @property
    def people(self) -> list[dict[str, Any]]:
        """The people of the unit; what is put into the list is written."""
        held: list[dict[str, Any]] = self.values.setdefault("people", [])
        return held

    def is_within(self, other: "Branch") -> bool:
        """True when the unit is the other one or below it."""
        branch: Branch | None = self
        while branch is not None and branch is not other:
            branch = branch.parent
        return branch is other


class Outline:
    """All units of a tree, to be changed and written."""

    def __init__(self, title: str, branches: list[Branch], extra: dict[str, Any] | None = None) -> None:
        self.title = title
        self.branches = branches
        self.extra = extra or {}
        self._ids = {branch.id for branch in branches}

    @property
    def root(self) -> Branch:
        """The unit above all."""
        return self.branches[0]

    def add(self, name: str, kind: str, parent: Branch, source: str, *, unit_id: str = "") -> Branch:
        """A new unit with this id, or one that is free."""
        values = {"name": name, "kind": kind, "source": source}
        branch = Branch(
            unit_id or self._free_id(name, parent),
            {key: text for key, text in values.items() if text},
            parent,
        )
        parent.children.append(branch)
        self.branches.append(branch)
        self._ids.add(branch.id)
        return branch

    def move(self, branch: Branch, parent: Branch) -> None:
        """Put the unit, with all that is below it, under another one."""
        if branch.parent is not None:
            branch.parent.children.remove(branch)
        branch.parent = parent
        parent.children.append(branch)

    def remove(self, branch: Branch) -> None:
        """Take the unit out, with all that is below it."""
        if branch.parent is not None:
            branch.parent.children.remove(branch)

    @property
    def head(self) -> dict[str, Any]:
        """What stands above the root."""
        return {"name": self.title or self.root.values.get("name", ""), **self.extra}

    def written(self) -> str:
        """The tree as YAML, without recursion: chains may be long."""
        name, *more = self.head.items()
        lines = [f"name: {_scalar(name[1])}", *(f"{_scalar(key)}: {_scalar(value)}" for key, value in more)]
        lines.append("root:")
        waiting = [(0, self.root)]
        while waiting:
            depth, branch = waiting.pop()
            lines += _lines(branch, depth)
            waiting.extend((depth + 1, child) for child in reversed(branch.children))
        return "\n".join(lines) + "\n"

    def written_as_json(self) -> str:
        """The tree as JSON, a unit a line, without recursion."""
        head = "".join(f"{_scalar(key)}: {_scalar(value)},\n" for key, value in self.head.items())
        pieces = ["{\n", head, '"root": ']
        waiting: list[str | tuple[int, Branch]] = [(0, self.root)]
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                pieces.append(item)
                continue
            depth, branch = item
            pieces.append(_opened(branch))
            waiting.append("]}" if branch.children else "}")
            for place, child in reversed([*enumerate(branch.children)]):
                waiting.append((depth + 1, child))
                waiting.append(f"{',' if place else ''}\n{'  ' * (depth + 1)}")
        return "".join([*pieces, "\n}\n"])

    def _free_id(self, name: str, parent: Branch) -> str:
        slug = person_slug(name)
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        return next(text for text in _candidates(slug, parent.id, digest) if text and text not in self._ids)


def read_outline(text: str, file: str) -> Outline:
    """The tree of a file in any of its formats. Raises TreeError."""
    title, drafts = read_drafts(text, file)
    branches = {id(draft): Branch(draft.id, _values(draft.values)) for draft in drafts}
    for draft in drafts:
        if draft.parent is not None:
            branch, parent = branches[id(draft)], branches[id(draft.parent)]
            branch.parent = parent
            parent.children.append(branch)
    return Outline(title, list(branches.values()), _extra(text, file))


def new_outline(name: str) -> Outline:
    """A tree with nothing but its root."""
    return Outline(
        name, [Branch(person_slug(name) or "organisation", {"name": name, "kind": "organisation"})]
    )


def _candidates(slug: str, above: str, digest: str) -> Iterator[str]:
    yield slug
    yield f"{above}-{slug}" if slug else ""
    yield f"unit-{digest}"
    number = 2
    while True:
        yield f"{slug or 'unit'}-{digest}-{number}"
        number += 1


def _values(values: dict[str, Located]) -> dict[str, Any]:
    return {key: _plain(item) for key, item in values.items() if key not in STRUCTURE}


def _plain(item: Located) -> Any:
    if isinstance(item.value, dict):
        return {key: _plain(value) for key, value in item.value.items()}
    if isinstance(item.value, list):
        return [_plain(value) for value in item.value]
    # 007 and 1.50 stay as they are written.
    is_number = isinstance(item.value, int | float) and not isinstance(item.value, bool)
    return (
        item.text
        if isinstance(item.value, str) or (is_number and str(item.value) != item.text)
        else item.value
    )


def _extra(text: str, file: str) -> dict[str, Any]:
    """What a file holds beside its name and its root."""
    suffix = PurePath(file).suffix.lower()
    if suffix == ".csv":
        return {}
    content, problems = text.removeprefix("\ufeff"), Problems(file)
    document = read_json(content, problems) if suffix == ".json" else read_yaml(content, problems)
    values = document.value if document else None
    if not isinstance(values, dict) or "root" not in values:
        return {}  # the document is the root itself
    return {key: _plain(item) for key, item in values.items() if key not in {"name", "root"}}


def _opened(branch: Branch) -> str:
    """A unit as JSON, still to be closed."""
    keys = {"id": branch.id, **branch.values}
    if not keys.get("people", True):
        del keys["people"]
    return _scalar(keys)[:-1] + (', "children": [' if branch.children else "")


def _lines(branch: Branch, depth: int) -> Iterator[str]:
    indent = "  " * (depth + 1)
    yield f"{indent[:-2]}{'- ' if depth else '  '}id: {_scalar(branch.id)}"
    for key, value in branch.values.items():
        if key == "people" and isinstance(value, list):
            yield from (
                (f"{indent}people:", *(f"{indent}- {_scalar(person)}" for person in value)) if value else ()
            )
        else:
            yield f"{indent}{_scalar(key)}: {_scalar(value)}"
    if branch.children:
        yield f"{indent}children:"


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_BREAKS)
