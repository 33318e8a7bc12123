"""The grades people gave, kept with the run: a table for each of them."""

import shutil
from pathlib import Path

from eval.judging.blind_reading import read_blind
from eval.judging.records import HumanGrade

FOLDER = "grades"
KEY = "blind-key.json"
# In letters, of up to four bytes: a file's name may have 255.
LONGEST_NAME = 60


def take_in(run: Path, table: Path, grader: str) -> list[HumanGrade]:
    """Keep a filled-in table as the one of `grader`. Raises CasesError, and then keeps nothing."""
    grades = read_blind(table, run / KEY)
    kept = run / FOLDER / f"{file_name(grader)}.csv"
    kept.parent.mkdir(exist_ok=True)
    shutil.copyfile(table, kept)
    return grades


def read_grades(run: Path) -> dict[str, list[HumanGrade]]:
    """The grades of everybody, by name."""
    tables = sorted((run / FOLDER).glob("*.csv"))
    return {table.stem: read_blind(table, run / KEY) for table in tables}


def file_name(grader: str) -> str:
    """The name without what could lead out of the folder."""
    plain = "".join(sign if sign.isalnum() or sign in " -_" else "-" for sign in grader)
    return plain[:LONGEST_NAME].strip() or "unnamed"
