"""The command's front: global options, and errors as sentences on stderr."""

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from trag.cli import (
    accounts,
    asking,
    backup,
    conversations,
    documents,
    documents_kept,
    evaluation,
    feedback,
    jobs,
    mcp,
    reindexing,
    serving,
    tree,
)
from trag.cli.options import DATA_HELP, set_data
from trag.environment import stay_offline
from trag.errors import TragError

app = typer.Typer(
    name="trag",
    help="Answers from your organisation's own documents, checked against its organisation tree.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"trag {version('trag')}")
        raise typer.Exit


@app.callback()
def _options(
    data: Annotated[Path | None, typer.Option("--data", help=DATA_HELP)] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    set_data(data)


for command in (documents.init, documents.ingest, asking.ask, asking.chat, asking.search, asking.context):
    app.command()(command)
app.command()(documents_kept.delete)
app.command()(documents_kept.verify)
app.command()(backup.backup)
app.command()(backup.restore)
app.add_typer(documents_kept.app, name="documents")
app.add_typer(jobs.app, name="jobs")
app.add_typer(accounts.users, name="users")
app.add_typer(accounts.groups, name="groups")
app.add_typer(accounts.keys, name="keys")
app.add_typer(tree.app, name="tree")
app.add_typer(evaluation.app, name="eval")
app.add_typer(feedback.app, name="feedback")
app.add_typer(conversations.app, name="conversations")
for command in (reindexing.reindex, serving.serve, mcp.mcp, serving.doctor):
    app.command()(command)


def main() -> None:
    """Run the command line; exit code 1 for an error, 2 for a wrong call, 130 for Ctrl-C."""
    stay_offline()
    try:
        app()
    except TragError as error:
        typer.echo(f"trag: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away, as `head` does: that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
