"""What came of a run: its figures for plots, and its askings one by one, by what went wrong."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from eval.comparing import Comparison
from eval.metrics import METRICS
from eval.outcomes import Outcome
from eval.results import Results, read_results
from eval.scores import Figure, Grade, Metric, Problem, Score
from eval.sections import Section, sections_of
from eval.serving.shelf import KeptRun
from eval.serving.summaries import Fingerprint, fingerprint
from eval.summary import all_metrics, problems
from trag.questions.cases import Case
from trag.types import Citation

Worth = Literal["right", "wrong"]
KEPT = 2


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a run with what is needed to plot them."""

    metrics: tuple[Metric, ...]
    figures: tuple[Figure, ...]
    problems: dict[str, dict[Problem, int]]
    comparisons: tuple[Comparison, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class AskedCase:
    """A case as one arm answered it; `place` counts the askings of a run from 1."""

    place: int
    case: Case
    arm: str
    variant: str
    question: str
    grade: Grade | None
    problem: Problem
    answer: str
    refused: bool
    answered_by: str
    citations: tuple[Citation, ...]
    sources: tuple[Citation, ...]
    facts: tuple[str, ...]
    metrics: Mapping[str, float]
    tokens: int
    seconds: float
    error: str


class Readings:
    """The results of the runs that were read last; scoring a run takes longer than a page may."""

    def __init__(self) -> None:
        self._read: OrderedDict[str, tuple[Fingerprint, Results]] = OrderedDict()
        self._lock = Lock()

    def results(self, run: KeptRun) -> Results:
        """The results of a run, finished or not."""
        with self._lock:
            now = fingerprint(run.folder)
            known = self._read.pop(run.id, None)
            if known is None or known[0] != now:
                known = now, read_results(run.folder)
            self._read[run.id] = known
            while len(self._read) > KEPT:
                self._read.popitem(last=False)
            return known[1]


def report_of(run: KeptRun, results: Results) -> Report:
    """The figures of a run, its arms against each other, and the tables beside them."""
    met = {figure.metric for figure in results.figures}
    return Report(
        tuple(metric for name, metric in all_metrics(METRICS).items() if name in met),
        tuple(results.figures),
        {arm: dict(counts.items()) for arm, counts in problems(results.scores).items()},
        tuple(results.comparisons),
        tuple(sections_of(run.folder, results)),
    )


def asked_cases(
    results: Results, *, outcome: Worth | None = None, problem: Problem | None = None, arm: str = ""
) -> list[AskedCase]:
    """The askings in their order, those wanted only; without an answer, right is what has no problem."""
    numbered = enumerate(results.scores, start=1)
    return [
        _asked(place, results.cases[score.key.case_id], results.outcomes[score.key], score)
        for place, score in numbered
        if (not arm or score.key.arm == arm)
        and (problem is None or score.problem == problem)
        and (outcome is None or is_right(score) is (outcome == "right"))
    ]


def is_right(score: Score) -> bool:
    """True for a right answer, or for a context without a problem where no answer was asked for."""
    return score.is_right if score.grade is not None else not score.problem


def _asked(place: int, case: Case, outcome: Outcome, score: Score) -> AskedCase:
    answer = outcome.answer
    return AskedCase(
        place,
        case,
        score.key.arm,
        score.key.variant,
        outcome.question,
        score.grade,
        score.problem,
        answer.text if answer else "",
        answer.refused if answer else False,
        answer.answered_by if answer else "",
        answer.citations if answer else (),
        outcome.sources,
        outcome.facts,
        score.metrics,
        outcome.tokens,
        outcome.seconds,
        outcome.error,
    )
