"""What an outcome is worth: the values that scoring hands to statistics, comparison and report."""

from dataclasses import dataclass, field
from typing import Literal

from eval.outcomes import Key
from trag.questions.cases import CaseType

# The paper's three grades (T-RAG, section on evaluation).
Grade = Literal["correct", "correct_verbose", "incorrect"]
RIGHT: tuple[Grade, ...] = ("correct", "correct_verbose")
Problem = Literal[
    "",
    "error",
    "context lacks it",
    "refused",
    "answered unanswerable",
    "items missing",
    "forbidden item",
    "verbose",
]


@dataclass(frozen=True, slots=True)
class Score:
    """The worth of one outcome.

    `grade` is None where no answer was asked for. `problem` is the first thing that went wrong, as
    the report's filter names it. `metrics` holds the figures that apply to this case, by name:
    yes/no ones as 0.0 or 1.0.
    """

    key: Key
    type: CaseType
    grade: Grade | None
    problem: Problem
    metrics: dict[str, float] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        """True for a correct answer, verbose or not."""
        return self.grade in RIGHT


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of the suite: how it reads in a report, and which way is better.

    A "share" is a mean of yes/no values and gets a Wilson interval; a "mean" gets a bootstrap one.
    """

    name: str
    title: str
    kind: Literal["share", "mean"]
    higher_is_better: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric over the cases of one type ("all": every type) in one arm, with its 95 % interval.

    `variant` is "" except where a run asks each case in several ways.
    """

    metric: str
    arm: str
    type: str
    n: int
    value: float
    low: float
    high: float
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Contrast:
    """One metric in two arms (or runs) on the very same cases: `second` minus `first`.

    `detectable` is the smallest difference that this many cases would show with power 0.8;
    `verdict` calls a difference within noise just that.
    """

    metric: str
    type: str
    n: int
    first: float
    second: float
    low: float
    high: float
    p: float
    detectable: float
    verdict: Literal["better", "worse", "within noise"]
