"""Units and people from tables: columns are known by their headings, as those of staff lists are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from trag.tree.detection.names import words
from trag.tree.extraction.names_in_text import people_in, split_person
from trag.tree.extraction.places import Place, place_of
from trag.tree.extraction.proposals import Claim, Evidence
from trag.tree.extraction.vocabulary import Vocabulary, bare, column_headings, role_of
from trag.tree.loading.staff_list.columns import find_columns, folded, is_vacant
from trag.tree.loading.staff_list.sheets import Sheet
from trag.types import Chunk

_MOST_COLUMNS = 40
_MOST_ROWS = 2_000
_LONGEST_HEADING = 3
_LONGEST_ROLE = 10
# Such a column names the whole organisation or somebody's employer.
_WHOLE = "company"
_BLANK = frozenset({"", "n a", "none", "tbd", "tba"})


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns hold what: `units` from the highest level down, `holders` by their role."""

    units: tuple[tuple[int, str], ...]
    parent: int | None
    names: tuple[int, ...]
    role: int | None
    holders: tuple[tuple[int, str], ...]


def table_claims(chunk: Chunk, vocabulary: Vocabulary) -> Iterator[Claim]:
    """What the chunk's tables say."""
    place = place_of(chunk.heading, vocabulary)
    for table in _tables(chunk.text):
        layout = _with_levels_in_order(_layout(table[0], vocabulary), table[1:])
        people = {cells[at] for cells in table[1:] for at in layout.names if at < len(cells)}
        for cells in table[1:]:
            evidence = Evidence(chunk.file, chunk.page, " | ".join(filter(None, cells)), chunk.id)
            yield from _row_claims(cells, layout, place, evidence, vocabulary, people)


def _tables(text: str) -> Iterator[list[tuple[str, ...]]]:
    rows: list[tuple[str, ...]] = []
    for line in [*text.splitlines()[:_MOST_ROWS], ""]:
        if line.startswith("|"):
            inner = line.strip().removeprefix("|").removesuffix("|")
            rows.append(tuple(bare(cell) for cell in inner.split("|")[:_MOST_COLUMNS]))
        elif rows:
            yield rows
            rows = []


def _layout(headings: tuple[str, ...], vocabulary: Vocabulary) -> Layout:
    columns = find_columns(Sheet("", ((1, headings),)))
    fields = columns.fields
    units = {level.position: level.kind for level in columns.levels if level.kind != _WHOLE}
    holders = {}
    parent = next((at for at, text in enumerate(headings) if folded(text) in column_headings("parent")), None)
    for at, text in enumerate(headings):
        if at in units or at in fields.values() or at == parent:
            continue
        if folded(text) in column_headings("unit"):
            units[at] = "unit"
        elif kind := _kind(text, vocabulary):
            units[at] = kind
        elif vocabulary.is_role(text) and not vocabulary.is_past(text):
            holders[at] = role_of(text)
    if "name" not in fields and "manager" in fields:
        # Without a column of people it is the units whose managers are named.
        holders[fields["manager"]] = role_of(headings[fields["manager"]])
    if fields.get("name") is not None and parent is not None and not units:
        # "Name | Parent": a table of units, not of people.
        units, fields = {fields["name"]: "unit"}, {}
    units.pop(-1 if parent is None else parent, None)
    names = tuple(fields[key] for key in ("name", "first_name", "last_name") if key in fields)
    return Layout(
        tuple(sorted(units.items())),
        parent,
        _names(names, fields),
        fields.get("role"),
        tuple(holders.items()),
    )


def _with_levels_in_order(layout: Layout, rows: list[tuple[str, ...]]) -> Layout:
    """The layout with its unit columns from the highest level down, as the rows tell.

    Each unit of a lower level goes with one of the higher, which in turn goes with several: so it is in
    "Department | Faculty" as in "Faculty | Department".
    """
    units = [*layout.units]
    for last in range(len(units) - 1, 0, -1):
        for at in range(last):
            if _is_above(units[at + 1][0], units[at][0], rows):
                units[at], units[at + 1] = units[at + 1], units[at]
    return replace(layout, units=tuple(units))


