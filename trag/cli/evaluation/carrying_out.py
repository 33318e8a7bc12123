"""Carrying out a run in the terminal: a bar, and a way back in after Ctrl-C."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from trag.cli.options import settings_of

if TYPE_CHECKING:
    from eval.arms import Arms
    from eval.runs.folder import RunFolder
    from eval.runs.running import AskerOf
    from eval.trials import Trial
    from trag.workspace import Workspace


@contextmanager
def laboratory(data: Path | None, **overrides: int | None) -> Iterator[tuple["Workspace", "Arms"]]:
    """The data folder opened here, and the arms over it."""
    from eval.arms import Arms
    from trag.cli.progress import AssemblyBar
    from trag.workspace import Workspace

    settings = settings_of(data, **overrides)
    with Workspace(settings, progress=AssemblyBar()) as workspace, Arms(workspace) as arms:
        yield workspace, arms


def run_name(name: str, stem: str) -> str:
    """The name given, or one made of `stem` and the time."""
    return name or f"{stem}-{datetime.now(UTC):%Y%m%d-%H%M%S}"


def carry_out(
    folder: "RunFolder", trials: Sequence["Trial"], asker_of: "AskerOf", *, workers: int = 1
) -> None:
    """Ask what is left, with a bar; Ctrl-C says how to go on."""
    from eval.runs.running import remaining, run_trials
    from trag.cli.progress import TrialBar

    left = len(remaining(folder, trials))
    try:
        with TrialBar(len(trials), left) as bar:
            for outcome in run_trials(folder, trials, asker_of, workers=workers):
                bar.show(outcome.key.case_id)
    except KeyboardInterrupt:
        name = folder.path.name
        typer.echo(f"Stopped. The same command with --name {name} goes on from here.", err=True)
        raise typer.Exit(130) from None
