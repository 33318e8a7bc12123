"""Sets of cases that people keep in the data folder to ask them again: each caller has its own."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from eval.runs.folder import write_whole
from eval.serving.shelf import checked_name, mark_of
from trag.errors import CasesError
from trag.questions.cases import Case, CaseType, cases_in, version_of
from trag.types import Caller

FOLDER = "eval-cases"
MOST_CASES = 2000
MOST_SETS = 200
LONGEST_QUESTION = 4000


@dataclass(frozen=True, slots=True)
class CaseSet:
    """A kept set of cases; `version` changes with any change of any case."""

    name: str
    cases: int
    by_type: dict[CaseType, int]
    version: str
    saved_at: str


def read_sent(text: str, name: str) -> list[Case]:
    """The cases of a text that was sent. Raises CasesError with every problem."""
    cases = cases_in(text, name)
    long = tuple(f"{case.id[:80]}: the question is too long" for case in cases if _is_long(case))
    if not cases or len(cases) > MOST_CASES or long:
        what = f"{name} has {len(cases)} cases:" if not long else f"{name} has questions that are too long:"
        hint = f"Send 1 to {MOST_CASES} cases, each question with at most {LONGEST_QUESTION} characters."
        raise CasesError(what, long, hint=hint)
    return cases


class CaseSets:
    """The case sets of one caller."""

    def __init__(self, data: Path, caller: Caller) -> None:
        self._folder = data / FOLDER / (mark_of(caller) or "owner")

    def all(self) -> list[CaseSet]:
        """Every set, by name; one that can't be read is left out."""
        found = []
        for file in sorted(self._folder.glob("*.jsonl")):
            try:
                found.append(_described(file))
            except (CasesError, FileNotFoundError):
                continue
        return found

    def get(self, name: str) -> CaseSet | None:
        """The set of this name."""
        file = self._file(name)
        return _described(file) if file.is_file() else None

    def text(self, name: str) -> str:
        """The cases as they were sent. Raises FileNotFoundError."""
        return self._file(name).read_text(encoding="utf-8")

    def keep(self, name: str, text: str) -> CaseSet:
        """Keep these cases under a name, in place of those before. Raises CasesError, RunError."""
        file = self._file(name)
        read_sent(text, f"The set {name}")
        if not file.is_file() and len(list(self._folder.glob("*.jsonl"))) >= MOST_SETS:
            raise CasesError(f"There are {MOST_SETS} sets of cases already.", hint="Delete one of them.")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(file, text)
        return _described(file)

    def drop(self, name: str) -> None:
        """Forget the set. Raises FileNotFoundError."""
        self._file(name).unlink()

    def _file(self, name: str) -> Path:
        return self._folder / f"{checked_name(name)}.jsonl"


def _described(file: Path) -> CaseSet:
    cases = read_sent(file.read_text(encoding="utf-8"), f"The set {file.stem}")
    counts: dict[CaseType, int] = {}
    for case in cases:
        counts[case.type] = counts.get(case.type, 0) + 1
    saved = datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return CaseSet(file.stem, len(cases), counts, version_of(cases), saved)


def _is_long(case: Case) -> bool:
    return len(case.question) > LONGEST_QUESTION or len(case.id) > LONGEST_QUESTION
