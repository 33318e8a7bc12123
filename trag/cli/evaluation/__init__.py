"""`trag eval ...`: is an answer right? Measured offline, with intervals."""

from collections.abc import Callable

import typer

from trag.cli.evaluation import asking, calibrating, experiments, judging, making, reading

app = typer.Typer(help="Measure whether answers are right, offline.", no_args_is_help=True)
PANELS: dict[str, tuple[Callable[..., None], ...]] = {
    "Runs": (asking.run, reading.runs, reading.report, reading.compare),
    "The paper's experiments": (
        experiments.needle,
        experiments.rephrasing,
        experiments.poison,
        experiments.forgetting,
        experiments.memorisation,
    ),
    "Judges and people": (judging.judge, judging.blind, judging.grades),
    "Refusals": (calibrating.calibrate,),
    "Questions": (making.questions, making.review),
}
for panel, commands in PANELS.items():
    for command in commands:
        app.command(rich_help_panel=panel)(command)

__all__ = ["app"]
