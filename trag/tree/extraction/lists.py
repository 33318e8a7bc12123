"""Units and people from headings and the lists below them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trag.tree.extraction.names_in_text import (
    parent_in_lead,
    people_in,
    roles_in_brackets,
    split_person,
)
from trag.tree.extraction.places import Place, place_of
from trag.tree.extraction.proposals import Claim, Evidence
from trag.tree.extraction.vocabulary import Vocabulary, bare, role_of
from trag.types import Chunk

_BULLET = re.compile(r"([ \t]{0,40})(?:[-*+\u2022\u2023\u25e6\u2013]|\d{1,3}[.)]|[a-z][.)])[ \t]+(?=\S)")
_HEAD_ENDS = re.compile(r"\s*(?:[:;(,]|\s[\u2013\u2014-]\s)")
_LONGEST_LINE = 400
_MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a passage; `depth` is that of its bullet, -1 for running text."""

    depth: int
    text: str


def list_claims(chunk: Chunk, vocabulary: Vocabulary) -> Iterator[Claim]:
    """What the chunk's headings and its lists say."""
    top = place_of(chunk.heading, vocabulary)
    way = Evidence(chunk.file, chunk.page, " > ".join(chunk.heading), chunk.id)
    for nesting in top.nestings:
        yield Claim("parent", "list", way, nesting.unit, nesting.kind, nesting.parent)
    open_places: list[tuple[int, Place]] = [(-2, top)]
    for line in _lines(chunk.text):
        while open_places[-1][0] >= line.depth:
            open_places.pop()
        place = open_places[-1][1]
        if line.text.endswith(":"):
            open_places.append((line.depth, _below_label(place, line, vocabulary)))
            continue
        claims = [
            *_item_claims(line, place, Evidence(chunk.file, chunk.page, line.text, chunk.id), vocabulary)
        ]
        yield from claims
        if line.depth >= 0:
            open_places.append((line.depth, _below_item(place, line, claims, vocabulary)))


def _lines(text: str) -> Iterator[Line]:
    for raw in text.splitlines()[:_MOST_LINES]:
        found = _BULLET.match(raw)
        line = " ".join(raw[found.end() if found else 0 :].split())
        if line and not line.startswith("|") and len(line) <= _LONGEST_LINE:
            yield Line(len(found[1].expandtabs(4)) if found else -1, line)


def _below_label(place: Place, line: Line, vocabulary: Vocabulary) -> Place:
    """What a label such as "Chairs:" or "The Finance Division consists of:" makes of the items below it."""
    lead = parent_in_lead(line.text, vocabulary)
    if lead is not None:
        unit, kind = lead
        return Place(unit or place.unit, below=kind or "unit", is_closed=not (unit or place.unit))
    return place.under(line.text, vocabulary)


def _below_item(place: Place, line: Line, claims: list[Claim], vocabulary: Vocabulary) -> Place:
    """Items below an item are about the unit it names, if it names one."""
    unit = next((claim for claim in claims if claim.change == "parent"), None)
    if unit is not None:
        return Place(unit.unit, unit.kind, below="unit" if place.below else "")
    return place.under(_head(line.text), vocabulary)


def _item_claims(line: Line, place: Place, evidence: Evidence, vocabulary: Vocabulary) -> Iterator[Claim]:
    if not place.unit or place.is_closed:
        return
    label, colon, rest = line.text.partition(":")
    if colon and vocabulary.is_role(bare(label)) and not vocabulary.is_past(label):
        own = roles_in_brackets(rest, vocabulary)
        for person in people_in(rest, vocabulary):
            role = own.get(person) or role_of(bare(label))
            yield Claim("role", "list", evidence, place.unit, place.kind, person=person, role=role)
    elif line.depth >= 0 and (place.below or vocabulary.is_unit(_head(line.text))):
        yield from _unit_claims(line, place, evidence, vocabulary)
    elif line.depth >= 0 or place.role:
        person, role = split_person(line.text, vocabulary)
        role = role or place.role
        if person and role:
            yield Claim("role", "list", evidence, place.unit, place.kind, person=person, role=role)


def _unit_claims(line: Line, place: Place, evidence: Evidence, vocabulary: Vocabulary) -> Iterator[Claim]:
    name = _head(line.text)
    is_clear = place.below != "unit" or vocabulary.is_unit(name)
    if place.role or not is_clear or not vocabulary.may_be_unit(name):
        return
    kind = vocabulary.kind_of(name) or (place.below if place.below != "unit" else "")
    yield Claim("parent", "list", evidence, name, kind, place.unit)
    rest = line.text[len(name) :].strip(" :;,()\u2013\u2014-")
    label, colon, people = rest.partition(":")
    person, role = (people, label) if colon else ("", "")
    if vocabulary.is_role(role):
        for found in people_in(person, vocabulary):
            yield Claim("role", "list", evidence, name, kind, person=found, role=role_of(role))


def _head(text: str) -> str:
    """The text up to where an explanation begins."""
    plain = bare(text)
    end = _HEAD_ENDS.search(plain)
    return plain[: end.start()].strip() if end else plain
