"""Which column of a staff list holds what: found by its heading, in the spellings of columns.toml."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from trag.tree.loading.staff_list.sheets import Sheet

# Titles and notes may stand above the headings.
_HEADING_ROWS = 20
_NUMBERED = re.compile(r"(?P<word>\D+?) ?(?P<number>\d{1,2})\Z")


@dataclass(frozen=True, slots=True)
class Level:
    """A column that names a unit of the organisation; `kind` is what such a unit is called."""

    position: int
    kind: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of a sheet: `fields` and `levels` tell which columns are read, `left_out` the others."""

    row: int
    headings: tuple[str, ...]
    fields: dict[str, int] = field(default_factory=dict)
    levels: tuple[Level, ...] = ()

    @property
    def names_people(self) -> bool:
        """True when a column holds names of people."""
        return bool({"name", "first_name", "last_name"} & set(self.fields))

    @property
    def names_managers(self) -> bool:
        """True when a column tells whom a person reports to."""
        return bool({"manager", "manager_id", "manager_email"} & set(self.fields))

    @property
    def describes_staff(self) -> bool:
        """True when an organisation can be read from these columns."""
        return (self.names_people or "role" in self.fields) and (bool(self.levels) or self.names_managers)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The headings of the columns that are not read."""
        read = {*self.fields.values(), *(level.position for level in self.levels)}
        return tuple(name for position, name in enumerate(self.headings) if name and position not in read)


def find_columns(sheet: Sheet) -> Columns:
    """The columns by the row of headings that tells most, looked for at the top of the sheet."""
    found = [_columns(row, cells) for row, cells in sheet.rows[:_HEADING_ROWS]]
    best = max(found, key=lambda columns: len(columns.fields) + len(columns.levels), default=Columns(1, ()))
    return next((columns for columns in found if columns.describes_staff), best)


def is_vacant(name: str) -> bool:
    """True when a name says that nobody holds the post."""
    return folded(name) in _known()["vacant"] or not folded(name)


def folded(text: str) -> str:
    """The text without case, accents and signs, for comparing."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign)
    )
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


@cache
def _known() -> dict[str, Any]:
    text = files("trag.tree.loading.staff_list").joinpath("columns.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _columns(row: int, headings: tuple[str, ...]) -> Columns:
    names = [folded(heading) for heading in headings]
    fields: dict[str, int] = {}
    for key, spellings in _known()["fields"].items():
        position = next((names.index(spelling) for spelling in spellings if spelling in names), None)
        if position is not None and position not in fields.values():
            fields[key] = position
    return Columns(row, headings, fields, _levels(names))


def _levels(names: list[str]) -> tuple[Level, ...]:
    kinds = {spelling: kind for kind, spellings in _known()["levels"].items() for spelling in spellings}
    levels: dict[tuple[str, int], Level] = {}
    for position, name in enumerate(names):
        numbered = _NUMBERED.match(name)
        word, number = (numbered["word"], int(numbered["number"])) if numbered else (name, 0)
        word = word if word in kinds else word.removesuffix(" level")
        if word in kinds:
            levels.setdefault((kinds[word], number), Level(position, kinds[word], number))
    # "Level" alone is a pay grade as often as not: only numbered ones make a hierarchy.
    return tuple(level for level in levels.values() if level.number or names[level.position] not in _GRADES)


_GRADES = frozenset({"level", "tier", "l"})
