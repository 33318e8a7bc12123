"""`trag feedback`: what people think of answers."""

from pathlib import Path
from typing import Annotated

import typer

from trag.cli.options import DataOption, open_door, settings_of
from trag.errors import CasesError

app = typer.Typer(help="What people think of answers.", no_args_is_help=True)


@app.callback()
def _feedback() -> None:
    """Keep `export` a command of its own, whatever else comes."""


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write the cases, as JSONL.")], data: DataOption = None
) -> None:
    """Write each question whose answer was corrected as a case for `trag eval`, to be reviewed."""
    from trag.questions.from_feedback import all_feedback, case_lines

    with open_door(settings_of(data)) as door:
        lines = list(case_lines(all_feedback(door.conversations)))
    try:
        file.write_text("".join(lines), encoding="utf-8")
    except OSError as exc:
        raise CasesError(f"{file} can't be written: {exc.strerror or exc}.") from exc
    count = "1 case" if len(lines) == 1 else f"{len(lines)} cases"
    typer.echo(f"{count} written to {file}; review them with `trag eval review`.")
