"""The runs of a data folder as their callers see them: by id, without those of others."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from eval.evaluation import known_runs, question_trials, runs_folder
from eval.runs.conditions import RunSpec
from eval.runs.folder import RunFolder
from eval.serving.notes import RunNote, note_of_owner, read_note
from eval.trials import Trial
from ingest.uploads import stored_name
from trag.errors import RunError
from trag.types import OWNER, Caller

LONGEST_NAME = 80
_HINT = "Use letters, digits, '-', '_' and '.', at most 80 of them, and no '.' at the beginning or the end."


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run on disk with its note; its id is the name of its folder."""

    folder: RunFolder
    note: RunNote

    @property
    def id(self) -> str:
        """What addresses call it."""
        return self.folder.path.name

    @property
    def place(self) -> list[int | str]:
        """Where lists have it: the newest first."""
        created = datetime.fromisoformat(self.folder.manifest.created_at)
        return [-int(created.timestamp()), self.id]


def checked_name(name: str) -> str:
    """The name, if it is one that can be kept as it is. Raises RunError: no path, nothing hidden."""
    if not name or len(name) > LONGEST_NAME or stored_name(name) != name or not _is_plain(name):
        raise RunError(f"{name[:LONGEST_NAME]!r} is no name for a run or a set of cases.", hint=_HINT)
    return name


def run_id(name: str, caller: Caller) -> str:
    """The id of a caller's run of this name; two callers never share one."""
    return checked_name(name) + mark_of(caller)


def mark_of(caller: Caller) -> str:
    """What tells the names of one caller from those of others; nothing for the owner of the data folder."""
    return "" if caller.id == OWNER.id else f"~{blake2b(caller.id.encode(), digest_size=6).hexdigest()}"


def runs_of(data: Path, caller: Caller) -> list[KeptRun]:
    """The runs that this caller may see, the newest first; a broken one is left out."""
    found = [kept for folder in known_runs(data) if (kept := _kept(folder)) and kept.note.is_for(caller)]
    return sorted(found, key=lambda kept: kept.place)


def run_of(data: Path, identity: str, caller: Caller) -> KeptRun | None:
    """The run with this id, None if there is none or it is not this caller's to see."""
    if stored_name(identity) != identity:
        return None
    path = runs_folder(data) / identity
    if not (path / "run.json").is_file():
        return None
    kept = _kept(RunFolder(path))
    return kept if kept and kept.note.is_for(caller) else None


def remove(run: KeptRun) -> None:
    """Delete a run with all that is in its folder; it is gone at once, whole."""
    path = run.folder.path
    grave = Path(tempfile.mkdtemp(prefix=".deleted-", dir=path.parent))
    path.rename(grave / "run")
    shutil.rmtree(grave, ignore_errors=True)


def planned(folder: RunFolder) -> list[Trial]:
    """All trials of a plain run; none of an experiment, which only its command can plan."""
    manifest = folder.manifest
    if manifest.experiment != "questions":
        return []
    spec = RunSpec(
        manifest.name,
        manifest.cases_file,
        tuple(manifest.arms),
        manifest.level,
        seed=manifest.seed,
        sample=manifest.sample,
    )
    return question_trials(list(folder.cases().values()), spec)


def _kept(folder: RunFolder) -> KeptRun | None:
    try:
        note = read_note(folder.path)
    except RunError:
        return None
    if note is None:
        done = sum(1 for outcome in folder.outcomes().values() if not outcome.error)
        note = note_of_owner(is_whole=done >= len(planned(folder)))
    return KeptRun(folder, note)


def _is_plain(name: str) -> bool:
    return name.isascii() and all(sign.isalnum() or sign in "-_." for sign in name)
