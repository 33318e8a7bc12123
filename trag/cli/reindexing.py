"""`trag reindex`."""

import typer

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
    typer.echo(f"{made.passages} passages now answer from {made.embedder}, after {made.seconds:.1f} s.")
