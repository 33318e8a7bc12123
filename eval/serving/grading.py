"""Blind grading of a run through the API: the answers without their arms, and the grades of people."""

import csv
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from eval.judging.blind import BlindItem, blind_item, blind_items, write_blind
from eval.judging.blind_reading import read_key, ungraded
from eval.judging.people import KEY, file_name, read_grades, take_in
from eval.results import Results
from eval.scores import Grade
from eval.sections import Section, graded_sections
from eval.serving.shelf import KeptRun
from trag.errors import CasesError, RunError

SEED = 0
_lock = Lock()


@dataclass(frozen=True, slots=True)
class GivenGrade:
    """The grade of one answer by its blind id; None takes a grade back."""

    id: str
    grade: Grade | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grader:
    """A person who grades, and how far they are."""

    name: str
    graded: int
    open: int


@dataclass(frozen=True, slots=True)
class Grading:
    """The answers to grade in their blind order, the graders, one grader's grades, and how far all agree."""

    items: tuple[BlindItem, ...]
    graders: tuple[Grader, ...]
    grades: tuple[GivenGrade, ...]
    agreement: tuple[Section, ...]


def grading_of(run: KeptRun, results: Results, grader: str) -> Grading:
    """The blind grading of a run; before the first grade, as it would be begun. Raises CasesError."""
    path = run.folder.path
    begun = read_grades(path) if (path / KEY).is_file() else {}
    graders = (Grader(name, len(given) - ungraded(given), ungraded(given)) for name, given in begun.items())
    return Grading(
        tuple(_items(path, results)),
        tuple(graders),
        tuple(_given(path, grader).values()),
        tuple(graded_sections(run.folder, results)) if begun else (),
    )


def take_grades(run: KeptRun, results: Results, grader: str, grades: Iterable[GivenGrade]) -> None:
    """Keep these grades of a person beside those they gave before.

    Raises CasesError for an id that is none, RunError if there is nothing to grade.
    """
    path = run.folder.path
    with _lock:
        if not (path / KEY).is_file():
            write_blind(path, results.cases.values(), results.outcomes.values(), seed=SEED)
        known = read_key(path / KEY)
        given = list(grades)
        unknown = tuple(f"{one.id!r} is none of the answers" for one in given if one.id not in known)
        if unknown or not known:
            raise CasesError("These are no grades of this run:", unknown, hint="GET lists the answers.")
        merged = _given(path, grader) | {one.id: one for one in given}
        _take_in(path, grader, list(merged.values()))


def check_over(run: KeptRun, *, is_live: bool) -> None:
    """Raise RunError while answers still come: which are graded is settled by the first grade."""
    if is_live:
        raise RunError(f"The run {run.id} is under way.", hint="Grade it when it is over.")


def _items(path: Path, results: Results) -> list[BlindItem]:
    if not (path / KEY).is_file():
        return [item for _, item in blind_items(results.cases, results.outcomes.values(), SEED)]
    found = []
    for item_id, key in read_key(path / KEY).items():
        outcome, case = results.outcomes.get(key), results.cases.get(key.case_id)
        if outcome and outcome.answer and case:
            item = blind_item(item_id.removeprefix("a-"), case, outcome.question, outcome.answer)
            found.append(item)
    return found


def _given(path: Path, grader: str) -> dict[str, GivenGrade]:
    """What this grader gave so far, by blind id."""
    if not (path / KEY).is_file():
        return {}
    ids = {key: item for item, key in read_key(path / KEY).items()}
    graded = read_grades(path).get(file_name(grader), [])
    found = [GivenGrade(ids[one.key], one.grade, one.note) for one in graded if one.grade or one.note]
    return {one.id: one for one in found}


def _take_in(path: Path, grader: str, grades: Sequence[GivenGrade]) -> None:
    with tempfile.TemporaryDirectory(prefix="trag-grades-") as folder:
        table = Path(folder) / "grades.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("id", "grade", "note"))
            rows.writerows((one.id, one.grade or "", one.note) for one in grades)
        take_in(path, table, grader)
