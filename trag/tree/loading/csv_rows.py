"""Reads CSV into rows of located values: a row is a unit, its column `parent` the id of the unit above."""

import csv
import io
import re

from trag.tree.loading.values import MAX_UNITS, Located, Problems, shorten

Row = dict[str, Located]

_LISTS = frozenset({"aliases", "people"})
_PERSON = re.compile(r"\s*(?P<name>[^()]*?)\s*\((?P<role>[^()]*)\)\s*\Z")


def read_csv(text: str, problems: Problems) -> list[Row]:
    """The file's rows with lines, as mappings like those of a YAML file; empty cells are left out."""
    records = _records(text, problems)
    if not records:
        return []
    header_line, header = records[0]
    columns = [name.strip().casefold().replace(" ", "_") for name in header]
    _check_columns(columns, header_line, problems)
    return [_row(columns, cells, line, problems) for line, cells in records[1:]]


def _records(text: str, problems: Problems) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    records = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((line, cells))
                if len(records) > MAX_UNITS + 1:
                    problems.stop(line, f"more than {MAX_UNITS:,} units; keep those that matter")
            line = reader.line_num + 1
    except csv.Error as exc:
        problems.stop(line, f"this is not valid CSV: {exc}")
    return records


def _delimiter(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(",;\t", key=header.count)


def _check_columns(columns: list[str], line: int, problems: Problems) -> None:
    for needed in ("id", "name", "parent"):
        if needed not in columns:
            problems.add(line, f"there is no column '{needed}'; the columns are {', '.join(columns)}")
    for name in sorted({name for name in columns if name and columns.count(name) > 1}):
        problems.add(line, f"the column '{name}' is there twice; keep one of the two")
    problems.check()


def _row(columns: list[str], cells: list[str], line: int, problems: Problems) -> Row:
    if any(cell.strip() for cell in cells[len(columns) :]):
        problems.add(
            line, f"{len(cells)} cells under {len(columns)} columns; quote a cell that holds the separator"
        )
    row: Row = {}
    for column, raw in zip(columns, cells, strict=False):
        cell = raw.strip()
        if not cell or not column:
            continue
        if column.startswith("contact."):
            contact = row.setdefault("contact", Located(line, {}))
            if isinstance(contact.value, dict):
                contact.value[column.removeprefix("contact.")] = Located(line, cell, cell)
        else:
            row[column] = _cell(column, cell, line, problems)
    return row


def _cell(column: str, cell: str, line: int, problems: Problems) -> Located:
    if column not in _LISTS:
        return Located(line, cell, cell)
    parts = [part.strip() for part in re.split(r"[;|]", cell) if part.strip()]
    if column == "aliases":
        return Located(line, [Located(line, part, part) for part in parts])
    return Located(line, [person for part in parts if (person := _person(part, line, problems))])


def _person(part: str, line: int, problems: Problems) -> Located | None:
    match = _PERSON.match(part)
    if match is None:
        problems.add(line, f"'{shorten(part)}' is no person; write Name (role); Name (role)")
        return None
    return Located(line, {key: Located(line, text, text) for key, text in match.groupdict().items() if text})