def _is_above(upper: int, lower: int, rows: list[tuple[str, ...]]) -> bool:
    pairs = {(cells[upper], cells[lower]) for cells in rows if max(upper, lower) < len(cells)}
    full = {pair for pair in pairs if all(pair)}
    uppers, lowers = {pair[0] for pair in full}, {pair[1] for pair in full}
    return len(lowers) == len(full) > len(uppers)


def _names(names: tuple[int, ...], fields: dict[str, int]) -> tuple[int, ...]:
    return (fields["name"],) if "name" in fields else names


def _kind(heading: str, vocabulary: Vocabulary) -> str:
    """The kind of units in a column headed by it, as in "Community Group" or "Team name"."""
    form = words(heading)
    form = form[:-1] if form[-1:] == ("name",) else form
    if not form or len(form) > _LONGEST_HEADING:
        return ""
    if form[-1:] in vocabulary.kinds:
        return vocabulary.kinds[form[-1:]]
    return vocabulary.kind_of_many(form[-1])


def _row_claims(
    cells: tuple[str, ...],
    layout: Layout,
    place: Place,
    evidence: Evidence,
    vocabulary: Vocabulary,
    people: set[str],
) -> Iterator[Claim]:
    units = [
        (cells[at], kind) for at, kind in layout.units if at < len(cells) and _is_unit(cells[at], vocabulary)
    ]
    chain = units if not place.unit or place.is_closed else [(place.unit, place.kind), *units]
    above = cells[layout.parent] if layout.parent is not None and layout.parent < len(cells) else ""
    # Beside a column of people, "Reports to" holds one of them, whom the table need not list.
    is_person = vocabulary.is_person(above, is_sure=bool(people)) or above in people
    if above and units and _is_unit(above, vocabulary) and not is_person:
        chain = [(above, ""), units[-1]]
    for (parent, _), (unit, kind) in pairwise(chain):
        yield Claim("parent", "table", evidence, unit, _said(unit, kind, vocabulary), parent)
    if not chain or _is_unread(cells, layout, units):
        return
    unit, kind = chain[-1]
    for person, role in _people(cells, layout, place, vocabulary):
        yield Claim("role", "table", evidence, unit, _said(unit, kind, vocabulary), person=person, role=role)


def _people(
    cells: tuple[str, ...], layout: Layout, place: Place, vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    for at, role in layout.holders:
        if at < len(cells) and not is_vacant(cells[at]):
            yield from ((person, role) for person in people_in(cells[at], vocabulary))
    name = " ".join(cells[at] for at in layout.names if at < len(cells) and cells[at])
    role = cells[layout.role] if layout.role is not None and layout.role < len(cells) else place.role
    if name and role and not is_vacant(name) and not vocabulary.is_past(role):
        person, _ = split_person(name, vocabulary)
        if person and len(role.split()) <= _LONGEST_ROLE:
            yield person, role_of(role) if vocabulary.is_role(role) else role


def _is_unread(cells: tuple[str, ...], layout: Layout, units: list[tuple[str, str]]) -> bool:
    """True where a lower unit stands in the row not understood: its people are not the upper one's."""
    lowest = next((cells[at] for at, _ in reversed(layout.units) if at < len(cells) and cells[at]), "")
    return bool(lowest) and folded(lowest) not in _BLANK and (not units or lowest != units[-1][0])


def _is_unit(cell: str, vocabulary: Vocabulary) -> bool:
    # "Secretariat" and "History" alone may be anything in a text, but are units in a column of units.
    form = words(cell)
    is_word = cell[:1].isupper() and (
        form in vocabulary.kinds or (len(form) == 1 and vocabulary.is_past(cell))
    )
    return folded(cell) not in _BLANK and (is_word or vocabulary.may_be_unit(cell))


def _said(unit: str, kind: str, vocabulary: Vocabulary) -> str:
    return vocabulary.kind_of(unit) or (kind if kind != "unit" else "")
