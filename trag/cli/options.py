"""What commands share: the data folder, and the door to it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from trag.doors import AdministrationDoor
from trag.protocols import Door
from trag.settings import Settings, load_settings
from trag.types.auditing import AuditOutcome

DATA_HELP = "The data folder (or TRAG_DATA). Given before or after the command."
DataOption = Annotated[Path | None, typer.Option("--data", help=DATA_HELP)]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]

# Commands that have commands of their own.
_GROUPS = frozenset({"conversations", "documents", "jobs", "tree", "eval", "feedback"})
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
        with _noted(door):
            yield door
    finally:
        door.close()


@contextmanager
def _noted(door: Door) -> Iterator[None]:
    """Note the command in the audit log of a data folder that this process owns; a server notes by itself."""
    from trag.audit import Acting, acting

    administration: AdministrationDoor | None = getattr(door, "administration", None)
    if administration is None:
        yield
        return
    outcome: AuditOutcome = "failed"
    with acting(Acting()) as act:
        try:
            yield
            outcome = "done"
        finally:
            if not act.is_written:  # an answer wrote its own
                administration.audit.write(act.record(_command(), outcome))


def _client(url: str, key: str) -> Door:
    from trag.client import Client

    return Client(url, key)


def _workspace(settings: Settings) -> Door:
    from trag.cli.progress import AssemblyBar
    from trag.workspace import Workspace

    return Workspace(settings, progress=AssemblyBar())


def _command() -> str:
    """The command that runs, such as "trag tree import", without what it is given: that may be a question."""
    after_data = [word for before, word in zip(sys.argv, sys.argv[1:], strict=False) if before != "--data"]
    words = [word for word in after_data if not word.startswith("-")]
    return " ".join(["trag", *words[: 2 if words and words[0] in _GROUPS else 1]])
