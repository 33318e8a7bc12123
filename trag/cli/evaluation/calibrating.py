"""`trag eval calibrate`: when is there nothing to answer from, with these documents and this embedder?"""

from typing import Annotated

import typer

from trag.cli.evaluation.options import CasesArgument
from trag.cli.options import DataOption

DryOption = Annotated[bool, typer.Option("--dry-run", help="Only show what a fit would do.")]


def calibrate(cases: CasesArgument, *, data: DataOption = None, dry_run: DryOption = False) -> None:
    """Fit the rule that refuses a question without a model, and put it in force."""
    from eval.calibration import calibrate as fitted
    from eval.calibration import sentences_of
    from trag.catalog.catalog import now
    from trag.cli.evaluation.carrying_out import laboratory
    from trag.questions.cases import read_cases
    from trag.retrieval.fitted import Fit, documents_version, store_fit

    usable = [case for case in read_cases(cases) if case.review != "rejected"]
    with laboratory(data) as (workspace, _):
        made = fitted(usable, workspace.pipeline.signals)
        for line in sentences_of(made):
            typer.echo(line)
        if dry_run:
            return
        version = documents_version(workspace.catalog)
        counts = (made.figures.answerable, made.figures.unanswerable)
        store_fit(workspace.catalog, Fit(made.line, workspace.embedder.id, version, *counts, now()))
    typer.echo("The fitted rule is in force; `trag doctor` names it.")
