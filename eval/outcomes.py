"""What came out when a question was asked: raw, as it is saved before anything is scored."""

from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from trag.types import Answer, Citation, Verification


@dataclass(frozen=True, slots=True)
class Key:
    """Which asking this is: a case, in one arm; `variant` tells phrasings or set-ups of one case apart."""

    arm: str
    case_id: str
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as retrieval ranked it; `text` is without its headings."""

    chunk_id: str
    file: str
    text: str
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that one asking brought to light.

    `question` is what was really asked. `context` is the exact text the model got, `sources` its
    numbered sources (facts have no chunk id), `passages` the whole ranking of retrieval, best first.
    `answer` is None where only the context was looked at; `verdicts` are those of its sentences and
    `written` is what the model wrote before any of it was checked.
    With `error` the asking failed, and the rest holds what was known by then.
    """

    key: Key
    question: str
    context: str = ""
    tokens: int = 0
    facts: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()
    entities: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    answer: Answer | None = None
    verdicts: tuple[Verification, ...] = ()
    written: str = ""
    error: str = ""
    seconds: float = 0.0


def outcome_to_line(outcome: Outcome) -> str:
    """One line of JSON, without its end."""
    return _adapter().dump_json(outcome).decode()


def outcome_from_line(line: str) -> Outcome:
    """The outcome `outcome_to_line` wrote. Raises ValueError if the line is none."""
    return _adapter().validate_json(line)


@cache
def _adapter() -> TypeAdapter[Outcome]:
    return TypeAdapter(Outcome)
