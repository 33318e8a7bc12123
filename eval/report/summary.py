"""The parts of a report that speak about all questions together, ready for the template."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from markupsafe import Markup

from eval.report.material import Material, Series
from eval.report.plots import SHARES, Scale, bar_strip, interval_strip, scale_up_to
from eval.report.words import NOTHING, PROBLEMS, interval_of, quantity, type_title, value_of
from eval.scores import Figure, Metric


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a plot: a strip between its name and its value."""

    title: str
    tone: str
    strip: Markup
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a plot that belong together."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """How often one thing went wrong in one arm."""

    arm: str
    count: int
    strip: Markup


@dataclass(frozen=True, slots=True)
class Cost:
    """What answers of one arm took; texts, with a strip for the middle and the usual range of tokens."""

    arm: str
    tone: str
    recall: str
    strip: Markup
    tokens: str
    seconds: str
    from_tree: str


def headline(material: Material) -> list[Row]:
    """The opening figure, a row for each arm."""
    metric = material.headline
    if metric is None:
        return []
    found = ((series, material.figure(metric.name, series, "all")) for series in material.series)
    return [_row(series, figure, metric, _counted(figure, metric)) for series, figure in found if figure]


def by_type(material: Material) -> list[Group]:
    """The opening figure for each type of question."""
    metric = material.headline
    if metric is None:
        return []
    groups = (Group(type_title(kind), tuple(_rows(material, metric, kind))) for kind in material.types)
    return [group for group in groups if group.rows]


def problems(material: Material) -> list[tuple[str, list[Cell]]]:
    """For everything that went wrong at least once, how often it did in each arm."""
    counts = Counter((score.problem, score.key.arm) for score in material.scores)
    largest = max((n for (problem, _), n in counts.items() if problem), default=0)
    scale = Scale(0.0, float(largest))
    return [
        (problem, [_cell(material, scale, arm, counts[problem, arm]) for arm in material.arms])
        for problem in PROBLEMS
        if any(counts[problem, arm] for arm in material.arms)
    ]


def costs(material: Material) -> tuple[Scale, list[Cost]]:
    """The scale of tokens, and for each arm what its answers took."""
    tokens = {
        arm: [float(outcome.tokens) for outcome in material.outcomes if outcome.key.arm == arm]
        for arm in material.arms
    }
    scale = scale_up_to(max((_spread(values)[2] for values in tokens.values() if values), default=0.0))
    return scale, [_cost(material, scale, arm, values) for arm, values in tokens.items() if values]


def figure_table(material: Material) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """All figures: for each metric, for each type, one text for each series."""
    return [
        (metric.title, rows)
        for metric in material.metrics.values()
        if (rows := list(_figure_rows(material, metric)))
    ]


def _rows(material: Material, metric: Metric, kind: str) -> Iterator[Row]:
    for series in material.series:
        figure = material.figure(metric.name, series, kind)
        if figure is not None:
            yield _row(series, figure, metric, f"{interval_of(figure, metric)}, n = {figure.n}")


def _row(series: Series, figure: Figure, metric: Metric, note: str) -> Row:
    strip = interval_strip(SHARES, figure.value, figure.low, figure.high, series.tone)
    return Row(series.title, series.tone, strip, value_of(figure.value, metric), note)


def _counted(figure: Figure, metric: Metric) -> str:
    interval = f"95 % interval {interval_of(figure, metric)}"
    if metric.kind != "share" or not math.isfinite(figure.value):
        return f"{figure.n} questions, {interval}"
    return f"{round(figure.value * figure.n)} of {figure.n} questions, {interval}"


def _cell(material: Material, scale: Scale, arm: str, count: int) -> Cell:
    strip = bar_strip(scale, count, material.tone(arm)) if count else Markup()
    return Cell(arm, count, strip)


def _cost(material: Material, scale: Scale, arm: str, tokens: Sequence[float]) -> Cost:
    low, middle, high = _spread(tokens)
    outcomes = [outcome for outcome in material.outcomes if outcome.key.arm == arm]
    answers = [outcome.answer for outcome in outcomes if outcome.answer]
    tree = sum(answer.answered_by == "tree" for answer in answers)
    return Cost(
        arm=arm,
        tone=material.tone(arm),
        recall=_recall(material, arm),
        strip=interval_strip(scale, middle, low, high, material.tone(arm)),
        tokens=_range(low, middle, high),
        seconds=_range(*_spread([outcome.seconds for outcome in outcomes])),
        from_tree=f"{tree} of {len(answers)}" if answers else NOTHING,
    )


def _recall(material: Material, arm: str) -> str:
    metric = material.metrics.get("context_recall")
    if metric is None:
        return NOTHING
    found = (material.figure(metric.name, series, "all") for series in material.series if series.arm == arm)
    return ", ".join(value_of(figure.value, metric) for figure in found if figure) or NOTHING


def _spread(values: Sequence[float]) -> tuple[float, float, float]:
    """The tenth part, the middle and the last tenth."""
    if len(values) < 2:  # noqa: PLR2004 - one value has no quantiles
        return (values[0],) * 3 if values else (math.nan,) * 3
    tenths = quantiles(values, n=10, method="inclusive")
    return tenths[0], median(values), tenths[-1]


def _range(low: float, middle: float, high: float) -> str:
    return f"{quantity(middle)} ({quantity(low)} to {quantity(high)})"


def _figure_rows(material: Material, metric: Metric) -> Iterator[tuple[str, list[str]]]:
    for kind in material.types:
        found = [material.figure(metric.name, series, kind) for series in material.series]
        if any(found):
            yield type_title(kind), list(_texts(found, metric))


def _texts(figures: Iterable[Figure | None], metric: Metric) -> Iterator[str]:
    for figure in figures:
        if figure is None or not figure.n:
            yield NOTHING
        else:
            yield f"{value_of(figure.value, metric)} ({interval_of(figure, metric)}), n = {figure.n}"
