"""A run as a gate: its figures on the screen, its limits in the exit code."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from eval.results import Results
    from eval.runs.folder import RunFolder
    from eval.thresholds import Requirement


def requirements_of(texts: Sequence[str] | None, results: "Results") -> list["Requirement"]:
    """The limits given on the command line. Raises SettingsError for one that can't be read."""
    from eval.metrics import METRICS
    from eval.thresholds import parse

    return [parse(text, METRICS, results.arms) for text in texts or ()]


def show_and_check(
    folder: "RunFolder", results: "Results", requirements: Sequence["Requirement"], *, after: str
) -> None:
    """Show the run and each limit; exit code 1 if one is missed."""
    from eval.sections import sections_of
    from eval.thresholds import check
    from trag.cli.evaluation.tables import show_results, show_sections, show_thresholds

    if results.manifest.experiment == "questions":
        show_results(results)
    show_sections(sections_of(folder, results))
    is_met = show_thresholds(check(results.figures, requirements))
    typer.echo(after)
    raise typer.Exit(0 if is_met else 1)
