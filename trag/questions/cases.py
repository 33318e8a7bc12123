"""Questions with known answers, in the JSONL schema of `examples/questions.jsonl`."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trag.errors import CasesError
from trag.questions.lines import lines_of, read_lines

CaseType = Literal["document", "entity_simple", "entity_complex", "unanswerable"]
Split = Literal["train", "held_out"]
Review = Literal["open", "accepted", "rejected"]


class Evidence(BaseModel):
    """Where the answer stands: a quote from the text of a file."""

    model_config = ConfigDict(frozen=True)

    file: str
    quote: str = Field(min_length=1)


class Case(BaseModel):
    """A question and what a right answer holds.

    A right answer holds one alternative of every group of `must_include` and nothing of
    `must_not_include`; for an unanswerable question both are empty and the answer is a refusal.
    `split` says on which side a generated case stands, `review` what a person thinks of it:
    hand-written cases count as accepted.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answer: str
    type: CaseType
    must_include: tuple[tuple[str, ...], ...]
    must_not_include: tuple[str, ...] = ()
    answer_aliases: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    entities: tuple[str, ...] = ()
    split: Split | None = None
    review: Review = "accepted"

    @property
    def is_answerable(self) -> bool:
        """False when the right answer is a refusal."""
        return self.type != "unanswerable"


def read_cases(file: Path) -> list[Case]:
    """The cases of a file. Raises CasesError, naming every line that is none and every id given twice."""
    return _cases(read_lines(file), str(file))


def cases_in(text: str, name: str) -> list[Case]:
    """The cases of a text, called `name` in errors. Raises CasesError as `read_cases` does."""
    return _cases(lines_of(text), name)


def _cases(lines: Iterable[tuple[int, str]], name: str) -> list[Case]:
    cases: dict[str, Case] = {}
    problems: list[str] = []
    for number, line in lines:
        try:
            case = Case.model_validate_json(line)
        except ValidationError as exc:
            problems.extend(
                f"line {number}: {sentence(error['loc'], error['msg'])}" for error in exc.errors()
            )
            continue
        problems.extend(f"line {number}: {problem}" for problem in contradictions(case))
        if case.id in cases:
            problems.append(f"line {number}: the id {case.id!r} was given before")
        cases[case.id] = case
    if problems:
        hint = "The schema is that of examples/questions.jsonl."
        raise CasesError(f"{name} has lines that are no cases:", tuple(problems), hint=hint)
    return list(cases.values())


def write_cases(file: Path, cases: Iterable[Case]) -> None:
    """Write `cases` so that `read_cases` gives them back; keys that hold nothing are left out."""
    lines = (case.model_dump_json(exclude_defaults=True) for case in cases)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def version_of(cases: Iterable[Case]) -> str:
    """Twelve hex digits that change with any change of any case, but not with their order."""
    lines = sorted(case.model_dump_json() for case in cases)
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


def contradictions(case: Case) -> list[str]:
    """What is wrong with a case that no answer at all could get right."""
    problems = []
    if case.is_answerable and not case.must_include:
        problems.append("must_include: an answerable question needs at least one group")
    if not case.is_answerable and case.must_include:
        problems.append("must_include: an unanswerable question has none")
    if any(not group or not all(item.strip() for item in group) for group in case.must_include):
        problems.append("must_include: a group is empty or holds an empty alternative")
    return problems


def sentence(place: tuple[int | str, ...], message: str) -> str:
    """A problem pydantic found, with the place where it is."""
    return f"{'.'.join(map(str, place))}: {message}" if place else message
