"""Questions with known answers, in the JSONL schema of `examples/questions.jsonl`."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.questions import read_lines
from trag.errors import CasesError

CaseType = Literal["document", "entity_simple", "entity_complex", "unanswerable"]


class Evidence(BaseModel):
    """Where the answer stands: a quote from the text of a file."""

    model_config = ConfigDict(frozen=True)

    file: str
    quote: str


class Case(BaseModel):
    """A question and what a right answer holds.

    A right answer holds one alternative of every group of `must_include` and nothing of
    `must_not_include`; for an unanswerable question both are empty and the answer is a refusal.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str
    question: str
    answer: str
    type: CaseType
    must_include: tuple[tuple[str, ...], ...]
    must_not_include: tuple[str, ...] = ()
    answer_aliases: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    entities: tuple[str, ...] = ()


def read_cases(file: Path) -> list[Case]:
    """The cases of a file. Raises CasesError, naming every line that is none and every id given twice."""
    cases: dict[str, Case] = {}
    problems: list[str] = []
    for number, line in read_lines(file):
        try:
            case = Case.model_validate_json(line)
        except ValidationError as exc:
            problems.extend(
                f"line {number}: {_sentence(error['loc'], error['msg'])}" for error in exc.errors()
            )
            continue
        if case.id in cases:
            problems.append(f"line {number}: the id {case.id!r} was given before")
        cases[case.id] = case
    if problems:
        hint = "The schema is that of examples/questions.jsonl."
        raise CasesError(f"{file} has lines that are no cases:", tuple(problems), hint=hint)
    return list(cases.values())


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(map(str, place))}: {message}" if place else message
