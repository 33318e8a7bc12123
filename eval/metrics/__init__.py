"""The figures taken of single outcomes, without a model: one family a file, all of them named here."""

from eval.metrics import (
    citations,
    context,
    correctness,
    cost,
    detection,
    grading,
    lists,
    refusals,
    retrieval,
)
from eval.metrics.measure import Measure, Names
from eval.scores import Metric

MEASURES: tuple[Measure, ...] = (
    *grading.MEASURES,
    *correctness.MEASURES,
    *lists.MEASURES,
    *refusals.MEASURES,
    *citations.MEASURES,
    *context.MEASURES,
    *retrieval.MEASURES,
    *detection.MEASURES,
    *cost.MEASURES,
)
METRICS: dict[str, Metric] = {measure.metric.name: measure.metric for measure in MEASURES}

__all__ = ["MEASURES", "METRICS", "Measure", "Names"]
