"""Two arms, or two runs, on the very same cases: what differs, and whether that is more than noise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from eval.scores import Contrast, Metric, Score
from eval.statistics import (
    detectable_mean_difference,
    differences_of,
    mcnemar,
    minimum_detectable_difference,
    paired_bootstrap,
    paired_shares,
    sign_flip,
)
from eval.summary import ALL, SUMMARY_METRICS, TYPES, is_yes_no, value_of

ALPHA = 0.05
CONTRASTED = ("right", "correct")
# Neither more nor less of these is better in itself, or they have no value per case; the two above and
# refused_rightly and refused_wrongly say which way an arm went.
NEUTRAL = ("correct_verbose", "incorrect", "refused", "refusal_precision", "refusal_recall")

Pair = tuple[Score, Score]
# The values of a metric on one side and on the other, a pair for each case.
Sides = tuple[list[float], list[float]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All contrasts of `second` with `first`, and the cases that turned right (gained) or wrong (lost)."""

    first: str
    second: str
    contrasts: tuple[Contrast, ...]
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def compare(
    names: tuple[str, str],
    first: Iterable[Score],
    second: Iterable[Score],
    metrics: Mapping[str, Metric],
    seed: int = 0,
) -> Comparison:
    """Contrasts and flips of two sides under their names; see `contrast`."""
    before, after = list(first), list(second)
    gained, lost = flips(before, after)
    return Comparison(*names, tuple(contrast(before, after, metrics, seed)), tuple(gained), tuple(lost))


def contrast(
    first: Iterable[Score], second: Iterable[Score], metrics: Mapping[str, Metric], seed: int = 0
) -> list[Contrast]:
    """Each metric of two sides over the cases that both have, per type; one arm of one run on each side.

    Scores are paired by case and variant. The variants of a case are no independent cases, so their mean
    is what counts for the case, and `n` counts cases. Raises ValueError if a side has an asking twice.
    """
    pairs = _pairs(first, second)
    found = []
    for metric in _contrasted(metrics):
        for kind in TYPES:
            sides = _values([pair for pair in pairs if kind in (ALL, pair[0].type)], metric.name)
            if sides[0]:
                found.append(_contrast(metric, kind, sides, seed))
    return found


def flips(
    first: Iterable[Score], second: Iterable[Score], metric: str = "right"
) -> tuple[list[str], list[str]]:
    """The ids of cases whose answer turned right, and of those whose answer turned wrong.

    With another `metric`: those where it rose, and those where it fell.
    """
    gained: dict[str, None] = {}
    lost: dict[str, None] = {}
    for before, after in _pairs(first, second):
        old, new = value_of(before, metric), value_of(after, metric)
        if old is not None and new is not None and old != new:
            (gained if new > old else lost)[before.key.case_id] = None
    return list(gained), list(lost)


def _contrasted(metrics: Mapping[str, Metric]) -> list[Metric]:
    wanted = {**{name: SUMMARY_METRICS[name] for name in CONTRASTED}, **metrics}
    return [metric for name, metric in wanted.items() if name not in NEUTRAL]


def _pairs(first: Iterable[Score], second: Iterable[Score]) -> list[Pair]:
    before, after = _by_asking(first), _by_asking(second)
    return [(score, after[asking]) for asking, score in before.items() if asking in after]


def _by_asking(scores: Iterable[Score]) -> dict[tuple[str, str], Score]:
    found: dict[tuple[str, str], Score] = {}
    for score in scores:
        asking = (score.key.case_id, score.key.variant)
        if asking in found:
            raise ValueError(f"{asking} is there twice, in {found[asking].key.arm} and {score.key.arm}.")
        found[asking] = score
    return found


def _values(pairs: Sequence[Pair], metric: str) -> Sides:
    cases: dict[str, list[tuple[float, float]]] = {}
    for before, after in pairs:
        old, new = value_of(before, metric), value_of(after, metric)
        if old is not None and new is not None:
            cases.setdefault(before.key.case_id, []).append((old, new))
    firsts = [fmean(old for old, _ in rows) for rows in cases.values()]
    return firsts, [fmean(new for _, new in rows) for rows in cases.values()]


def _contrast(metric: Metric, kind: str, sides: Sides, seed: int) -> Contrast:
    is_share = metric.kind == "share" and is_yes_no(sides[0] + sides[1])
    (difference, low, high), p, detectable = _share(sides, seed) if is_share else _mean(sides, seed)
    verdict = _verdict(difference, (low, high), p, higher_is_better=metric.higher_is_better)
    first, second = map(fmean, sides)
    return Contrast(metric.name, kind, len(sides[0]), first, second, low, high, p, detectable, verdict)


def _share(sides: Sides, seed: int) -> tuple[tuple[float, float, float], float, float]:
    first, second = ([value == 1 for value in side] for side in sides)
    detectable = minimum_detectable_difference(len(first), fmean(first))
    return paired_shares(first, second, seed), mcnemar(first, second), detectable


def _mean(sides: Sides, seed: int) -> tuple[tuple[float, float, float], float, float]:
    detectable = detectable_mean_difference(differences_of(*sides))
    return paired_bootstrap(*sides, seed), sign_flip(*sides, seed), detectable


def _verdict(
    difference: float, interval: tuple[float, float], p: float, *, higher_is_better: bool
) -> Literal["better", "worse", "within noise"]:
    if p >= ALPHA or interval[0] <= 0 <= interval[1]:
        return "within noise"
    return "better" if (difference > 0) is higher_is_better else "worse"
