"""The figures of a run: each metric per arm, type of case and variant, with its interval."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import get_args

from eval.scores import RIGHT, Figure, Grade, Metric, Problem, Score
from eval.statistics import bootstrap_mean, wilson
from trag.questions.cases import CaseType

ALL = "all"
TYPES: tuple[str, ...] = (ALL, *get_args(CaseType))
# Which grades count for a figure. Every other metric is one of `Score.metrics`.
GRADE_METRICS: dict[str, tuple[Grade, ...]] = {
    "right": RIGHT,
    "correct": ("correct",),
    "correct_verbose": ("correct_verbose",),
    "incorrect": ("incorrect",),
}
REFUSAL_METRICS = ("refusal_precision", "refusal_recall")
# What every summary has beside the metrics of scoring; their titles are for outputs.
SUMMARY_METRICS: dict[str, Metric] = {
    "right": Metric("right", "Right answers", "share"),
    "correct": Metric("correct", "Correct", "share"),
    "correct_verbose": Metric("correct_verbose", "Correct-Verbose", "share"),
    "incorrect": Metric("incorrect", "Incorrect", "share", higher_is_better=False),
    "refusal_precision": Metric("refusal_precision", "Refusals that were due", "share"),
    "refusal_recall": Metric("refusal_recall", "Due refusals that were made", "share"),
}

Group = tuple[str, str, str]


def all_metrics(metrics: Mapping[str, Metric]) -> dict[str, Metric]:
    """Every metric a figure may have: those of the summary itself, then `metrics`."""
    return {**SUMMARY_METRICS, **metrics}


def value_of(score: Score, metric: str) -> float | None:
    """What `score` adds to a metric; None where the metric does not apply to its case."""
    grades = GRADE_METRICS.get(metric)
    if grades is None:
        return score.metrics.get(metric)
    return None if score.grade is None else float(score.grade in grades)


def is_yes_no(values: Iterable[float]) -> bool:
    """True if every value is 0 or 1."""
    return all(value in (0, 1) for value in values)


def summarise(scores: Iterable[Score], metrics: Mapping[str, Metric], seed: int = 0) -> list[Figure]:
    """The figures of `scores`: by arm and variant as they come up, then by metric, "all" types first.

    Only cases to which a metric applies count. A metric that applies to none has no figure.
    """
    figures = []
    for (arm, variant), rows in _by_arm_and_variant(scores).items():
        for metric in all_metrics(metrics).values():
            for kind in TYPES:
                chosen = [score for score in rows if kind in (ALL, score.type)]
                figures.append(_figure(metric, (arm, kind, variant), chosen, seed))
    return [figure for figure in figures if figure]


def problems(scores: Iterable[Score]) -> dict[str, Counter[Problem]]:
    """How often each problem came first, per arm; an arm without problems has an empty count."""
    found: dict[str, Counter[Problem]] = {}
    for score in scores:
        counts = found.setdefault(score.key.arm, Counter())
        if score.problem:
            counts[score.problem] += 1
    return found


def _by_arm_and_variant(scores: Iterable[Score]) -> dict[tuple[str, str], list[Score]]:
    groups: dict[tuple[str, str], list[Score]] = {}
    for score in scores:
        groups.setdefault((score.key.arm, score.key.variant), []).append(score)
    return groups


def _figure(metric: Metric, group: Group, scores: Sequence[Score], seed: int) -> Figure | None:
    if metric.name in REFUSAL_METRICS:
        # Both look at refusals of every type of case at once, so a single type has no such figure.
        values = _refusals(metric.name, scores) if group[1] == ALL else []
    else:
        values = [value for score in scores if (value := value_of(score, metric.name)) is not None]
    if not values:
        return None
    low, high = _interval(metric, values, seed)
    arm, kind, variant = group
    return Figure(metric.name, arm, kind, len(values), fmean(values), low, high, variant)


def _refusals(metric: str, scores: Iterable[Score]) -> list[float]:
    """Per refusal: was it due (precision)? Per case that calls for one: was it refused (recall)?"""
    due = [score.metrics["refused_rightly"] for score in scores if "refused_rightly" in score.metrics]
    if metric == "refusal_recall":
        return due
    wrong = sum(score.metrics.get("refused_wrongly", 0.0) > 0 for score in scores)
    return [1.0] * sum(value > 0 for value in due) + [0.0] * wrong


def _interval(metric: Metric, values: Sequence[float], seed: int) -> tuple[float, float]:
    # A share of something else than yes and no (one averaged over runs, say) has no count of cases.
    if metric.kind == "share" and is_yes_no(values):
        return wilson(int(sum(values)), len(values))
    return bootstrap_mean(values, seed)
