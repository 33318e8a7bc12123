"""How well a rule tells questions with an answer from those without, in counts and intervals."""

from collections.abc import Iterable
from dataclasses import dataclass

from eval.evidence_trials import Trial
from eval.statistics import Interval, wilson

REFUSED_AT_MOST = 0.03
# A trial, and whether the rule lets it through.
Judged = tuple[Trial, bool]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of `unanswerable` questions a rule refuses `caught`, of `answerable` ones `lost`."""

    answerable: int
    unanswerable: int
    lost: int
    caught: int

    @property
    def passed(self) -> int:
        """How many questions are let through."""
        return self.answerable + self.unanswerable - self.lost - self.caught

    @property
    def recall(self) -> Interval:
        """The interval of the share of unanswerable questions that are refused."""
        return wilson(self.caught, self.unanswerable)

    @property
    def precision(self) -> Interval:
        """The interval of the share of refusals that are due."""
        return wilson(self.caught, self.caught + self.lost)

    @property
    def passed_recall(self) -> Interval:
        """The interval of the share of answerable questions that are let through."""
        return wilson(self.answerable - self.lost, self.answerable)

    @property
    def passed_precision(self) -> Interval:
        """The interval of the share of questions let through that are answerable."""
        return wilson(self.answerable - self.lost, self.passed)

    @property
    def keeps_the_limit(self) -> bool:
        """True when hardly an answerable question is refused."""
        return self.lost <= REFUSED_AT_MOST * self.answerable


def figures_of(judged: Iterable[Judged]) -> Figures:
    """The counts of those judgements that decide."""
    pairs = [(trial.is_answerable, is_admitted) for trial, is_admitted in judged if trial.is_open]
    answerable = [is_admitted for is_answerable, is_admitted in pairs if is_answerable]
    others = [is_admitted for is_answerable, is_admitted in pairs if not is_answerable]
    return Figures(len(answerable), len(others), answerable.count(False), others.count(False))


def written(judged: Iterable[Judged]) -> list[Judged]:
    """The judgements without the questions whose documents were left out."""
    return [(trial, is_admitted) for trial, is_admitted in judged if trial.origin != "left out"]
