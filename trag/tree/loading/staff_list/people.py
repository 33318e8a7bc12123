"""The rows of a staff list as people and posts, every cell checked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from trag.tree.loading.doubts import doubt_about
from trag.tree.loading.staff_list.columns import Columns, is_vacant
from trag.tree.loading.staff_list.sheets import Sheet
from trag.tree.loading.values import Problems, shorten

DEFAULT_ROLE = "Member"
MANAGERS = ("manager_id", "manager_email", "manager")
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?\Z")
_SUFFIXES = frozenset(
    {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "m.d.", "mba", "dr", "dr."}
)
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: a person in a post, or a vacant post without `name`. `cells` are those of the level columns."""

    row: int
    name: str
    role: str
    person_id: str
    email: str
    phone: str
    start: date | None
    end: date | None
    managers: tuple[tuple[str, str], ...]
    cells: tuple[str, ...]

    def has_ended(self, day: date) -> bool:
        """True when the person had left before `day`."""
        return self.end is not None and self.end < day


class EntryReader:
    """Reads the rows below the headings, noting each problem with its row and column."""

    def __init__(self, columns: Columns, problems: Problems) -> None:
        self._columns = columns
        self._problems = problems

    def read(self, sheet: Sheet) -> Iterator[Entry]:
        """The rows that say something in a column that is read."""
        for row, cells in sheet.rows:
            if row > self._columns.row:
                entry = self._entry(row, cells)
                if entry.name or entry.role or any(entry.cells):
                    yield entry

    def _entry(self, row: int, cells: tuple[str, ...]) -> Entry:
        text = {key: self._text(row, cells, position) for key, position in self._columns.fields.items()}
        start, end = (self._date(row, key, text.get(key, "")) for key in ("start", "end"))
        if start and end and end < start:
            self._note(row, "end", f"{end} lies before the start, {start}; swap them")
        name = _name(text)
        return Entry(
            row,
            "" if is_vacant(name) else name,
            text.get("role", ""),
            text.get("person_id", ""),
            text.get("email", ""),
            text.get("phone", ""),
            start,
            end,
            tuple((key, text[key]) for key in MANAGERS if text.get(key)),
            tuple(self._text(row, cells, level.position) for level in self._columns.levels),
        )

    def _text(self, row: int, cells: tuple[str, ...], position: int) -> str:
        text = cells[position] if position < len(cells) else ""
        heading = self._columns.headings[position]
        if text.upper() in _ERRORS:
            self._problems.add(
                row, f"column '{shorten(heading)}': {text} is an error of the sheet; correct the cell"
            )
            return ""
        doubt = doubt_about(text)
        if doubt:
            self._problems.add(row, f"column '{shorten(heading)}': {doubt}")
            return ""
        return text

    def _note(self, row: int, key: str, text: str) -> None:
        heading = self._columns.headings[self._columns.fields[key]]
        self._problems.add(row, f"column '{shorten(heading)}': {text}")

    def _date(self, row: int, key: str, text: str) -> date | None:
        if not text:
            return None
        try:
            return date(*_parts(text))
        except ValueError:
            self._note(row, key, f"'{shorten(text)}' is no certain date; write YYYY-MM-DD")
            return None


def _parts(text: str) -> tuple[int, int, int]:
    """Year, month and day. Raises ValueError where the text leaves a doubt about them."""
    if match := _YEAR_FIRST.match(text):
        year, month, day = map(int, match.groups())
        return year, month, day
    if match := _DAY_FIRST.match(text):
        day, month, year = map(int, match.groups())
        return year, month, day
    if match := _SLASHED.match(text):
        first, second, year = map(int, match.groups())
        if first > _MONTHS or first == second:
            return year, second, first
        if second > _MONTHS:
            return year, first, second
    raise ValueError(text)


def _name(text: dict[str, str]) -> str:
    parts = [text.get("first_name", ""), text.get("last_name", "")]
    if all(parts) or not text.get("name"):
        return " ".join(part for part in parts if part)
    return name_in_order(text["name"])


def name_in_order(name: str) -> str:
    """The name as it is spoken: "Torres, Ana" is Ana Torres."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if not comma or not first or "," in first or first.casefold() in _SUFFIXES:
        return name
    return f"{first} {last}"
