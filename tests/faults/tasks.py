"""What a process of these tests does with a data folder, until it is done or killed."""

import io
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.faults.papers import QUESTIONS
from tests.faults.state import catalog_of, classes_of, files_of, vectors_of
from tests.faults.steps import Aim, Steps
from tests.faults.strikes import STRIKES
from trag.errors import TragError

if TYPE_CHECKING:
    from trag.workspace import Workspace

# So few passages are stored together that one ingest stores several times.
BATCH = 5
PATIENCE = 60.0
REMOVED = ("store.md", "travels.zip", "twin-a.txt", "kept.md")
MOVED = ("store.md", "travels.zip", "kept.md")
SENT = ("store.md", "bundle.zip", "twin-a.txt")


@dataclass(frozen=True)
class Task:
    """What to do in which data folder with which papers; at `aim`, the `strike` of that name is done.

    `is_wild` lets the clock jump back and forth. `is_real` stands for the real embedder and for parsers
    started as trag starts them. `finish` says that somebody else was killed at it, `kill_after` that this
    one is, after so many seconds.
    """

    kind: str
    data: str
    papers: str
    result: str
    aim: Aim | None = None
    strike: str = "kill"
    is_wild: bool = False
    is_real: bool = False
    finish: bool = False
    kill_after: float = 0.0

    def text(self) -> str:
        """The task as one line."""
        return json.dumps(asdict(self))


def task_of(text: str) -> Task:
    """The task that this line stands for."""
    values = json.loads(text)
    return Task(**values | {"aim": tuple(values["aim"]) if values["aim"] else None})


def perform(task: Task) -> None:
    """Do the task, and write down what came of it."""
    _prepare(task)
    steps = Steps(Path(task.data), task.aim, partial(STRIKES[task.strike], task))
    if not task.finish:
        steps.watch()
    try:
        result = _finish(task) if task.finish else _do(task)
    except TragError as error:
        result = {"error": type(error).__name__, "said": str(error)}
    result["steps"] = steps.seen
    Path(task.result).write_text(json.dumps(result), encoding="utf-8")


def _prepare(task: Task) -> None:
    import multiprocessing
    from multiprocessing import context

    import ingest.job_attempt
    import ingest.sync
    from tests.faults import embedders, strikes

    ingest.sync.BATCH = BATCH
    # What is written at times is written every time, so that two runs take the same steps.
    ingest.job_attempt.WRITE_SECONDS = 0.0
    if task.is_real:
        return
    embedders.install()
    if task.is_wild:
        strikes.let_the_clock_jump()
    # Starting a Python takes seconds; the parser is a process of its own all the same.
    multiprocessing.get_context = lambda _="": context.ForkContext()  # type: ignore[assignment]


def opened(task: Task, *, anew: bool = False) -> "Workspace":
    """The data folder of a task; `anew` with another embedder than that it was made with."""
    from trag.settings import load_settings
    from trag.workspace import Workspace

    names = ("fake", "minilm") if task.is_real else ("fake", "fake")
    is_other = anew or (task.is_real and task.kind != "reindex")
    model = "wide" if anew and not task.is_real else ""
    embedder = names[1] if is_other else names[0]
    return Workspace(load_settings(Path(task.data), llm="fake", embedder=embedder, embedder_model=model))


def _do(task: Task) -> dict[str, Any]:
    with opened(task, anew=task.kind == "reindex") as workspace:
        WORK[task.kind](workspace, task)
        jobs = workspace.jobs.all()
        failed = [file.error for job in jobs for file in workspace.jobs.files(job.id, "failed")]
        return {"state": whole_state(workspace), "failed": failed}


def _finish(task: Task) -> dict[str, Any]:
    """Open what another process left, look at it, go on with its jobs, then do the same once more."""
    result: dict[str, Any] = {"found": catalog_of(Path(task.data))}
    with opened(task, anew=task.kind == "reindex") as workspace:
        assert workspace.retriever is not None  # brings the index in line
        result["opened"] = whole_state(workspace)
        result["cited"] = _cited(workspace)
        workspace.jobs.resume()
        _wait(workspace)
        result["resumed"] = whole_state(workspace)
        WORK[task.kind](workspace, task)
        result["finished"] = whole_state(workspace)
        result["cited in the end"] = _cited(workspace)
        result["jobs"] = [asdict(job) for job in workspace.jobs.all()]
    return result


def whole_state(workspace: "Workspace") -> dict[str, Any]:
    """All that the folder holds, and what `verify` says of it."""
    data = workspace.settings.data
    collections = sorted(one.name for one in workspace.store._client.list_collections())  # type: ignore[attr-defined]
    found = {
        "vectors": vectors_of(workspace.store),
        "classes": classes_of(workspace.store),
        "files": files_of(data),
        "collections": collections,
    }
    checks = [f"{check.name}: {check.detail}" for check in workspace.verify() if check.state != "ok"]
    return catalog_of(data) | found | {"problems": checks, "path": str(data)}


def _cited(workspace: "Workspace") -> list[dict[str, Any]]:
    cited = []
    for question in QUESTIONS:
        *_, done = workspace.stream(question)
        sources = workspace.context(question).sources
        cited += [asdict(one) for one in (*done.answer.citations, *sources)]  # type: ignore[union-attr]
    return cited


def _wait(workspace: "Workspace") -> None:
    end = time.monotonic() + PATIENCE
    while workspace.jobs.waiting():
        assert time.monotonic() < end, "the jobs are not done"
        time.sleep(0.01)


def _ingest(workspace: "Workspace", task: Task) -> None:
    list(workspace.ingest(Path(task.papers)))


def _delete(workspace: "Workspace", _task: Task) -> None:
    there = {document.file for document in workspace.documents()}
    if names := [name for name in REMOVED if name in there]:
        workspace.delete(names)


def _groups(workspace: "Workspace", _task: Task) -> None:
    workspace.groups.give(MOVED, ["staff"])


def _reindex(workspace: "Workspace", _task: Task) -> None:
    list(workspace.reindex())


def _upload(workspace: "Workspace", task: Task) -> None:
    papers = Path(task.papers)
    workspace.jobs.upload([(name, io.BytesIO((papers / name).read_bytes())) for name in SENT])
    _wait(workspace)


WORK: dict[str, Callable[["Workspace", Task], None]] = {
    "ingest": _ingest,
    "delete": _delete,
    "groups": _groups,
    "reindex": _reindex,
    "upload": _upload,
}
