"""`trag eval calibrate`: when is there nothing to answer from, with these documents and this embedder?"""

from typing import TYPE_CHECKING, Annotated

import typer

from trag.cli.evaluation.options import CasesArgument
from trag.cli.options import DataOption

if TYPE_CHECKING:
    from eval.calibration import Calibration
    from trag.workspace import Workspace

DryOption = Annotated[bool, typer.Option("--dry-run", help="Only show what a fit would do.")]


def calibrate(cases: CasesArgument, *, data: DataOption = None, dry_run: DryOption = False) -> None:
    """Fit the rule that refuses a question without a model, and put it in force if it is better."""
    from eval.calibration import calibrate as fitted
    from eval.calibration_report import sentences_of
    from eval.evidence_trials import trials_of
    from trag.cli.evaluation.carrying_out import laboratory
    from trag.questions.cases import read_cases

    usable = [case for case in read_cases(cases) if case.review != "rejected"]
    with laboratory(data) as (workspace, _):
        trials = trials_of(usable, workspace)
        made = fitted(trials.usable)
        for line in sentences_of(trials, made):
            typer.echo(line)
        if made.is_better and not dry_run:
            _put_in_force(workspace, made)
            typer.echo("The fitted rule is in force; `trag doctor` names it.")
        else:
            typer.echo("Nothing was changed.")


def _put_in_force(workspace: "Workspace", made: "Calibration") -> None:
    from trag.catalog.catalog import now
    from trag.retrieval.fitted import Fit, documents_version, store_fit

    version = documents_version(workspace.catalog)
    counts = (made.figures.answerable, made.figures.unanswerable)
    store_fit(workspace.catalog, Fit(made.line, workspace.embedder.id, version, *counts, now()))
