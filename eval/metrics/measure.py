"""A metric together with the function that takes it of one outcome."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.outcomes import Outcome
from eval.scores import Metric
from trag.questions.cases import Case

# Entity id -> its name and aliases; a person's id is "person:<slug>".
Names = Mapping[str, Sequence[str]]
Level = Literal["context", "answer"]


@dataclass(frozen=True, slots=True)
class Measure:
    """`of` gives the figure, or None where it does not apply; "answer" measures need an answer."""

    metric: Metric
    level: Level
    of: Callable[[Case, Outcome, Names], float | None]


def nameless(of: Callable[[Case, Outcome], float | None]) -> Callable[[Case, Outcome, Names], float | None]:
    """`of` for a Measure, when it has no need of names."""
    return lambda case, outcome, _names: of(case, outcome)


def share(values: Sequence[bool]) -> float | None:
    """The share of true values; None of none."""
    return sum(values) / len(values) if values else None
