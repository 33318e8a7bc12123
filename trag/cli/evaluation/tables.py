"""The figures of a run in the terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from eval.comparing import Comparison
    from eval.results import Results
    from eval.scores import Contrast, Figure, Metric
    from eval.sections import Section
    from eval.thresholds import Checked

WIDTH = 140
# What a person wants to see first; the report has everything.
FIRST = {
    "answer": "right correct_verbose list_complete refusal_recall refused_wrongly citation_precision "
    "context_recall context_tokens seconds",
    "context": "context_recall evidence_in_context recall_at_5 mrr entity_precision entity_recall "
    "context_tokens seconds",
}


def show_results(results: "Results") -> None:
    """The first figures of every arm, the headline by type of question."""
    from eval.summary import TYPES

    shown = FIRST[results.manifest.level].split()
    console = _console()
    done = len(results.outcomes)
    failed = sum(1 for outcome in results.outcomes.values() if outcome.error)
    console.print(f"[bold]{results.manifest.name}[/bold]: {done} outcomes, {failed} failed")
    table = Table("", *results.arms, box=None, header_style="bold", pad_edge=False)
    for kind in TYPES:
        _add_row(table, results, shown[0], kind)
    for metric in shown[1:]:
        _add_row(table, results, metric, "all")
    console.print(table)


def show_sections(sections: Sequence["Section"]) -> None:
    """Tables of an experiment, a title above each and its note below."""
    console = _console()
    for section in sections:
        console.print(f"\n[bold]{section.title}[/bold]")
        table = Table(*section.columns, box=None, header_style="bold", pad_edge=False)
        for row in section.rows:
            table.add_row(*row)
        console.print(table)
        if section.note:
            console.print(section.note, style="dim")


def show_comparison(comparison: "Comparison") -> None:
    """What differs, with its interval; what is noise is called that."""
    from eval.metrics import METRICS
    from eval.summary import all_metrics

    console = _console()
    console.print(f"[bold]{comparison.first}  ->  {comparison.second}[/bold]")
    table = Table("", "n", "before", "after", "difference", "p", "", box=None, pad_edge=False)
    for contrast in comparison.contrasts:
        if contrast.type == "all" or contrast.metric == "right":
            _add_contrast(table, contrast, all_metrics(METRICS)[contrast.metric])
    console.print(table)
    for title, cases in (("now right", comparison.gained), ("now wrong", comparison.lost)):
        if cases:
            console.print(f"{title}: {', '.join(cases)}")


def show_thresholds(checked: Sequence["Checked"]) -> bool:
    """Each requirement and whether it is met; True if all are."""
    console = _console()
    for found in checked:
        sign = "[green]met[/green]   " if found.is_met else "[red]missed[/red]"
        value = "there is no such figure" if found.value is None else f"{found.value:.3f}"
        console.print(f"{sign} {found.requirement}: {value}")
    return all(found.is_met for found in checked)


def _console() -> Console:
    """One that does not squeeze tables into 80 columns when its output goes to a file."""
    return Console(highlight=False, soft_wrap=True, width=None if Console().is_terminal else WIDTH)


def _add_row(table: Table, results: "Results", name: str, kind: str) -> None:
    from eval.metrics import METRICS
    from eval.summary import all_metrics

    metric = all_metrics(METRICS)[name]
    figures = [f for f in results.figures if (f.metric, f.type, f.variant) == (name, kind, "")]
    by_arm = {figure.arm: _cell(figure, metric) for figure in figures}
    if by_arm:
        title = metric.title if kind == "all" else f"  {kind.replace('_', ' ')}"
        table.add_row(title, *(by_arm.get(arm, "-") for arm in results.arms))


def _cell(figure: "Figure", metric: "Metric") -> str:
    if metric.kind == "share":
        return f"{figure.value:.0%} ({figure.low:.0%}-{figure.high:.0%}), n {figure.n}"
    return f"{figure.value:.3g} ({figure.low:.3g}-{figure.high:.3g}), n {figure.n}"


def _add_contrast(table: Table, contrast: "Contrast", metric: "Metric") -> None:
    title = metric.title if contrast.type == "all" else f"  {contrast.type.replace('_', ' ')}"
    values = (contrast.first, contrast.second)
    before, after = (f"{value:.0%}" if metric.kind == "share" else f"{value:.3g}" for value in values)
    difference = f"{contrast.second - contrast.first:+.2g} ({contrast.low:+.2g} to {contrast.high:+.2g})"
    style = {"better": "green", "worse": "red"}.get(contrast.verdict, "dim")
    verdict = f"[{style}]{contrast.verdict}[/{style}]"
    table.add_row(title, str(contrast.n), before, after, difference, f"{contrast.p:.3f}", verdict)
