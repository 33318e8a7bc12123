"""Fitting the evidence rule: where does the line lie between questions with and without an answer?

A logistic regression over two signals (similarity, coverage) gives the direction; the line is then
laid so low that it refuses at most 1 % of the answerable ones. Its worth is told by cross-validation.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.statistics import Interval, wilson
from trag.errors import CasesError
from trag.questions.cases import Case
from trag.retrieval.evidence import FLOORS, Line, Signals

REFUSED_AT_MOST = 0.01
# Room below the lowest answerable question seen: the next one may be lower (in standard deviations).
MARGIN = 0.25
FOLDS = 5
FEWEST = {"answerable": 15, "unanswerable": 4}
STEPS, SHRINKAGE = 50, 0.1

Measured = tuple[Signals, bool]


@dataclass(frozen=True, slots=True)
class Figures:
    """Refusals by one rule: of `unanswerable` questions `caught`, of `answerable` ones `lost`."""

    answerable: int
    unanswerable: int
    lost: int
    caught: int

    @property
    def recall(self) -> Interval:
        """The interval of the share of unanswerable questions that are refused."""
        return wilson(self.caught, self.unanswerable)

    @property
    def precision(self) -> Interval:
        """The interval of the share of refusals that are due."""
        return wilson(self.caught, self.caught + self.lost)

    @property
    def loss(self) -> Interval:
        """The interval of the share of answerable questions that are refused."""
        return wilson(self.lost, self.answerable)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The fitted line, its cross-validated figures, those of the floors, and the cases that need no line."""

    line: Line
    figures: Figures
    floors: Figures
    decided: int


def calibrate(cases: Sequence[Case], signals_for: Callable[[str], Signals]) -> Calibration:
    """The line between answerable and unanswerable `cases`. Raises CasesError when they are too few."""
    every = [(signals_for(case.question), case.is_answerable) for case in cases]
    open_ones = [measured for measured in every if not measured[0].is_decided]
    _refuse_few(open_ones)
    figures = _counted(
        (rule.admits(signals), is_answerable)
        for training, test in _folds(open_ones)
        for rule in [fit(training)]
        for signals, is_answerable in test
    )
    floors = _counted((FLOORS.admits(signals), is_answerable) for signals, is_answerable in open_ones)
    return Calibration(fit(open_ones), figures, floors, len(every) - len(open_ones))


def fit(measured: Sequence[Measured]) -> Line:
    """The line fitted to these questions."""
    rows = np.array([[signals.similarity, signals.coverage] for signals, _ in measured])
    labels = np.array([is_answerable for _, is_answerable in measured], float)
    # Being nearer never speaks against an answer.
    weights = np.maximum(_logistic(rows, labels), 0.0)
    if not weights.any():
        weights = np.ones(2)
    weights = weights / weights.sum()
    scores = np.sort((rows @ weights)[labels == 1])
    least = float(scores[int(REFUSED_AT_MOST * len(scores))] - MARGIN * scores.std())
    return Line(float(weights[0]), float(weights[1]), least)


def _logistic(rows: NDArray[np.float64], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights of a ridge-penalised logistic regression, both classes weighing the same."""
    centred = np.column_stack([rows - rows.mean(axis=0), np.ones(len(rows))])
    share = np.where(labels == 1, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    penalty = np.diag([SHRINKAGE, SHRINKAGE, 1e-6])
    weights = np.zeros(3)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(centred @ weights, -30, 30)))
        gradient = centred.T @ (share * (labels - chance)) - penalty @ weights
        curvature = centred.T @ (centred * (share * chance * (1 - chance))[:, None]) + penalty
        weights = weights + np.linalg.solve(curvature, gradient)
    return weights[:2]


def _folds(measured: Sequence[Measured]) -> list[tuple[list[Measured], list[Measured]]]:
    """Training and test questions, each class dealt out evenly."""
    dealt = sorted(measured, key=lambda one: one[1])
    return [
        ([one for i, one in enumerate(dealt) if i % FOLDS != fold], dealt[fold::FOLDS])
        for fold in range(FOLDS)
    ]


def _counted(decisions: Iterable[tuple[bool, bool]]) -> Figures:
    pairs = list(decisions)
    answerable = [admitted for admitted, is_answerable in pairs if is_answerable]
    others = [admitted for admitted, is_answerable in pairs if not is_answerable]
    return Figures(len(answerable), len(others), answerable.count(False), others.count(False))


def _refuse_few(measured: Sequence[Measured]) -> None:
    answerable = sum(is_answerable for _, is_answerable in measured)
    held = {"answerable": answerable, "unanswerable": len(measured) - answerable}
    problems = tuple(
        f"{held[kind]} {kind}, {least} needed" for kind, least in FEWEST.items() if held[kind] < least
    )
    if problems:
        raise CasesError(
            "The cases that facts and names leave undecided are too few to fit a rule:",
            problems,
            hint="Add questions on documents and unanswerable ones without names of units.",
        )


def sentences_of(made: Calibration) -> list[str]:
    """What came out, a line each, for a person."""
    figures, line = made.figures, made.line
    counts = f"{figures.answerable} answerable and {figures.unanswerable} unanswerable questions"
    rule = f"{line.similarity:.2f} x similarity + {line.coverage:.2f} x coverage >= {line.least:.3f}"
    return [
        f"{counts}; {made.decided} more are decided by facts or unknown names.",
        f"Rule: {rule}",
        f"Fitted, cross-validated: {_told(figures)}",
        f"Defaults:                {_told(made.floors)}",
    ]


def _told(figures: Figures) -> str:
    due = figures.caught + figures.lost
    return (
        f"refuses {figures.caught} of {figures.unanswerable} unanswerable {_percent(figures.recall)}, "
        f"{figures.lost} of {figures.answerable} answerable {_percent(figures.loss)}; "
        f"{figures.caught} of {due} refusals due {_percent(figures.precision)}"
    )


def _percent(interval: Interval) -> str:
    return f"({interval[0]:.0%} to {interval[1]:.0%})"
