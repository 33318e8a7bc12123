"""A tree file as it is brought: text as it stands, a spreadsheet turned into text first."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from trag.errors import TreeError
from trag.tree.loading.organisation_file import FORMATS
from trag.tree.loading.staff_list import (
    Sheet,
    StaffTree,
    is_staff_list,
    read_csv_sheet,
    read_workbook,
    tree_of_staff_list,
)

SPREADSHEETS = (".xlsx", ".xlsm")
_TREE_COLUMNS = frozenset({"id", "name", "parent"})


@dataclass(frozen=True, slots=True)
class TreeFile:
    """The text of a tree and the name that tells its format; `notes` say how a spreadsheet was read."""

    text: str
    file: str
    notes: tuple[str, ...] = ()
    is_converted: bool = False


def read_tree_file(path: Path, *, name: str = "") -> TreeFile:
    """The tree in a file, as text that can be imported and comes back as it is on export.

    A staff list (.xlsx, or .csv without a column `parent`) becomes YAML, a sheet with the columns id,
    name and parent becomes CSV; `name` is the organisation's where a staff list doesn't tell it.
    Raises TreeError.
    """
    suffix = path.suffix.lower()
    if suffix in SPREADSHEETS:
        return _of_workbook(path, name)
    if suffix not in FORMATS:
        raise TreeError(
            f"{path.name} has the unknown format '{suffix}'.",
            hint=f"Name a file with one of the suffixes {', '.join((*FORMATS, *SPREADSHEETS))}.",
        )
    text = _text(path)
    if suffix == ".csv" and not _is_tree(text.partition("\n")[0]):
        sheet = read_csv_sheet(text, path.name)
        if is_staff_list(sheet):
            return _converted(tree_of_staff_list(sheet, path.name, name=name), path)
    return TreeFile(text, path.name)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise TreeError(f"{path} can't be read: {exc}.", hint="Name a UTF-8 file that is there.") from exc


def _of_workbook(path: Path, name: str) -> TreeFile:
    if not path.is_file():
        raise TreeError(f"{path} can't be read: there is no such file.", hint="Name a file that is there.")
    sheets = [sheet for sheet in read_workbook(path) if sheet.rows]
    for sheet in sheets:
        if _has_tree_columns(sheet.rows[0][1]):
            return TreeFile(_csv(sheet), f"{path.stem}.csv", (f"Read from the sheet '{sheet.title}'.",))
    staff = next((sheet for sheet in sheets if is_staff_list(sheet)), None)
    sheet = staff or next(iter(sheets), Sheet("", ()))
    return _converted(tree_of_staff_list(sheet, path.name, name=name), path)


def _converted(found: StaffTree, path: Path) -> TreeFile:
    return TreeFile(found.text, f"{path.stem}.yaml", found.notes, is_converted=True)


def _has_tree_columns(headings: tuple[str, ...]) -> bool:
    return {heading.casefold() for heading in headings} >= _TREE_COLUMNS


def _is_tree(header: str) -> bool:
    cells = header.replace(";", ",").replace("\t", ",").split(",")
    return "parent" in {cell.strip().strip('"').casefold() for cell in cells}


def _csv(sheet: Sheet) -> str:
    """The sheet as CSV in which each row has the line of its number, so that problems name it rightly."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    line = 1
    for row, cells in sheet.rows:
        text.write("\n" * (row - line))
        writer.writerow(cells)
        line = row + 1
    return text.getvalue()
