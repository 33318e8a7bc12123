"""A run's results as files: the page, JUnit XML, JSON and Markdown tables."""

from collections.abc import Sequence
from pathlib import Path

from eval.metrics import METRICS
from eval.outputs.json_file import results_to_json
from eval.outputs.junit import junit
from eval.outputs.markdown import contrast_table, figure_tables, section_table
from eval.report.build import build_report
from eval.results import Results
from eval.runs.folder import RunFolder
from eval.sections import sections_of
from eval.summary import all_metrics
from eval.thresholds import Requirement, check


def write_report(file: Path, folder: RunFolder, results: Results) -> None:
    """The page, complete in one file."""
    file.write_text(report_page(folder, results), encoding="utf-8")


def report_page(folder: RunFolder, results: Results) -> str:
    """The text of the page."""
    pair = (results.arms[0], results.arms[-1]) if len(results.arms) > 1 else None
    comparisons = {(found.first, found.second): found.contrasts for found in results.comparisons}
    return build_report(
        results.manifest,
        results.cases,
        list(results.outcomes.values()),
        results.scores,
        results.figures,
        comparisons.get(pair, ()) if pair else (),
        all_metrics(METRICS),
        pair=pair,
        extras=sections_of(folder, results),
    )


def write_junit(
    file: Path, folder: RunFolder, results: Results, requirements: Sequence[Requirement] = ()
) -> None:
    """A test for each outcome and each requirement."""
    del folder
    checked = check(results.figures, requirements)
    text = junit(results.manifest, results.scores, results.outcomes, checked)
    file.write_text(text, encoding="utf-8")


def write_json(
    file: Path, folder: RunFolder, results: Results, requirements: Sequence[Requirement] = ()
) -> None:
    """Manifest, scores, figures, comparisons and requirements."""
    del folder
    checked = check(results.figures, requirements)
    text = results_to_json(results.manifest, results.scores, results.figures, results.comparisons, checked)
    file.write_text(text, encoding="utf-8")


def write_markdown(
    file: Path, folder: RunFolder, results: Results, requirements: Sequence[Requirement] = ()
) -> None:
    """Tables of all figures, of every comparison and of what the experiment found."""
    del requirements
    metrics = all_metrics(METRICS)
    parts = [figure_tables(results.figures, metrics)]
    parts += [contrast_table(comparison, metrics) for comparison in results.comparisons]
    parts += [section_table(section) for section in sections_of(folder, results)]
    file.write_text("\n".join(parts), encoding="utf-8")
