"""How the values of a run read in a report."""

import math
from collections.abc import Sequence

from eval.scores import Contrast, Figure, Grade, Metric, Problem, Score

TYPES = {
    "all": "All questions",
    "document": "Document",
    "entity_simple": "Entity, one hop",
    "entity_complex": "Entity, several hops",
    "unanswerable": "Unanswerable",
}
GRADES: dict[Grade, str] = {
    "correct": "correct",
    "correct_verbose": "correct, verbose",
    "incorrect": "incorrect",
}
# In the order in which a question can go wrong; a plot shows only those that happened.
PROBLEMS: tuple[Problem, ...] = (
    "error",
    "context lacks it",
    "refused",
    "answered unanswerable",
    "items missing",
    "forbidden item",
    "verbose",
)
NOTHING = "\u2013"
TO = "\u2013"
MINUS = "\u2212"


def type_title(kind: str) -> str:
    """A type of question, or any other grouping, in words."""
    return TYPES.get(kind, kind)


def series_title(arm: str, variant: str) -> str:
    """An arm, and which way of asking where a run has several."""
    return f"{arm} · {variant}" if variant else arm


def variant_title(variant: str) -> str:
    """A way of asking in words."""
    return variant or "as written"


def quantity(value: float) -> str:
    """A plain number, to about three digits."""
    if not math.isfinite(value):
        return NOTHING
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2  # noqa: PLR2004 - three digits
    return f"{value:,.{digits}f}".replace("-", MINUS)


def value_of(value: float, metric: Metric) -> str:
    """A figure in the unit of its metric."""
    if metric.kind == "share" and math.isfinite(value):
        return f"{100 * value:.0f} %"
    return quantity(value)


def interval_of(figure: Figure, metric: Metric) -> str:
    """The 95 % interval of a figure."""
    if metric.kind == "share" and math.isfinite(figure.low + figure.high):
        return f"{100 * figure.low:.0f}{TO}{100 * figure.high:.0f} %"
    return f"{quantity(figure.low)} to {quantity(figure.high)}"


def difference_of(value: float, metric: Metric) -> str:
    """A difference with its sign: shares in points."""
    if not math.isfinite(value):
        return NOTHING
    text = f"{abs(100 * value):.0f}" if metric.kind == "share" else quantity(abs(value))
    is_nothing = not any(digit in text for digit in "123456789")
    sign = "+" if value > 0 else MINUS
    return text if is_nothing else sign + text


def difference_interval(contrast: Contrast, metric: Metric) -> str:
    """The 95 % interval of a difference."""
    return f"{difference_of(contrast.low, metric)} to {difference_of(contrast.high, metric)}"


def probability(p: float) -> str:
    """A p value, no more exact than it is useful."""
    if not math.isfinite(p):
        return NOTHING
    return "< 0.001" if p < 0.001 else f"{p:.3f}"  # noqa: PLR2004 - as is usual


def verdict_of(score: Score | None) -> tuple[str, str]:
    """What came of an asking as (tone, words): tones are right, verbose, wrong and plain."""
    if score is None:
        return "plain", "not scored"
    if score.grade == "correct":
        return "right", "correct"
    if score.grade == "correct_verbose":
        return "verbose", "verbose"
    if score.grade == "incorrect":
        return "wrong", score.problem or "incorrect"
    return ("wrong", score.problem) if score.problem else ("right", "no problem")


def listing(names: Sequence[str]) -> str:
    """Names as a sentence lists them."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)
