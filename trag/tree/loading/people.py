"""Decides which entries of a tree file are the same person, and gives every person an id."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trag.tree.organisation import Person

# Keys whose value belongs to one person only.
HANDLES = ("id", "handle", "github", "email")


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One mention of a person in the file, before it is known who else is the same."""

    name: str
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def handles(self) -> tuple[tuple[str, str], ...]:
        """The keys that tell this person from others of the same name."""
        return tuple((key, str(self.extra[key]).casefold()) for key in HANDLES if self.extra.get(key))


def person_slug(text: str) -> str:
    """The text in lower-case ASCII letters, digits and hyphens; empty if it has none of them."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")


def identify(entries: list[PersonEntry]) -> list[Person]:
    """The person behind each entry, in the entries' order.

    Equal handles make one person; without them an equal name does, unless the handles disagree.
    """
    groups = _group_by_name(entries, _group_by_handle(entries))
    members: dict[int, list[PersonEntry]] = defaultdict(list)
    for entry, group in zip(entries, groups, strict=True):
        members[group].append(entry)
    ids = _ids(members)
    people = {group: _person(ids[group], same) for group, same in members.items()}
    return [people[group] for group in groups]


def _group_by_handle(entries: list[PersonEntry]) -> list[int]:
    above = list(range(len(entries)))

    def top(index: int) -> int:
        while above[index] != index:
            above[index] = above[above[index]]
            index = above[index]
        return index

    first: dict[tuple[str, str], int] = {}
    for index, entry in enumerate(entries):
        for handle in entry.handles:
            other, own = top(first.setdefault(handle, index)), top(index)
            above[max(other, own)] = min(other, own)
    return [top(index) for index in range(len(entries))]


def _group_by_name(entries: list[PersonEntry], groups: list[int]) -> list[int]:
    handles: dict[int, set[tuple[str, str]]] = defaultdict(set)
    named: dict[str, list[int]] = defaultdict(list)
    for entry, group in zip(entries, groups, strict=True):
        handles[group].update(entry.handles)
        same_name = named[_name_key(entry.name)]
        if group not in same_name:
            same_name.append(group)
    merged: dict[int, int] = {}
    for same_name in named.values():
        with_handles = [group for group in same_name if handles[group]]
        without = [group for group in same_name if not handles[group]]
        one_person = same_name if _agree([handles[group] for group in with_handles]) else without
        for group in one_person:
            merged.setdefault(group, merged.get(one_person[0], one_person[0]))
    return [merged.get(group, group) for group in groups]


def _agree(groups: list[set[tuple[str, str]]]) -> bool:
    values: dict[str, set[frozenset[str]]] = defaultdict(set)
    for handles in groups:
        for key in {key for key, _ in handles}:
            values[key].add(frozenset(value for other, value in handles if other == key))
    return all(len(different) == 1 for different in values.values())


def _name_key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _ids(members: Mapping[int, list[PersonEntry]]) -> dict[int, str]:
    slugs: dict[str, list[int]] = defaultdict(list)
    for group, same in members.items():
        slugs[person_slug(same[0].name) or f"p-{_digest(same[0].name)}"].append(group)
    ids: dict[int, str] = {}
    taken = {slug for slug, sharing in slugs.items() if len(sharing) == 1}
    for slug, sharing in slugs.items():
        for group in sharing:
            free = slug if len(sharing) == 1 else _free_slug(slug, members[group], taken)
            taken.add(free)
            ids[group] = f"person:{free}"
    return ids


def _free_slug(slug: str, same: list[PersonEntry], taken: set[str]) -> str:
    handle = next((value for entry in same for _, value in entry.handles), "")
    with_handle = f"{slug}-{person_slug(handle)}" if person_slug(handle) else slug
    with_digest = f"{slug}-{_digest(f'{same[0].name} {handle}')}"
    candidates = [with_handle] if with_handle != slug else []
    candidates += [with_digest, *(f"{with_digest}-{number}" for number in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate not in taken)


def _digest(text: str) -> str:
    return hashlib.sha256(_name_key(text).encode()).hexdigest()[:8]


def _person(person_id: str, same: list[PersonEntry]) -> Person:
    names = dict.fromkeys(
        [*(entry.name for entry in same), *(alias for entry in same for alias in entry.aliases)]
    )
    extra: dict[str, Any] = {}
    for entry in same:
        for key, value in entry.extra.items():
            extra.setdefault(key, value)
    name, *aliases = names
    return Person(person_id, name, tuple(aliases), extra)
