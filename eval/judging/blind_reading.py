"""The grades people gave in a blind grading, read back and matched with the arms."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

from eval.judging.records import HumanGrade
from eval.outcomes import Key
from eval.scores import Grade
from trag.errors import CasesError

GRADES: dict[str, Grade] = {
    "1": "correct",
    "2": "correct_verbose",
    "3": "incorrect",
    "correct": "correct",
    "correctverbose": "correct_verbose",
    "incorrect": "incorrect",
}
NEEDED = ("id", "grade")
Row = tuple[int, dict[str, str]]


def read_blind(table: Path, key: Path) -> list[HumanGrade]:
    """One grade for every answer of the key, None where this grader gave none.

    A grade is 1, 2, 3 or its name, however it is spelt; the table may come back with other columns,
    rows or separators. Raises CasesError with every line that can't be understood.
    """
    keys = read_key(key)
    given: dict[str, HumanGrade] = {}
    problems: list[str] = []
    for number, row in _rows(table):
        item, text = row["id"].strip(), row["grade"].strip()
        if not item and not text:
            continue
        problem = _problem(item, text, keys, given)
        if problem:
            problems.append(f"line {number}: {problem}")
        else:
            given[item] = HumanGrade(keys[item], _grade(text), row.get("note", "").strip())
    if problems:
        hint = "A grade is 1 (correct), 2 (correct, verbose), 3 (incorrect), or nothing yet."
        raise CasesError(f"{table} has lines that are no grades:", tuple(problems), hint=hint)
    return [given.get(item, HumanGrade(key, None)) for item, key in keys.items()]


def ungraded(grades: list[HumanGrade]) -> int:
    """How many answers are still without a grade."""
    return sum(graded.grade is None for graded in grades)


def read_key(file: Path) -> dict[str, Key]:
    """Which answer each id stands for. Raises CasesError."""
    try:
        return {item: Key(**key) for item, key in json.loads(file.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError) as exc:
        hint = "It is the file blind-key.json in the folder of the run."
        raise CasesError(f"{file} is no key of a blind grading: {exc}.", hint=hint) from exc


def _problem(item: str, text: str, keys: dict[str, Key], given: dict[str, HumanGrade]) -> str:
    if item not in keys:
        return f"the id {item!r} is not in the key"
    if item in given:
        return f"the id {item!r} was given before"
    if text and _grade(text) is None:
        return f"{text!r} is no grade"
    return ""


def _grade(text: str) -> Grade | None:
    # "Correct-Verbose", "correct_verbose", "2." and "1 " all say what they mean.
    return GRADES.get(re.sub(r"[^a-z0-9]", "", text.casefold()))


def _rows(table: Path) -> Iterator[Row]:
    """The rows of the table, each with the line it starts on."""
    text = _text(table)
    # Spreadsheets write the separator of their country.
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    start = 1
    try:
        columns = [column.strip().casefold() for column in next(rows, [])]
        missing = [name for name in NEEDED if name not in columns]
        if missing:
            hint = f"Its first line names the columns; {' and '.join(NEEDED)} must be there."
            raise CasesError(f"{table} has no column {' and no '.join(missing)}.", hint=hint)
        start = rows.line_num + 1
        for row in rows:
            yield start, dict(zip(columns, [*row, *[""] * len(columns)], strict=False))
            start = rows.line_num + 1
    except csv.Error as exc:
        hint = "Save it as CSV in UTF-8 from the spreadsheet or the page."
        raise CasesError(f"{table} breaks off as a table at line {start}: {exc}.", hint=hint) from exc


def _text(table: Path) -> str:
    try:
        return table.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        hint = "Name a table that was saved as CSV in UTF-8."
        raise CasesError(f"{table} can't be read: {exc}.", hint=hint) from exc
