"""What commands share: the data folder, and the door to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from trag.protocols import Door
from trag.settings import Settings, load_settings

DATA_HELP = "The data folder (or TRAG_DATA). Given before or after the command."
DataOption = Annotated[Path | None, typer.Option("--data", help=DATA_HELP)]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]

_chosen: list[Path] = []


def set_data(data: Path | None) -> None:
    """Remember the data folder given before the command."""
    _chosen[:] = [data] if data else []


def settings_of(data: Path | None, **overrides: Any) -> Settings:
    """The settings of this call; options left out (None) override nothing."""
    given = {name: value for name, value in overrides.items() if value is not None}
    return load_settings(data or next(iter(_chosen), None), **given)


@contextmanager
def open_door(settings: Settings) -> Iterator[Door]:
    """The data folder: through the process that owns it, or opened here when nobody does."""
    from trag.owner import find_owner

    address = find_owner(settings.data)
    door = _client(address.url, address.key) if address else _workspace(settings)
    try:
        yield door
    finally:
        door.close()


def _client(url: str, key: str) -> Door:
    from trag.client import Client

    return Client(url, key)


def _workspace(settings: Settings) -> Door:
    from trag.cli.progress import AssemblyBar
    from trag.workspace import Workspace

    return Workspace(settings, progress=AssemblyBar())
