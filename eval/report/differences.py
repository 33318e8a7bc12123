"""How two arms differ, ready for the template: a plot of shares, and a table of everything."""

from dataclasses import dataclass

from markupsafe import Markup

from eval.report.material import Material
from eval.report.plots import Scale, interval_strip, scale_around_zero
from eval.report.words import (
    difference_interval,
    difference_of,
    listing,
    probability,
    type_title,
    value_of,
)
from eval.scores import Contrast, Metric


@dataclass(frozen=True, slots=True)
class Difference:
    """One contrast in words, with its strip."""

    metric: str
    type: str
    verdict: str
    strip: Markup
    difference: str
    interval: str
    first: str
    second: str
    n: int
    p: str
    detectable: str


@dataclass(frozen=True, slots=True)
class Differences:
    """The contrasts of a run: those of shares as groups of a plot, all of them as a table."""

    scale: Scale
    groups: tuple[tuple[str, tuple[Difference, ...]], ...]
    table: tuple[Difference, ...]


def differences(material: Material) -> Differences:
    """All contrasts whose metric is known."""
    known = [contrast for contrast in material.contrasts if contrast.metric in material.metrics]
    shares = [contrast for contrast in known if material.metrics[contrast.metric].kind == "share"]
    scale = scale_around_zero([end for contrast in shares for end in (contrast.low, contrast.high)])
    table = tuple(_difference(contrast, material.metrics[contrast.metric], scale) for contrast in known)
    return Differences(scale, _groups(material, shares, scale), table)


def headline_sentence(material: Material, pair: tuple[str, str] | None) -> str:
    """What the opening figure says about the two arms; empty where nothing was compared."""
    metric = material.headline
    found = [c for c in material.contrasts if metric and c.metric == metric.name and c.type == "all"]
    if metric is None or pair is None or len(found) != 1:
        return ""
    contrast = found[0]
    unit = " points" if metric.kind == "share" else ""
    numbers = f"{difference_of(contrast.second - contrast.first, metric)}{unit}"
    interval = f"95 % interval {difference_interval(contrast, metric)}, p {_with_sign(contrast.p)}"
    shows_from = f"{difference_of(contrast.detectable, metric).lstrip('+')}{unit}"
    if contrast.verdict == "within noise":
        return (
            f"{listing(pair)} do not differ by more than noise: {numbers} ({interval}). "
            f"{contrast.n} questions would show a difference of {shows_from}."
        )
    return f"{pair[1]} is {contrast.verdict} than {pair[0]}: {numbers} ({interval})."


def _with_sign(p: float) -> str:
    text = probability(p)
    return text if text.startswith("<") else f"= {text}"


def _groups(
    material: Material, shares: list[Contrast], scale: Scale
) -> tuple[tuple[str, tuple[Difference, ...]], ...]:
    """The opening figure first, by type; every other metric over all questions."""
    first = material.headline
    opening = [contrast for contrast in shares if first and contrast.metric == first.name]
    others = [contrast for contrast in shares if contrast not in opening and contrast.type == "all"]
    groups = ((first.title if first else "", opening), ("Other figures, all questions", others))
    return tuple(
        (title, tuple(_difference(c, material.metrics[c.metric], scale) for c in contrasts))
        for title, contrasts in groups
        if contrasts
    )


def _difference(contrast: Contrast, metric: Metric, scale: Scale) -> Difference:
    value = contrast.second - contrast.first
    tone = contrast.verdict.replace(" ", "-")
    return Difference(
        metric=metric.title,
        type=type_title(contrast.type),
        verdict=contrast.verdict,
        strip=interval_strip(scale, value, contrast.low, contrast.high, tone),
        difference=difference_of(value, metric),
        interval=difference_interval(contrast, metric),
        first=value_of(contrast.first, metric),
        second=value_of(contrast.second, metric),
        n=contrast.n,
        p=probability(contrast.p),
        detectable=difference_of(contrast.detectable, metric).lstrip("+"),
    )
