"""The cells of a spreadsheet as text, with the number of each row, read within fixed limits."""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from trag.errors import TreeError
from trag.tree.loading.values import Problems

MEGABYTE = 1024 * 1024
MAX_FILE = 64 * MEGABYTE
MAX_UNPACKED = 512 * MEGABYTE
MAX_ROWS = 200_000
MAX_COLUMNS = 256
MAX_CELL = 2_000
# No program writes more; a file that claims to have more is made to keep a reader busy.
_LAST_ROW = 1_048_576
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError)
_UNREADABLE = (*_BROKEN, SyntaxError, EOFError, RuntimeError, OSError)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The filled rows of a sheet, each with its number; a cell is its text without outer spaces."""

    title: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_workbook(path: Path) -> list[Sheet]:
    """The sheets of an .xlsx file: values, not formulas. Raises TreeError if it is none or is too large."""
    problems = Problems(path.name, "row")
    try:
        _check_size(path)
        with warnings.catch_warnings():
            # What openpyxl can't show, such as a list to choose from, is no matter here.
            warnings.simplefilter("ignore")
            return _sheets(path, problems)
    except _UNREADABLE as exc:
        raise TreeError(
            f"{path.name} can't be read as a spreadsheet: {str(exc)[:200] or type(exc).__name__}.",
            hint="Open it in a spreadsheet program and save it as .xlsx, without a password.",
        ) from exc


def read_csv_sheet(text: str, file: str) -> Sheet:
    """The table in a CSV text. Raises TreeError with the row that is no CSV or too much."""
    problems = Problems(file, "row")
    lines = iter(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True))
    return Sheet("", tuple(_filled(_counted(lines, problems), problems)))


def delimiter_of(text: str) -> str:
    """The sign between the cells: the one most frequent in the first line."""
    header = text.lstrip().partition("\n")[0]
    return max(",;\t", key=header.count)


def _counted(lines: Iterator[Sequence[str]], problems: Problems) -> Iterator[Sequence[str]]:
    row = 0
    while True:
        row += 1
        try:
            yield next(lines)
        except StopIteration:
            return
        except csv.Error as exc:
            problems.stop(row, f"this is not valid CSV: {exc}")


def _check_size(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    for size, limit in ((path.stat().st_size, MAX_FILE), (unpacked, MAX_UNPACKED)):
        if size > limit:
            raise TreeError(
                f"{path.name} holds {size // MEGABYTE} MB; the limit is {limit // MEGABYTE} MB.",
                hint="Keep only the sheet and the columns that describe the organisation.",
            )


def _sheets(path: Path, problems: Problems) -> list[Sheet]:
    from openpyxl import load_workbook

    with closing(load_workbook(path, read_only=True, data_only=True, keep_links=False)) as workbook:
        sheets = []
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # what a sheet says about its size is often wrong
            lines = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)
            sheets.append(Sheet(sheet.title, tuple(_filled(lines, problems))))
        return sheets


def _filled(lines: Iterable[Sequence[Any]], problems: Problems) -> Iterator[tuple[int, tuple[str, ...]]]:
    filled = 0
    for row, values in enumerate(lines, start=1):
        cells = _cells(values)
        if cells:
            filled += 1
            _check_row(row, filled, cells, problems)
            yield row, cells
        elif row > _LAST_ROW:
            problems.stop(row, f"a sheet has at most {_LAST_ROW:,} rows; remove the empty ones")


def _cells(values: Sequence[Any]) -> tuple[str, ...]:
    """The cells of a row up to the last filled one."""
    width = len(values)
    while width and values[width - 1] in (None, ""):
        width -= 1
    cells = [_text(value) for value in values[:width]]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _check_row(row: int, filled: int, cells: tuple[str, ...], problems: Problems) -> None:
    if filled > MAX_ROWS:
        problems.stop(row, f"more than {MAX_ROWS:,} filled rows; the list is too long for one tree")
    if any(cells[MAX_COLUMNS:]):
        problems.stop(row, f"more than {MAX_COLUMNS} columns; keep those that describe the organisation")
    longest = max(map(len, cells))
    if longest > MAX_CELL:
        problems.stop(row, f"a cell holds {longest:,} characters; the limit is {MAX_CELL:,}")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return " ".join(str(value).split())
