"""The figures of a real data folder behind the API, as a monitor reads them."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from api.app import create_app
from api.metrics import Metrics
from api.queueing.asks import Asks
from api.queueing.limits import Limits, TooManyAsksError
from tests.api.doors import ScriptedDoor
from tests.harbour_aid import TREE
from trag.errors import DataFolderError, ModelStartError
from trag.settings import load_settings
from trag.types import OWNER, Job, Token
from trag.types.accounts import NewKey, NewUser
from trag.types.people import ROLES, CallerRole
from trag.workspace import Workspace

BY_TREE = "Which sections does the Finance Division have?"
UNKNOWN = "How tall is the Eiffel Tower?"
API_KEY = "f3Zk9-random-enough-0Qw7Lx"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "leave.md").write_text("# Leave\n\nParental leave is 16 weeks.\n")
    (tmp_path / "documents" / "empty.md").write_text("")
    with Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace:
        list(workspace.ingest(tmp_path / "documents"))
        workspace.import_tree(TREE, "org.yaml")
        yield workspace


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(workspace), base_url="http://127.0.0.1:8000") as client:
        yield client


def figures(client: TestClient) -> dict[tuple[str, ...], float]:
    """Each figure by its name and the values of its labels."""
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(response.text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_answers_are_counted_by_who_gave_them_with_their_stages_and_tokens(client: TestClient) -> None:
    for question in (BY_TREE, "How many weeks is parental leave?", UNKNOWN):
        assert client.post("/v1/answers", json={"question": question}).status_code == 200
    found = figures(client)
    assert found["trag_answers_total", "tree", "false"] == 1
    assert found["trag_answers_total", "model", "false"] == 1
    assert found["trag_answers_total", "none", "true"] == 1
    stages = {name[1]: n for name, n in found.items() if name[0] == "trag_answer_stage_seconds_count"}
    assert stages == {"understood": 3, "context": 2, "model_started": 1, "first_token": 3, "done": 3}
    assert found["trag_queue_wait_seconds_count",] == 1
    assert found["trag_tokens_total", "read"] > 0
    assert found["trag_tokens_total", "written"] > 0
    assert (found["trag_queue_running",], found["trag_queue_waiting",]) == (0, 0)


def test_jobs_and_their_files_are_told(client: TestClient) -> None:
    found = figures(client)
    assert (found["trag_jobs", "done"], found["trag_jobs", "queued"]) == (1, 0)
    assert (found["trag_ingest_files", "taken_in"], found["trag_ingest_files", "failed"]) == (1, 1)


def test_requests_are_told_by_route_never_by_address(client: TestClient) -> None:
    client.get("/v1/documents/planted-name")
    client.get("/v1/planted-name")
    client.get("/planted-name?planted-name=1")
    client.put("/v1/search", json={})
    client.request("PLANTED-NAME", "/v1/search")
    text = client.get("/metrics").text
    assert "planted-name" not in text.lower()
    found = figures(client)
    assert found["trag_http_requests_total", "GET", "/v1/documents/{document_id}", "404"] == 1
    assert found["trag_http_requests_total", "GET", "unknown", "404"] == 1
    assert found["trag_http_requests_total", "GET", "page", "404"] == 1
    assert found["trag_http_requests_total", "other", "/v1/search", "405"] == 1
    assert found["trag_http_request_seconds_count", "/v1/documents/{document_id}"] == 1


def test_failures_are_told_by_their_code(client: TestClient, door: ScriptedDoor) -> None:
    scripted = TestClient(create_app(door), base_url="http://127.0.0.1")
    door.fail_with = ModelStartError("It did not start.")
    assert scripted.post("/v1/answers", json={"question": "q"}).status_code == 503
    door.fail_with = RuntimeError("a bug")
    assert scripted.post("/v1/answers", json={"question": "q"}).status_code == 500
    found = figures(scripted)
    assert found["trag_answer_failures_total", "model_start"] == 1
    assert found["trag_answer_failures_total", "error"] == 1
    assert ("trag_answer_failures_total", "error") not in figures(client)


def test_questions_that_are_too_many_are_told_by_reason() -> None:
    metrics, gate = Metrics(), threading.Event()
    asks = Asks(Limits(slots=1, queue=1, asks_per_user=1), watch=metrics)

    def held() -> Iterator[Token]:
        gate.wait(60)
        yield Token("said")

    def ask(number: str) -> None:
        asks.begin(OWNER, held, lambda event: ("token", {"text": event.text}), number)

    metrics.watch_queue(asks)
    ask("1")
    with pytest.raises(TooManyAsksError):
        ask("2")
    text = metrics.text().decode()
    gate.set()
    assert 'trag_queue_turned_away_total{code="too_many_asks"} 1.0' in text
    assert "trag_queue_running 1.0" in text


def test_every_app_counts_for_itself() -> None:
    first, second = Metrics(), Metrics()
    first.turned_away("queue_full")
    assert b'trag_queue_turned_away_total{code="queue_full"} 1.0' in first.text()
    assert b'code="queue_full"' not in second.text()


def test_figures_are_for_admins_as_soon_as_somebody_has_to_log_in(door: ScriptedDoor) -> None:
    client = TestClient(create_app(door), base_url="http://127.0.0.1")
    assert client.get("/metrics").status_code == 200
    keys: dict[CallerRole, str] = {}
    for role in reversed(ROLES):  # the first user is an admin
        door.accounts.add_user(NewUser(role, role))
        keys[role] = door.accounts.create_key(NewKey(role, role=role)).token
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics/").status_code in {401, 404}
    assert client.get("/metrics", headers={"Authorization": f"Bearer {keys['editor']}"}).status_code == 403
    assert client.get("/metrics", headers={"Authorization": f"Bearer {keys['admin']}"}).status_code == 200
    assert client.get(f"/metrics?token={keys['admin']}").status_code == 400


def test_with_an_api_key_figures_need_it(door: ScriptedDoor) -> None:
    client = TestClient(create_app(door, api_key=API_KEY), base_url="http://127.0.0.1")
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": f"Bearer {API_KEY}"}).status_code == 200


def test_without_a_database_the_other_figures_are_told(
    client: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> list[Job]:
        raise DataFolderError("The catalog can't be used.")

    monkeypatch.setattr(workspace.jobs, "all", gone)
    found = figures(client)
    assert ("trag_jobs", "done") not in found
    assert ("trag_queue_waiting",) in found


def test_the_room_on_the_disk_and_the_version_are_told(tmp_path: Path) -> None:
    metrics = Metrics()
    metrics.watch_disk(tmp_path)
    text = metrics.text().decode()
    assert "trag_disk_free_bytes" in text
    assert "trag_build_info{" in text
    assert "_created" not in text
