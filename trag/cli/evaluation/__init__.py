"""`trag eval ...`: is an answer right? Measured offline, with intervals."""

import typer

from trag.cli.evaluation import asking

app = typer.Typer(help="Measure whether answers are right, offline.", no_args_is_help=True)
for command in (asking.run,):
    app.command()(command)

__all__ = ["app"]
