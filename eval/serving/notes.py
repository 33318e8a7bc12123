"""Whose a run is and how it goes, kept beside its conditions."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from eval.runs.folder import write_whole
from trag.errors import RunError
from trag.types import OWNER, Caller

# "interrupted" is what the server's end left of a run that waited or ran.
RunState = Literal["waiting", "running", "finished", "failed", "cancelled", "interrupted"]
FILE = "state.json"


@dataclass(frozen=True, slots=True)
class RunNote:
    """A run's caller, with whose rights it asks, and its state; `seconds` is the time worked on it."""

    caller: Caller
    state: RunState
    case_set: str = ""
    error: str = ""
    seconds: float = 0.0
    finished_at: str = ""

    def is_for(self, caller: Caller) -> bool:
        """True if this caller may see the run: its own, while it reads as much as then, or an admin's."""
        if caller.groups is None and caller.may("admin"):
            return True
        then = self.caller.groups
        reads_as_much = caller.groups is None or (then is not None and then <= caller.groups)
        return caller.id == self.caller.id and reads_as_much


def write_note(run: Path, note: RunNote) -> None:
    """Keep the note with the run, whole or not at all."""
    write_whole(run / FILE, _adapter().dump_json(note, indent=1).decode())


def read_note(run: Path) -> RunNote | None:
    """The note of a run; None for one that the command line made. Raises RunError for a broken one."""
    file = run / FILE
    try:
        return _adapter().validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as exc:
        raise RunError(f"The note of the run {run.name} is broken.", hint="Delete the run.") from exc


def note_of_owner(*, is_whole: bool) -> RunNote:
    """The note of a run that the command line made."""
    return RunNote(OWNER, "finished" if is_whole else "interrupted")


@cache
def _adapter() -> TypeAdapter[RunNote]:
    return TypeAdapter(RunNote)
