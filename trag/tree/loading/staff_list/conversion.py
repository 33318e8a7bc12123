"""From a staff list to the YAML form of an organisation tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from trag.tree.loading.staff_list.columns import Columns, find_columns
from trag.tree.loading.staff_list.departments import add_units, root_of
from trag.tree.loading.staff_list.outline import Unit, give_ids, walk, written
from trag.tree.loading.staff_list.paths import Path, paths_of
from trag.tree.loading.staff_list.people import Entry, EntryReader
from trag.tree.loading.staff_list.reporting import Managers, add_posts, without_ended
from trag.tree.loading.staff_list.sheets import Sheet
from trag.tree.loading.values import Problems, shorten

MAX_LEVELS = 40


@dataclass(frozen=True, slots=True)
class StaffTree:
    """The tree as YAML, and notes for the person who brought the list: what was read and what was not."""

    text: str
    notes: tuple[str, ...]


def is_staff_list(sheet: Sheet) -> bool:
    """True when the sheet's headings are those of a staff list."""
    return find_columns(sheet).describes_staff


def tree_of_staff_list(sheet: Sheet, file: str, *, name: str = "", as_of: date | None = None) -> StaffTree:
    """The organisation in a list with a row a person or post; `name` is that of the organisation.

    Units come from the department columns. Only where there is none, everybody's post stands below the
    post of the manager. People who have left are left out. Raises TreeError that lists every problem
    with its row and column.
    """
    day = as_of or date.today()  # noqa: DTZ011 - validity is a matter of the local calendar
    problems = Problems(file, "row")
    columns = find_columns(sheet)
    _check_columns(columns, problems)
    everybody = list(EntryReader(columns, problems).read(sheet))
    _check_people(everybody, columns, problems)
    problems.check()
    entries, root = _tree(everybody, columns, name or _title(file), problems, day, is_named=bool(name))
    give_ids([unit for _, unit in walk(root)])
    source = " ".join(f"{file}{', sheet ' + sheet.title if sheet.title else ''}".split())
    return StaffTree(written(root.name, root, source), _notes(columns, everybody, entries))


def _tree(
    everybody: Sequence[Entry], columns: Columns, name: str, problems: Problems, day: date, *, is_named: bool
) -> tuple[list[Entry], Unit]:
    managers = Managers(everybody, columns, problems)
    ended = {entry.row for entry in everybody if entry.has_ended(day)}
    if not columns.levels:
        entries = without_ended(everybody, managers, ended)
        problems.check()
        root = Unit(name, "organisation", (name,))
        add_posts(root, entries, managers, problems)
    else:
        entries = [entry for entry in everybody if entry.row not in ended]
        paths = paths_of(entries, columns.levels)
        _check_depth(entries, paths, problems)
        root, below = root_of(paths, name if is_named else "", name)
        add_units(root, entries, below, managers.name_of)
    if not entries:
        problems.stop(columns.row, "no row below the headings names a person or a unit of today")
    return entries, root


def _check_columns(columns: Columns, problems: Problems) -> None:
    if not columns.describes_staff:
        found = ", ".join(f"'{shorten(name, 30)}'" for name in columns.headings if name) or "none"
        problems.stop(
            columns.row,
            "these headings tell of no organisation: there must be a name, and a department or a manager; "
            f"found are {shorten(found, 400)}",
        )


def _check_people(entries: Sequence[Entry], columns: Columns, problems: Problems) -> None:
    """One employee id is one person: two names under it are a slip of the list."""
    first: dict[str, Entry] = {}
    for entry in entries:
        if not entry.person_id or not entry.name:
            continue
        other = first.setdefault(entry.person_id.casefold(), entry)
        if other.name.casefold() != entry.name.casefold():
            heading = columns.headings[columns.fields["person_id"]]
            problems.add(
                entry.row,
                f"column '{shorten(heading)}': '{shorten(entry.person_id)}' is {shorten(other.name)} "
                f"on row {other.row} and {shorten(entry.name)} here; correct one",
            )


def _check_depth(entries: Sequence[Entry], paths: Sequence[Path], problems: Problems) -> None:
    for entry, path in zip(entries, paths, strict=True):
        if len(path) > MAX_LEVELS:
            problems.add(entry.row, f"{len(path)} units stand above each other; {MAX_LEVELS} is the limit")
    problems.check()


def _notes(columns: Columns, everybody: Sequence[Entry], entries: Sequence[Entry]) -> tuple[str, ...]:
    notes: list[str] = []
    if not columns.levels:
        notes.append("No column names departments, so each post stands below the manager's.")
    if len(entries) < len(everybody):
        notes.append(f"Left out: {len(everybody) - len(entries)} rows of people who have left.")
    if columns.left_out:
        listed = ", ".join(f"'{shorten(name, 40)}'" for name in columns.left_out)
        notes.append(f"Not read: the columns {listed}.")
    return tuple(notes)


def _title(file: str) -> str:
    words = PurePath(file).stem.replace("_", " ").replace("-", " ").split()
    return " ".join(word if word[0].isupper() else word.capitalize() for word in words) or "Organisation"
