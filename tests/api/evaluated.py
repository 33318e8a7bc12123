"""A small data folder with cases, served with its evaluation to callers of all kinds."""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from starlette.testclient import TestClient

from api.app import create_app
from api.dependencies import get_caller
from api.evaluation_dependencies import add_evaluation
from eval.serving.desk import EvaluationDesk
from tests.harbour_aid import TREE
from trag.settings import load_settings
from trag.types import (
    Answer,
    AnswerEvent,
    Caller,
    Context,
    Document,
    Done,
    Queued,
    SearchResult,
    SearchWays,
    Turn,
)
from trag.workspace import Workspace

KEY = "key-of-the-owner-0123456789"
RUNS, SETS = "/v1/evaluation/runs", "/v1/evaluation/case-sets"
ADA = Caller("user:ada", "Ada", "editor", frozenset({"finance"}))
BO = Caller("user:bo", "Bo", "editor", frozenset({"finance"}))
ADMIN = Caller("user:root", "Root", "admin", None)
DOCUMENTS = {
    "fees.md": "# Fees\n\nThe mooring fee is 40 euros a night.\n",
    "tides.md": "# Tides\n\nHigh water opens the lock gates for 90 minutes.\n",
}
CASES: list[dict[str, Any]] = [
    {
        "id": "fee",
        "question": "How many euros is the mooring fee?",
        "answer": "40 euros",
        "type": "document",
        "must_include": [["40"]],
        "evidence": [{"file": "fees.md", "quote": "The mooring fee is 40 euros a night."}],
    },
    {
        "id": "director",
        "question": "Who is the director of the Finance Division?",
        "answer": "Ana Torres",
        "type": "entity_simple",
        "must_include": [["Ana Torres"]],
        "entities": ["fin", "person:ana-torres"],
    },
    {
        "id": "wrong",
        "question": "Who is the director of the Finance Division, please?",
        "answer": "Bo Quay",
        "type": "entity_simple",
        "must_include": [["Bo Quay"]],
    },
]
TEXT = "".join(f"{json.dumps(case)}\n" for case in CASES)


class GatedDoor:
    """Answers nothing before its gate opens; `begun` says that a question waits there."""

    def __init__(self, documents: Sequence[Document] = ()) -> None:
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.held = list(documents)
        self.asked: list[str] = []
        self.error: Exception | None = None

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerEvent]:
        self.asked.append(question)
        yield Queued(0)
        self.begun.set()
        self.gate.wait(60)
        if self.error is not None:
            raise self.error
        yield Queued(0)  # told twice, as the question path may
        yield Done(Answer(question, "40", refused=False, answered_by="model"))

    def context(self, question: str, history: Sequence[Turn] = ()) -> Context:
        return Context("nothing", 1)

    def search(self, question: str, *, limit: int = 10) -> SearchResult:
        return SearchResult(question, ())

    def ways(self, question: str, *, limit: int = 20) -> SearchWays:
        return SearchWays(question, (), (), (), (), "nothing", 1)

    def documents(self, text: str = "", format: str = "") -> list[Document]:  # noqa: A002
        return self.held


@contextmanager
def client_of(
    workspace: Workspace, desk: EvaluationDesk, caller: Caller | None = None
) -> Iterator[TestClient]:
    """A client of the application over a workspace and its evaluation, which it does not close."""
    app = create_app(workspace, owner_key=KEY)
    add_evaluation(app, desk)
    if caller is not None:
        app.dependency_overrides[get_caller] = lambda: caller
    headers = {"Authorization": f"Bearer {KEY}"}
    with TestClient(app, base_url="http://127.0.0.1:8000", headers=headers) as client:
        yield client


def fill(workspace: Workspace) -> None:
    """Put the documents and the tree of the cases into a data folder."""
    folder = workspace.settings.data.parent / "documents"
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text)
    list(workspace.ingest(folder))
    workspace.import_tree(TREE, "org.yaml")


@contextmanager
def filled(folder: Any) -> Iterator[Workspace]:
    """An opened data folder with documents and tree, in an empty folder."""
    with Workspace(load_settings(folder / "data", llm="fake", embedder="fake")) as workspace:
        fill(workspace)
        yield workspace


def begin(client: TestClient, name: str, **wanted: Any) -> dict[str, Any]:
    """A run that was begun."""
    response = client.post(RUNS, json={"name": name, "cases": TEXT, **wanted})
    assert response.status_code == 202, response.text
    run: dict[str, Any] = response.json()["run"]
    return run


def ended(client: TestClient, run_id: str, seconds: float = 120) -> dict[str, Any]:
    """The run once it is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run: dict[str, Any] = client.get(f"{RUNS}/{run_id}").json()["run"]
        if run["state"] not in ("waiting", "running"):
            return run
        time.sleep(0.02)
    raise AssertionError(f"{run_id} is still under way after {seconds} seconds")
