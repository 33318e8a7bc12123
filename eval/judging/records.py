"""What a judge or a person thinks of an outcome, as values and as lines of a file."""

from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from eval.outcomes import Key
from eval.scores import Grade


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge says of one outcome.

    `faithfulness` is the share of the answer's statements that the sources support (RAGAS), None for
    a refusal or where there is no source. `relevance` is 0, 0.5 or 1. `judge` changes whenever the
    same outcome could be judged otherwise. `is_by_rule` is true where no model was asked. With
    `error` the judging failed, and the rest holds what was known by then.
    """

    key: Key
    faithfulness: float | None = None
    relevance: float | None = None
    grade: Grade | None = None
    reasons: tuple[str, ...] = ()
    error: str = ""
    judge: str = ""
    is_by_rule: bool = False


@dataclass(frozen=True, slots=True)
class HumanGrade:
    """The grade a person gave without seeing the arm; `grade` is None where none was given yet."""

    key: Key
    grade: Grade | None
    note: str = ""


def judgement_to_line(judgement: Judgement) -> str:
    """One line of JSON, without its end."""
    return _adapter().dump_json(judgement).decode()


def judgement_from_line(line: str) -> Judgement:
    """The judgement `judgement_to_line` wrote. Raises ValueError if the line is none."""
    return _adapter().validate_json(line)


@cache
def _adapter() -> TypeAdapter[Judgement]:
    return TypeAdapter(Judgement)
