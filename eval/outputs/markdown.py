"""Figures and comparisons as Markdown tables, for documents under version control."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite

from eval.comparing import ALPHA, Comparison
from eval.scores import Contrast, Figure, Metric
from eval.sections import Section
from eval.summary import TYPES

DASH = "\N{EN DASH}"
TITLES = {
    "all": "All questions",
    "document": "Document questions",
    "entity_simple": "Simple entity questions",
    "entity_complex": "Complex entity questions",
    "unanswerable": "Unanswerable questions",
}
CONTRAST_COLUMNS = ("Metric", "Questions", "n", "Difference (95 %)", "p", "Detectable", "Verdict")

Rows = Iterable[Sequence[str]]


def figure_tables(figures: Sequence[Figure], metrics: Mapping[str, Metric], heading: str = "###") -> str:
    """A table per type of question under a `heading` of its own: a row per metric, a column per arm.

    A cell reads "value (low-high), n"; only what `metrics` knows is shown, in its order.
    """
    kinds = [kind for kind in TYPES if any(figure.type == kind for figure in figures)]
    parts = []
    for kind in kinds:
        table = _figure_table([figure for figure in figures if figure.type == kind], metrics)
        parts.append(f"{heading} {TITLES[kind]}\n\n{table}")
    return "\n".join(parts)


def contrast_table(comparison: Comparison, metrics: Mapping[str, Metric]) -> str:
    """What `second` changes against `first`: a row per metric and type, with the verdict, and a caution."""
    known = [contrast for contrast in comparison.contrasts if contrast.metric in metrics]
    rows = [_contrast_row(contrast, metrics[contrast.metric]) for contrast in known]
    metric, kind, n, *others = CONTRAST_COLUMNS
    table = _table((metric, kind, n, comparison.first, comparison.second, *others), rows)
    return f"{table}\n{_caution(known)}\n"


def _figure_table(figures: Sequence[Figure], metrics: Mapping[str, Metric]) -> str:
    arms = list(dict.fromkeys(figure.arm for figure in figures))
    variants = dict.fromkeys(figure.variant for figure in figures)
    found = {(figure.metric, figure.variant, figure.arm): figure for figure in figures}
    rows = []
    for metric in metrics.values():
        for variant in variants:
            cells = [found.get((metric.name, variant, arm)) for arm in arms]
            if any(cells):
                title = f"{metric.title}, {variant}" if variant else metric.title
                rows.append([title, *(_cell(figure, metric) for figure in cells)])
    return _table(("Metric", *arms), rows)


def _cell(figure: Figure | None, metric: Metric) -> str:
    if figure is None:
        return DASH
    value = f"{_number(figure.value, metric)}{_unit(metric)}"
    if metric.kind == "mean" and figure.n == 1:
        # The spread of a single value is unknown, not nothing.
        return f"{value}, n 1"
    return f"{value} ({_number(figure.low, metric)}{DASH}{_number(figure.high, metric)}), n {figure.n}"


def _contrast_row(contrast: Contrast, metric: Metric) -> list[str]:
    low, high = _number(contrast.low, metric, "+"), _number(contrast.high, metric, "+")
    difference = _number(contrast.second - contrast.first, metric, "+")
    values = [f"{_number(value, metric)}{_unit(metric)}" for value in (contrast.first, contrast.second)]
    detectable = _number(contrast.detectable, metric)
    p = "<0.001" if contrast.p < 0.001 else f"{contrast.p:.3f}"  # noqa: PLR2004 - as is usual
    verdict = contrast.verdict if contrast.verdict == "within noise" else f"**{contrast.verdict}**"
    title = TITLES[contrast.type]
    return [
        metric.title,
        title,
        str(contrast.n),
        *values,
        f"{difference} ({low} to {high})",
        p,
        detectable,
        verdict,
    ]


def _caution(contrasts: Sequence[Contrast]) -> str:
    """Many comparisons make some look different by chance; a reader must know how many there were."""
    shown = sum(contrast.verdict != "within noise" for contrast in contrasts)
    return (
        f"{shown} of {len(contrasts)} comparisons differ by more than noise; chance alone makes up to "
        f"{ALPHA:.0%} of them look so. Differences of shares are in percentage points, and Detectable is "
        "the smallest difference that this many questions show in four of five runs."
    )


def _number(value: float, metric: Metric, sign: str = "") -> str:
    if not isfinite(value):
        return DASH
    if metric.kind == "share":
        return f"{100 * value:{sign}.1f}"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 3  # noqa: PLR2004 - three digits or more
    return f"{value:{sign},.{digits}f}"


def _unit(metric: Metric) -> str:
    return " %" if metric.kind == "share" else ""


def _table(columns: Sequence[str], rows: Rows) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(map(_escaped, cells))} |\n" for cells in lines)


def _escaped(cell: str) -> str:
    return " ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split())


def section_table(section: Section) -> str:
    """A section under a heading of its own."""
    note = f"\n{section.note}\n" if section.note else ""
    return f"### {section.title}\n\n{_table(section.columns, section.rows)}{note}"
