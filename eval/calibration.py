"""Fitting the evidence rule: where does the line lie between questions with and without an answer?

A logistic regression over two signals (similarity, nearness) gives the direction; the line is then laid
so low that the next answerable question falls below it with a chance of at most 3 %. Its worth is told by
questions it was not fitted to: each of five parts is judged by the line that the other four give.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from eval.calibration_figures import REFUSED_AT_MOST, Figures, Judged, figures_of, written
from eval.evidence_trials import Trial
from trag.errors import CasesError
from trag.retrieval.evidence import FLOORS, Line

# Chances to refuse an answerable question that a line may be laid for: the first that keeps the limit
# on questions it was not fitted to.
CHANCES = (REFUSED_AT_MOST, 0.02, 0.01, 0.005)
FEWEST = {"answerable": 15, "without an answer": 10}
PARTS = 5
STEPS, SHRINKAGE = 50, 0.1

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The line fitted to all trials; its figures on trials it was not fitted to, and those of the floors.

    `written` are the same without the questions whose documents were left out.
    """

    line: Line
    figures: Figures
    floors: Figures
    written: Figures
    written_floors: Figures

    @property
    def is_better(self) -> bool:
        """True when the line catches more than the floors and keeps the limit, or loses no more than they."""
        may_lose = self.figures.keeps_the_limit or self.figures.lost <= self.floors.lost
        return may_lose and self.figures.caught > self.floors.caught


def calibrate(trials: Sequence[Trial]) -> Calibration:
    """The line between trials with and without an answer. Raises CasesError when they are too few."""
    _refuse_few(trials)
    attempts = ((chance, judged_apart(trials, chance)) for chance in CHANCES)
    for chance, judged in attempts:  # noqa: B007 - the last one stands if none keeps the limit
        if figures_of(judged).keeps_the_limit:
            break
    by_floors = [(trial, FLOORS.admits(trial.signals)) for trial in trials]
    return Calibration(
        fit(trials, chance),
        figures_of(judged),
        figures_of(by_floors),
        figures_of(written(judged)),
        figures_of(written(by_floors)),
    )


def judged_apart(trials: Sequence[Trial], chance: float) -> list[Judged]:
    """Every trial, and whether the line fitted to the other parts lets it through."""
    divided = parts(trials)
    judged: list[Judged] = []
    for tested in divided:
        line = fit([trial for part in divided if part is not tested for trial in part], chance)
        judged.extend((trial, line.admits(trial.signals)) for trial in tested)
    return judged


def parts(trials: Sequence[Trial]) -> tuple[list[Trial], ...]:
    """The trials in PARTS, every group in one of them, answerable ones as evenly as groups allow."""
    groups: dict[str, list[Trial]] = defaultdict(list)
    for trial in trials:
        groups[trial.group].append(trial)
    divided: tuple[list[Trial], ...] = tuple([] for _ in range(PARTS))
    # The largest first, so that the small ones can even out what is left.
    for group in sorted(groups, key=lambda name: (-len(groups[name]), sha256(name.encode()).digest())):
        min(divided, key=_weight).extend(groups[group])
    return divided


def _weight(part: Sequence[Trial]) -> tuple[int, int]:
    return sum(trial.is_answerable for trial in part), len(part)


def fit(trials: Sequence[Trial], chance: float = REFUSED_AT_MOST) -> Line:
    """The line fitted to these trials, below which an answerable question falls with this `chance`."""
    rows = np.array([[trial.signals.similarity, trial.signals.nearness] for trial in trials])
    labels = np.array([trial.is_answerable for trial in trials], float)
    # Being nearer never speaks against an answer.
    weights = np.maximum(_logistic(rows, labels), 0.0)
    if not weights.any():
        weights = np.ones(2)
    weights = weights / weights.sum()
    return Line(float(weights[0]), float(weights[1]), _least((rows @ weights)[labels == 1], chance))


def _least(scores: Floats, chance: float) -> float:
    """The lower prediction limit for one more score, and no more than `chance` of these below it.

    A quantile of a few scores is too high: the few seen are seldom the lowest there are.
    """
    from scipy.stats import t

    n = len(scores)
    reach = float(t.ppf(1 - chance, n - 1)) * float(scores.std(ddof=1)) * (1 + 1 / n) ** 0.5
    return float(min(scores.mean() - reach, np.sort(scores)[int(chance * n)]))


def _logistic(rows: Floats, labels: Floats) -> Floats:
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


def _refuse_few(trials: Sequence[Trial]) -> None:
    answerable = sum(trial.is_answerable for trial in trials)
    held = {"answerable": answerable, "without an answer": len(trials) - answerable}
    problems = tuple(
        f"{held[kind]} {kind}, {least} needed" for kind, least in FEWEST.items() if held[kind] < least
    )
    if problems:
        raise CasesError(
            "The questions that tree and names leave undecided are too few to fit a rule:",
            problems,
            hint="Add questions of type document with `evidence` that names the file: each counts twice,"
            " once without its documents.",
        )
