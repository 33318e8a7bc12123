"""What can happen to a process while it works: it is killed, the disk fills up, files go or change."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from signal import SIGKILL
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.tasks import Task

BLOCK = bytes(4096)
BALLAST = "ballast"
AWAY = "away"
EDITED = "kept.md"
YEARS = (2026, 2076, 1976, 2026, 2001)


def _kill(_task: "Task") -> None:
    os.kill(os.getpid(), SIGKILL)


def _fill(task: "Task") -> None:
    """Leave no room on the disk of the data folder."""
    with suppress(OSError), (Path(task.data).parent / BALLAST).open("ab", buffering=0) as ballast:
        while ballast.write(BLOCK):
            pass


def _take_away(task: "Task") -> None:
    """Let the data folder stand elsewhere, as on a disk that is mounted no more."""
    shutil.move(task.data, Path(task.data).parent / AWAY)


def _edit(task: "Task") -> None:
    (Path(task.papers) / EDITED).write_text(
        "# Kept\n\nThe night desk is closed for good.\n", encoding="utf-8"
    )


def _remove(task: "Task") -> None:
    (Path(task.papers) / EDITED).unlink()


STRIKES: dict[str, Callable[["Task"], None]] = {
    "kill": _kill,
    "fill": _fill,
    "take away": _take_away,
    "edit": _edit,
    "remove": _remove,
}


def let_the_clock_jump() -> None:
    """From now on, every moment that trag writes down is decades away from the last."""
    import ingest.removal
    import ingest.sync
    import trag.catalog.catalog
    import trag.catalog.jobs
    import trag.workspace

    years = cycle(YEARS)

    def now() -> str:
        return datetime(next(years), 1, 1, tzinfo=UTC).isoformat(timespec="seconds")

    for module in (ingest.removal, ingest.sync, trag.catalog.catalog, trag.catalog.jobs, trag.workspace):
        setattr(module, "now", now)  # noqa: B010 - mypy can't know that this is done on purpose
