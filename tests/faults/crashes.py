"""Kills a process at a chosen step, lets another go on, and compares with a run that nobody killed."""

import json
import os
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from signal import SIGKILL
from typing import Any

from tests.faults.forker import Forker
from tests.faults.papers import write_papers
from tests.faults.state import State, documents_in
from tests.faults.steps import Aim
from tests.faults.tasks import Task

SEED = int(os.environ.get("FAULTS_SEED", "5"))
COMPARED = (
    "documents",
    "versions",
    "chunks",
    "words",
    "vectors",
    "classes",
    "files",
    "collections",
    "receipts",
    "stamps",
)
# An archive is put in force after its members; cut off in between, it is told until the next ingest.
EXPECTED = "Catalog: the archive is missing of"


@dataclass(frozen=True)
class Scenario:
    """A run that nobody kills: its task, the papers it has, and the folder before and after."""

    task: Task
    papers: int
    template: Path | None
    before: State
    after: State
    steps: tuple[str, ...]
    seconds: float = 0.0

    def points(self, number: int) -> list[Aim]:
        """So many steps, all names in turn, and of each name a step drawn by lot."""
        lot = random.Random(f"{SEED} {self.task.kind}")  # noqa: S311 - no secret
        left: dict[str, list[int]] = {}
        for name in self.steps:
            left.setdefault(name, []).append(len(left.get(name, [])) + 1)
        for numbers in left.values():
            lot.shuffle(numbers)
        chosen: list[Aim] = []
        names = lot.sample(sorted(left), len(left))
        while len(chosen) < number and any(left.values()):
            chosen += [(name, left[name].pop()) for name in names if left[name]]
        return chosen[:number]


