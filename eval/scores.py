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
