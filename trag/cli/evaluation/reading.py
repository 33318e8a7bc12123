"""`trag eval runs`, `report` and `compare`: reading what runs brought to light. No model is needed."""

from pathlib import Path
from typing import Annotated

import typer

from trag.cli.evaluation.options import RequireOption, RunArgument
from trag.cli.options import DataOption, settings_of

OutOption = Annotated[Path | None, typer.Option("--out", help="Where the page goes; else into the run.")]
JUnitOption = Annotated[Path | None, typer.Option("--junit", help="Write JUnit XML, for CI.")]
JsonFileOption = Annotated[Path | None, typer.Option("--json", help="Write all figures as JSON.")]
MarkdownOption = Annotated[Path | None, typer.Option("--markdown", help="Write the figures as tables.")]
SideArgument = Annotated[str, typer.Argument(help="A run, or RUN:ARM.")]


def runs(*, data: DataOption = None) -> None:
    """List the runs of this data folder, the newest first."""
    from eval.evaluation import known_runs

    found = known_runs(settings_of(data).data)
    if not found:
        typer.echo("There are no runs yet: trag eval run CASES makes one.")
    for run in found:
        manifest = run.manifest
        done = sum(1 for outcome in run.outcomes().values() if not outcome.error)
        what = f"{manifest.experiment}, {manifest.level}, {' '.join(manifest.arms)}"
        typer.echo(f"{manifest.created_at[:16]}  {manifest.name}  ({what}; {done} outcomes)")


def report(
    run: RunArgument,
    *,
    data: DataOption = None,
    out: OutOption = None,
    junit: JUnitOption = None,
    json: JsonFileOption = None,
    markdown: MarkdownOption = None,
    require: RequireOption = None,
) -> None:
    """Show a run, and write its report: one page that opens anywhere."""
    from eval.evaluation import find_run
    from eval.outputs.writing import write_json, write_junit, write_markdown, write_report
    from eval.results import read_results
    from trag.cli.evaluation.gate import requirements_of, show_and_check

    folder = find_run(settings_of(data).data, run)
    results = read_results(folder)
    requirements = requirements_of(require, results)
    page = out or folder.path / "report.html"
    write_report(page, folder, results)
    for file, write in ((junit, write_junit), (json, write_json), (markdown, write_markdown)):
        if file is not None:
            write(file, folder, results, requirements)
    show_and_check(folder, results, requirements, after=f"The report is {page}")


def compare(first: SideArgument, second: SideArgument, *, data: DataOption = None) -> None:
    """Compare two runs over the same questions; a difference within noise is called that."""
    from eval.evaluation import find_side
    from eval.results import compare_runs, read_results
    from trag.cli.evaluation.tables import show_comparison

    folder = settings_of(data).data
    (before, arm), (after, other) = (find_side(folder, side) for side in (first, second))
    for comparison in compare_runs(read_results(before), read_results(after), (arm, other)):
        show_comparison(comparison)
