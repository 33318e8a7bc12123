"""Reading an experiment's data from JSONL: all of it is right, or every wrong line is named."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trag.errors import CasesError
from trag.questions.lines import read_lines


class Row(BaseModel):
    """One line of a file, known by an id that no other line has."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1)


RowType = TypeVar("RowType", bound=Row)


def read_rows(
    file: Path, kind: type[RowType], contradictions: Callable[[RowType], list[str]], *, hint: str
) -> list[RowType]:
    """The rows of a file. Raises CasesError if there are none, or with every problem of every line."""
    rows: dict[str, RowType] = {}
    problems: list[str] = []
    for number, line in read_lines(file):
        try:
            row = kind.model_validate_json(line)
        except ValidationError as exc:
            problems.extend(f"line {number}: {sentence}" for sentence in _sentences(exc))
            continue
        problems.extend(f"line {number}: {problem}" for problem in contradictions(row))
        if row.id in rows:
            problems.append(f"line {number}: the id {row.id!r} was given before")
        rows[row.id] = row
    if problems:
        raise CasesError(f"{file} has lines that can't be used:", tuple(problems), hint=hint)
    if not rows:
        raise CasesError(f"{file} holds nothing.", hint=hint)
    return list(rows.values())


def _sentences(exc: ValidationError) -> Iterator[str]:
    for error in exc.errors():
        place = ".".join(map(str, error["loc"]))
        yield f"{place}: {error['msg']}" if place else error["msg"]
