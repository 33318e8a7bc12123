"""Turns the mapping of one unit into a Node, noting every problem with its line."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from trag.tree.loading.doubts import doubt_about
from trag.tree.loading.people import PersonEntry
from trag.tree.loading.values import Located, Problems, shorten
from trag.tree.organisation import Node

STRUCTURE = frozenset({"id", "children", "parent"})
_KNOWN = frozenset(
    {"name", "kind", "aliases", "description", "people", "contact", "source", "valid_from", "valid_to"}
)
_PERSON_KNOWN = frozenset({"name", "role", "aliases", "valid_from", "valid_to"})


@dataclass(slots=True)
class Draft:
    """A unit as it stands in the file: `values` are its keys, `parent` is the draft above."""

    line: int
    id: str
    values: dict[str, Located]
    parent: "Draft | None" = None
    held: list[tuple[str, PersonEntry]] = field(default_factory=list)


def text_of(item: Located | None) -> str | None:
    """The text of a scalar without outer spaces; None for nothing, an empty text, a list or a mapping."""
    if item is None or item.value is None or isinstance(item.value, dict | list):
        return None
    return item.text.strip() or None


class UnitReader:
    """Reads units one by one; `day` decides which holders of a role are history."""

    def __init__(self, problems: Problems, day: date) -> None:
        self._problems = problems
        self._day = day

    def read(self, draft: Draft) -> Node:
        """The unit without its people, who go to `draft.held`."""
        values = draft.values
        name = self._required(draft, "name")
        self._check_name(draft.line, "id", draft.id)
        self._check_name(draft.line, "name", name)
        self._check_misspelt(values)
        draft.held = list(self._people(values.get("people"), draft.id))
        valid_from, valid_to = self._validity(values, draft.id)
        return Node(
            id=draft.id,
            name=" ".join(name.split()),
            kind=self._text(values, "kind") or "unit",
            parent_id=draft.parent.id if draft.parent else None,
            aliases=self._texts(values.get("aliases"), "aliases"),
            description=self._text(values, "description"),
            contact=self._contact(values.get("contact")),
            source=self._text(values, "source"),
            valid_from=valid_from,
            valid_to=valid_to,
            extra={
                key: item.plain()
                for key, item in values.items()
                if key not in _KNOWN and key not in STRUCTURE and item.value is not None
            },
        )

    def _required(self, draft: Draft, key: str) -> str:
        item = draft.values.get(key)
        text = text_of(item)
        if text is None:
            where = f"'{shorten(draft.id)}' " if draft.id else "a unit "
            found = f", but {item.shape}" if item and isinstance(item.value, dict | list) else ""
            self._problems.add(draft.line, f"{where}has no {key}{found}; add {key}: …")
        return text or ""

    def _check_name(self, line: int, key: str, text: str) -> None:
        if doubt := doubt_about(text):
            self._problems.add(line, f"'{key}' is '{shorten(text)}': {doubt}")

    def _text(self, values: dict[str, Located], key: str) -> str:
        item = values.get(key)
        if item is not None and isinstance(item.value, dict | list):
            self._problems.add(item.line, f"'{key}' is {item.shape}; write a text")
        return text_of(item) or ""

    def _texts(self, item: Located | None, key: str) -> tuple[str, ...]:
        if item is None or item.value is None:
            return ()
        items = item.value if isinstance(item.value, list) else [item]
        texts = []
        for entry in items:
            text = text_of(entry)
            if text is None:
                self._problems.add(
                    entry.line, f"'{key}' holds {entry.shape}; write a text or a list of texts"
                )
            else:
                self._check_name(entry.line, key, text)
                texts.append(" ".join(text.split()))
        return tuple(dict.fromkeys(texts))

    def _contact(self, item: Located | None) -> dict[str, str]:
        if item is None or item.value is None:
            return {}
        if not isinstance(item.value, dict):
            self._problems.add(item.line, f"'contact' is {item.shape}; write a mapping such as email: …")
            return {}
        return {key: text for key in item.value if (text := self._text(item.value, key))}

    def _validity(self, values: dict[str, Located], owner: str) -> tuple[date | None, date | None]:
        start, end = self._date(values, "valid_from"), self._date(values, "valid_to")
        if start and end and end < start:
            line = values["valid_to"].line
            self._problems.add(
                line, f"'{shorten(owner)}' has valid_to {end} before valid_from {start}; swap them"
            )
        return start, end

    def _date(self, values: dict[str, Located], key: str) -> date | None:
        item = values.get(key)
        if item is None or item.value is None:
            return None
        try:
            return date.fromisoformat(text_of(item) or "")
        except ValueError:
            self._problems.add(item.line, f"'{key}' is {item.shape}, which is no date; write YYYY-MM-DD")
            return None

    def _people(self, item: Located | None, unit: str) -> Iterator[tuple[str, PersonEntry]]:
        if item is None or item.value is None:
            return
        if not isinstance(item.value, list):
            self._problems.add(item.line, f"'people' is {item.shape}; write a list of name and role")
            return
        for entry in item.value:
            if isinstance(entry.value, dict):
                yield from self._person(entry, entry.value, unit)
            else:
                self._problems.add(entry.line, f"a person is {entry.shape}; write name: … and role: …")

    def _person(
        self, entry: Located, values: dict[str, Located], unit: str
    ) -> Iterator[tuple[str, PersonEntry]]:
        name, role = self._text(values, "name"), self._text(values, "role")
        if not name:
            self._problems.add(entry.line, f"a person in '{shorten(unit)}' has no name; add name: …")
        if not role:
            who = shorten(name or "a person")
            self._problems.add(entry.line, f"{who} in '{shorten(unit)}' has no role; add role: …")
        self._check_name(entry.line, "name", name)
        self._check_name(entry.line, "role", role)
        aliases = self._texts(values.get("aliases"), "aliases")
        start, end = self._validity(values, name)
        extra: dict[str, Any] = {
            key: value.plain()
            for key, value in values.items()
            if key not in _PERSON_KNOWN and value.value is not None
        }
        if name and role and (start is None or start <= self._day) and (end is None or self._day <= end):
            yield role, PersonEntry(" ".join(name.split()), aliases, extra)

    def _check_misspelt(self, values: dict[str, Located]) -> None:
        # Any further key is kept, but a misspelt one that holds units or people would lose them in silence.
        for key, item in values.items():
            is_known = key in _KNOWN or key in STRUCTURE
            if is_known or not isinstance(item.value, list) or not item.value:
                continue
            near = difflib.get_close_matches(key.casefold(), ("children", "people"), 1, 0.75)
            if near and all(isinstance(entry.value, dict) for entry in item.value):
                self._problems.add(
                    item.line, f"the key '{shorten(key)}' is unknown; did you mean '{near[0]}'?"
                )
