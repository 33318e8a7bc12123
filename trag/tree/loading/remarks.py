"""What is allowed in a tree but seldom meant: for the person who keeps it, before it is imported."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trag.tree.loading.people import PersonEntry, person_slug
from trag.tree.loading.units import Draft, text_of
from trag.tree.loading.values import shorten
from trag.tree.organisation import Node


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at, and the line it stands on."""

    line: int
    text: str


def remarks(nodes: Sequence[Node], drafts: Sequence[Draft], day: date) -> tuple[Remark, ...]:
    """Every remark on a valid tree, by line; `drafts` are where its nodes stand in the file."""
    lines = {draft.id: draft.line for draft in drafts}
    found = [
        *_same_names(nodes, lines),
        *_aliases_of_others(nodes, lines),
        *_spellings(nodes, drafts),
        *_past_units(nodes, lines, day),
        *_past_people(drafts, day),
    ]
    return tuple(sorted(found, key=lambda remark: (remark.line, remark.text)))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _same_names(nodes: Sequence[Node], lines: Mapping[str, int]) -> Iterator[Remark]:
    first: dict[tuple[str | None, str], Node] = {}
    for node in nodes:
        if node.kind == "post":
            continue  # several clerks under one head are no slip
        other = first.setdefault((node.parent_id, _folded(node.name)), node)
        if other is not node:
            yield Remark(
                lines[node.id],
                f"'{shorten(node.id)}' and its sibling '{shorten(other.id)}' on line {lines[other.id]} are "
                f"both named {shorten(other.name)}; if they are two, tell them apart by name",
            )


def _aliases_of_others(nodes: Sequence[Node], lines: Mapping[str, int]) -> Iterator[Remark]:
    named: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        named[_folded(node.name)].append(node)
    for node in nodes:
        for alias in node.aliases:
            others = [other for other in named.get(_folded(alias), ()) if other is not node]
            if others:
                yield Remark(
                    lines[node.id],
                    f"the alias '{shorten(alias)}' of '{shorten(node.id)}' is the name of "
                    f"'{shorten(others[0].id)}' on line {lines[others[0].id]}; a question can mean either",
                )


def _spellings(nodes: Sequence[Node], drafts: Sequence[Draft]) -> Iterator[Remark]:
    """Names that differ in case, accents or signs only, unless a handle tells that they are two people."""
    first: dict[str, tuple[str, int, PersonEntry, str]] = {}
    told: set[str] = set()
    for line, entry, person_id in _entries(nodes, drafts):
        key = person_slug(entry.name) or _folded(entry.name)
        name, other_line, other, other_id = first.setdefault(key, (entry.name, line, entry, person_id))
        is_certain = person_id != other_id and entry.handles and other.handles
        if entry.name == name or is_certain or entry.name in told:
            continue
        told.add(entry.name)
        count = "one person" if person_id == other_id else "two people"
        yield Remark(
            line,
            f"'{shorten(entry.name)}' and '{shorten(name)}' on line {other_line} count as {count}; "
            "if that is right leave it, else write the name in one way",
        )


def _entries(nodes: Sequence[Node], drafts: Sequence[Draft]) -> Iterator[tuple[int, PersonEntry, str]]:
    for node, draft in zip(nodes, drafts, strict=True):
        held = {
            (holding.role, _folded(name)): holding.person.id
            for holding in node.people
            for name in (holding.person.name, *holding.person.aliases)
        }
        for role, entry in draft.held:
            yield draft.line, entry, held[(role, _folded(entry.name))]


def _past_units(nodes: Sequence[Node], lines: Mapping[str, int], day: date) -> Iterator[Remark]:
    for node in nodes:
        if node.valid_to and node.valid_to < day:
            yield Remark(
                lines[node.id],
                f"'{shorten(node.id)}' ended on {node.valid_to}: it and all below it are history",
            )


def _past_people(drafts: Sequence[Draft], day: date) -> Iterator[Remark]:
    for draft in drafts:
        listed = draft.values.get("people")
        for entry in listed.value if listed and isinstance(listed.value, list) else ():
            values = entry.value if isinstance(entry.value, dict) else {}
            end = text_of(values.get("valid_to"))
            if end and date.fromisoformat(end) < day:
                who = shorten(text_of(values.get("name")) or "")
                yield Remark(entry.line, f"{who} in '{shorten(draft.id)}' ended on {end}, which is history")
