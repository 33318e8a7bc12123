"""A run on disk: its conditions, its cases, and a line for each outcome, safe once written.

run.json         the conditions (Manifest)
cases.jsonl      the cases as they were asked
outcomes.jsonl   raw outcomes in the order they came; of two with one key the later counts
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from eval.manifest import Manifest, manifest_from_json, manifest_to_json
from eval.outcomes import Key, Outcome, outcome_from_line, outcome_to_line
from trag.errors import RunError
from trag.questions.cases import Case, read_cases, write_cases

# What must be the same for outcomes to stand in one run; a larger sample only adds to it.
SAME = "experiment level cases_version seed model embedder tree documents_version settings options".split()


Names = Mapping[str, Sequence[str]]


class RunFolder:
    """One run. Open it with `create` or by its path; `append` is safe against a crash at any moment."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not (path / "run.json").is_file():
            raise RunError(f"There is no run in {path}.", hint="`trag eval runs` lists the runs.")

    @classmethod
    def create(
        cls, path: Path, manifest: Manifest, cases: Iterable[Case], names: Names | None = None
    ) -> Self:
        """The run of these conditions: a new one, or the one that is there, to be continued.

        Raises RunError when the one that is there was made under other conditions.
        """
        if (path / "run.json").is_file():
            manifest = _continued(cls(path).manifest, manifest)
        else:
            path.mkdir(parents=True, exist_ok=True)
        write_cases(path / "cases.jsonl", cases)
        write_whole(path / "names.json", json.dumps(names or {}, ensure_ascii=False))
        write_whole(path / "run.json", manifest_to_json(manifest))
        return cls(path)

    @property
    def manifest(self) -> Manifest:
        """The conditions of the run."""
        try:
            return manifest_from_json((self.path / "run.json").read_text(encoding="utf-8"))
        except ValueError as exc:
            raise RunError(f"{self.path / 'run.json'} is broken: {exc}.", hint="Start a new run.") from exc

    def cases(self) -> dict[str, Case]:
        """The cases of the run by id."""
        return {case.id: case for case in read_cases(self.path / "cases.jsonl")}

    def names(self) -> Names:
        """The names and aliases by which questions can call each entity, by entity id."""
        file = self.path / "names.json"
        try:
            read: Names = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as exc:
            hint = "Give the command that made the run again, with its --name."
            raise RunError(f"{file} can't be read: {exc}.", hint=hint) from exc
        return read

    def outcomes(self) -> dict[Key, Outcome]:
        """The last outcome of every trial so far."""
        found = {}
        for number, line in enumerate(self._lines(), start=1):
            try:
                outcome = outcome_from_line(line)
            except ValueError as exc:
                place = f"{self.path / 'outcomes.jsonl'}, line {number}"
                raise RunError(f"{place}, is no outcome.", hint="Remove that line.") from exc
            found[outcome.key] = outcome
        return found

    def append(self, outcome: Outcome) -> None:
        """Save one outcome; it is on disk when this returns."""
        with (self.path / "outcomes.jsonl").open("ab") as file:
            file.write(f"{outcome_to_line(outcome)}\n".encode())
            file.flush()
            os.fsync(file.fileno())

    def lock(self) -> FileLock:
        """Held while outcomes are added, so that no two processes continue one run. Raises RunError."""
        lock = FileLock(self.path / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as exc:
            raise RunError(
                f"Another process is adding to the run {self.path.name}.",
                hint="Wait for it, or give another --name.",
            ) from exc
        self._drop_torn_line()
        return lock

    def _lines(self) -> list[str]:
        """The lines that were written to their end."""
        file = self.path / "outcomes.jsonl"
        data = file.read_bytes() if file.exists() else b""
        # Another thread may be writing: the last line can end within a letter.
        return data[: data.rfind(b"\n") + 1].decode().split("\n")[:-1]

    def _drop_torn_line(self) -> None:
        """Cut off what a crash left of a line, so that the next one starts on its own."""
        file = self.path / "outcomes.jsonl"
        data = file.read_bytes() if file.exists() else b""
        if data and not data.endswith(b"\n"):
            os.truncate(file, data.rfind(b"\n") + 1)


def _continued(before: Manifest, manifest: Manifest) -> Manifest:
    """The conditions of a run made under `before` that goes on under `manifest`."""
    # Compared as they are read back: JSON knows no tuples.
    now = manifest_from_json(manifest_to_json(manifest))
    changed = [name for name in SAME if getattr(before, name) != getattr(now, name)]
    if changed:
        raise RunError(
            f"The run {before.name} was made under other conditions: {', '.join(changed)} changed.",
            hint="Give another --name, so that its figures stay comparable.",
        )
    # Answers of changed code may stand in one run, but not without saying so.
    codes = dict.fromkeys([*before.code.split(), manifest.code])
    arms = dict.fromkeys([*before.arms, *manifest.arms])
    return replace(manifest, created_at=before.created_at, code=" ".join(codes), arms=tuple(arms))


def write_whole(file: Path, text: str) -> None:
    """Write a file of a run so that it is there whole or as it was before."""
    partial = file.with_suffix(".part")
    partial.write_text(text, encoding="utf-8")
    partial.replace(file)
