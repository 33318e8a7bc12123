"""The values of the organisation tree as it is looked at and changed, unit by unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from trag.types.asking import Entity, Fact

Subject = Literal["organisation", "unit", "person", "role"]
Change = Literal["added", "removed", "renamed", "moved", "changed"]


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A person of a unit and the role; `id` is "person:…", `extra` holds further keys of the file."""

    id: str
    name: str
    role: str
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A unit with its place in the tree: `parents` from the root down, `children` in the file's order.

    `facts` are what the tree would tell a question about it, `below` counts all units under it and
    `version` is that of the tree. Dates are ISO 8601 or "".
    """

    id: str
    name: str
    kind: str
    version: int
    parents: tuple[Entity, ...] = ()
    children: tuple[Entity, ...] = ()
    below: int = 0
    people: tuple[RoleHeld, ...] = ()
    aliases: tuple[str, ...] = ()
    description: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    valid_from: str = ""
    valid_to: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineUnit:
    """A unit in the outline of a tree; `parent` is an id, "" for the root, `people` how many it has."""

    id: str
    name: str
    kind: str
    parent: str
    people: int


@dataclass(frozen=True, slots=True)
class TreeMatch:
    """A unit or person that a search found; `matched` is the name or alias that fitted.

    `path` holds the names from the root down to what it stands in; of a person, the first unit.
    """

    id: str
    name: str
    kind: str
    path: tuple[str, ...] = ()
    matched: str = ""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be added; without an `id` it gets one made of its name."""

    name: str
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class UnitEdit:
    """What is to change about a unit; None leaves a thing as it is, an empty value takes it away.

    `people` are mappings with name, role and any further keys, and stand for all people of the unit;
    further keys of those who stay are kept. A unit in `remove_children` goes with all that is below it.
    """

    name: str | None = None
    kind: str | None = None
    description: str | None = None
    aliases: tuple[str, ...] | None = None
    people: tuple[Mapping[str, Any], ...] | None = None
    parent: str | None = None
    add_children: tuple[NewUnit, ...] = ()
    remove_children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One change; `id` and `name` are those of the unit or person it is about.

    Of a role they are the person's, `attribute` is the role and `unit_id` the unit it is in; otherwise
    `attribute` is the key that changed. `before` and `after` are as a person reads them, a unit above
    with its id in brackets.
    """

    subject: Subject
    change: Change
    id: str
    name: str
    attribute: str = ""
    unit_id: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """The change as a line of text."""
        who = f"{self.name} ({self.id})" if self.id else self.name
        if self.subject == "role":
            where = self.after or self.before
            return f"role {self.change}: {self.name}, {self.attribute} of {where} ({self.unit_id})"
        if self.change in {"added", "removed"}:
            where = self.after or self.before
            return f"{self.subject} {self.change}: {who}{', under ' + where if where else ''}"
        key = f", {self.attribute}" if self.attribute else ""
        return f"{self.subject} {self.change}: {who}{key}: {self.before or '—'} → {self.after or '—'}"
