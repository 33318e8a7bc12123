"""`trag conversations`: taking all of them along, deleting all of them."""

from pathlib import Path
from typing import Annotated

import typer

from trag.cli.options import DataOption, open_door, settings_of
from trag.errors import ConversationError

app = typer.Typer(help="Conversations that are kept.", no_args_is_help=True)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write them, a line of JSON each.")],
    data: DataOption = None,
) -> None:
    """Write all conversations of one's own, with answers and feedback, to a file."""
    from trag.conversations.exporting_all import as_lines

    with open_door(settings_of(data)) as door:
        lines = list(as_lines(door.conversations))
    try:
        file.write_text("".join(lines), encoding="utf-8")
    except OSError as exc:
        raise ConversationError(f"{file} can't be written: {exc.strerror or exc}.") from exc
    typer.echo(f"{_count(len(lines))} written to {file}.")


@app.command()
def delete(
    data: DataOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Says that all of them are meant.")] = False,
    owner: Annotated[
        str, typer.Option("--owner", help="Somebody else's, by the id that `owners` shows.")
    ] = "",
) -> None:
    """Delete all conversations of one's own, or of somebody who left, with their feedback."""
    if not everything:
        raise typer.BadParameter("Nothing is deleted without --all.")
    with open_door(settings_of(data)) as door:
        typer.echo(f"{_count(door.conversations.delete_all(owner))} deleted.")


@app.command()
def owners(data: DataOption = None) -> None:
    """Show whose conversations there are, and how many; not what is in them."""
    with open_door(settings_of(data)) as door:
        for one in door.conversations.owners():
            typer.echo(f"{one.id or 'the owner of the data folder'}: {one.conversations}")


def _count(number: int) -> str:
    return "1 conversation" if number == 1 else f"{number:,} conversations"