class Laboratory:
    """Where scenarios are made and played, all with the same papers folder: ids depend on it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._papers = folder / "papers"
        self._forker = Forker()
        self._numbers = count()

    def close(self) -> None:
        """End the processes."""
        self._forker.close()

    def scenario(
        self, kind: str, papers: int, base: Scenario | None = None, *, is_real: bool = False
    ) -> Scenario:
        """Play a task once, on what `base` left or on a new folder."""
        template = Path(base.task.data) if base else None
        task = self._task(Task(kind, "", str(self._papers), "", is_real=is_real), template)
        code, result = self._run(task, papers)
        assert code == 0, self._log(task)
        assert "error" not in result, result
        before = base.after if base else {}
        return Scenario(task, papers, template, before, result["state"], tuple(result["steps"]))

    def crash(
        self, scenario: Scenario, aim: Aim | None, *, kill_after: float = 0.0, is_wild: bool = False
    ) -> None:
        """Kill the task there, let another process go on, and see that nothing shows but in the jobs."""
        changes: dict[str, Any] = {"aim": aim, "kill_after": kill_after, "is_wild": is_wild}
        task = self._task(replace(scenario.task, **changes), scenario.template)
        code, _ = self._run(task, scenario.papers)
        assert code == -SIGKILL or (kill_after and code == 0), f"{code}: {self._log(task)}"
        self.go_on(scenario, task)
        shutil.rmtree(task.data)

    def attempt(
        self, scenario: Scenario, data: Path | None = None, papers: int | None = None, **changes: Any
    ) -> tuple[Task, dict[str, Any]]:
        """Do the scenario's task under other conditions; what came of it, its error among it.

        A folder `data` that is there already is taken as it is.
        """
        task = self._task(replace(scenario.task, **changes), scenario.template, data)
        code, result = self._run(task, scenario.papers if papers is None else papers)
        assert code == 0, self._log(task)
        return task, result

    def go_on(self, scenario: Scenario, task: Task) -> None:
        """Let another process go on with the task, and see that nothing is lost."""
        again = replace(task, aim=None, kill_after=0.0, finish=True, result=f"{task.result}-again")
        code, result = self._run(again, scenario.papers)
        assert code == 0, self._log(again)
        assert "error" not in result, result
        expect_nothing_lost(scenario, result)

    def _task(self, task: Task, template: Path | None, data: Path | None = None) -> Task:
        number = next(self._numbers)
        data = data or self._folder / f"data-{number}"
        if template and not data.exists():
            shutil.copytree(template, data)
        return replace(task, data=str(data), result=str(self._folder / f"result-{number}"))

    def _run(self, task: Task, papers: int) -> tuple[int, dict[str, Any]]:
        write_papers(self._papers, papers)
        code = self._forker.run(task.text())
        result = Path(task.result)
        return code, json.loads(result.read_text(encoding="utf-8")) if result.exists() else {}

    def _log(self, task: Task) -> str:
        return Path(f"{task.result}.log").read_text(encoding="utf-8")


def expect_nothing_lost(scenario: Scenario, result: dict[str, Any]) -> None:
    """What another process found, and what it made of it, against the run that nobody killed."""
    before, after, found = scenario.before, scenario.after, result["found"]
    expect_whole_documents(before, after, found)
    expect_one_of_each(before, after, result["opened"])
    expect_true_sources(result["opened"], result["cited"])
    jobs = {job["id"]: job for job in result["jobs"]}
    for job in found.get("jobs", []):
        expect_resumed(job, jobs)
    is_resumed = any(job["state"] in {"queued", "running"} for job in found.get("jobs", []))
    assert [name for name in result["resumed"]["files"] if name.endswith(".part")] == []
    expect_same(after if is_resumed else without_unfinished(result["opened"]), result["resumed"])
    expect_same(after, result["finished"])
    assert result["finished"]["problems"] == []
    expect_true_sources(result["finished"], result["cited in the end"])


def without_unfinished(state: State) -> State:
    """A state without the files of which only a part was sent."""
    return state | {"files": [name for name in state["files"] if not name.endswith(".part")]}


def expect_whole_documents(before: State, after: State, found: State) -> None:
    """Each document is wholly as it was or wholly as it is now, and none is lost."""
    old, new, there = documents_in(before), documents_in(after), documents_in(found)
    for document_id, document in there.items():
        assert document in (old.get(document_id), new.get(document_id)), document
    assert set(old) & set(new) <= set(there) <= set(old) | set(new)


def expect_one_of_each(before: State, after: State, opened: State) -> None:
    """A vector, a row of words and an original for all that counts, and for nothing else."""
    chunks = [row["id"] for row in opened["chunks"]]
    assert sorted(opened["vectors"]) == sorted(chunks)
    assert opened["classes"] == sorted([row["id"], row["access_class"]] for row in opened["chunks"])
    for chunk_id, vector in opened["vectors"].items():
        assert vector in [state["vectors"].get(chunk_id) for state in (before, after) if state]
    assert opened["words"] == [len(chunks), len(chunks)]
    kept = {f"originals/{row['sha256']}" for row in opened["documents"]}
    # Uploads belong to jobs, which clean up when they are resumed.
    files = {name for name in opened["files"] if not name.startswith("uploads/")}
    assert files == kept, _difference(kept, files)
    assert [problem for problem in opened["problems"] if not problem.startswith(EXPECTED)] == []
    assert all(receipt["is_complete"] for receipt in opened["receipts"])


def expect_true_sources(state: State, cited: Sequence[dict[str, Any]]) -> None:
    """Whatever is cited stands in a passage of a document that counts, as it is now."""
    files = {row["id"]: row["file"] for row in state["documents"]}
    texts = {row["id"]: row["text"] for row in state["chunks"]}
    assert cited or not texts
    for one in cited:
        assert files.get(one["document_id"]) == one["file"], one
        named = [name for name, _ in one["passages"]] or [one["chunk_id"]]
        assert one["chunk_id"] in texts
        assert any(one["quote"] in texts[name] or texts[name] in one["quote"] for name in named), one


def expect_resumed(job: dict[str, Any], jobs: dict[int, dict[str, Any]]) -> None:
    """A job that was cut off is done now, and says how often it was begun; one that ended stays so."""
    is_open = job["state"] in {"queued", "running"}
    later = jobs[job["id"]]
    assert later["attempts"] == job["attempts"] + is_open
    assert later["state"] == ("done" if is_open else job["state"]), later


def expect_same(wanted: State, found: State) -> None:
    """The same documents, passages, vectors, words, files and receipts."""
    for part in COMPARED:
        assert found.get(part) == wanted.get(part), (part, _difference(wanted[part], found.get(part)))


def _difference(wanted: Any, found: Any) -> str:
    one, other = list(wanted), list(found or ())
    missing, extra = [it for it in one if it not in other], [it for it in other if it not in one]
    return f"missing: {missing}, too many: {extra}"
