"""`trag reindex`."""

import typer

from trag.cli.counts import counted
from trag.cli.options import DataOption, open_door, settings_of
from trag.types import IndexMade


def reindex(data: DataOption = None) -> None:
    """Make a new index after a change of embedder; the old one answers until it is whole."""
    from trag.cli.progress import PassageBar

    with open_door(settings_of(data)) as door, PassageBar() as bar:
        for event in door.reindex():
            if isinstance(event, IndexMade):
                made = event
            else:
                bar.show(event)
    passages = counted(made.passages, "passage")
    typer.echo(f"{made.embedder} now answers with {passages}, after {made.seconds:.1f} s.")
