"""The audit log at the API: what is asked of a real data folder, and what is left in the log."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.administration import add_administration
from api.app import create_app
from api.auditing import MOST_DENIALS, Denials, act_of
from tests.harbour_aid import TREE
from trag.settings import load_settings
from trag.types.auditing import AuditFilter, AuditRecord
from trag.workspace import Workspace

KEY = "owner-key-of-this-run-0123456789"
OWNER = {"Authorization": f"Bearer {KEY}"}
TOLD = "parental leave is sixteen weeks"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace:
        workspace.import_tree(TREE, "org.yaml")
        yield workspace


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    app = create_app(workspace, owner_key=KEY, names=None)  # type: ignore[arg-type,unused-ignore]
    add_administration(app, workspace.administration)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def document(workspace: Workspace, tmp_path: Path) -> str:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "leave.md").write_text(f"# Leave\n\nThe {TOLD}.\n")
    list(workspace.ingest(tmp_path / "in"))
    return workspace.documents()[0].id


def records(workspace: Workspace, **wanted: str) -> list[AuditRecord]:
    return workspace.administration.audit.page(AuditFilter(**wanted))


def whole_log(workspace: Workspace) -> str:
    workspace.administration.audit.flush()
    return "".join(file.read_text() for file in (workspace.settings.data / "audit").iterdir())


def test_an_answer_is_noted_with_its_sources_and_without_any_text(
    client: TestClient, workspace: Workspace, document: str
) -> None:
    client.post("/v1/answers", json={"question": "How many weeks is parental leave?"})
    (found,) = records(workspace)
    assert (found.act, found.caller, found.outcome) == ("asked", "owner", "done")
    assert found.answer is not None
    assert (document in found.answer.given, found.answer.cited) == (True, (document,))
    assert (found.answer.model, found.answer.answered_by, found.answer.refused) == ("fake", "model", False)
    assert found.answer.tokens > 0
    assert found.request
    assert found.address
    log = whole_log(workspace)
    assert "weeks" not in log
    assert TOLD not in log


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/answers", {"question": "Who leads it?", "stream": True}),
        (
            "/v1/chat/completions",
            {"model": "trag", "messages": [{"role": "user", "content": "Who leads it?"}]},
        ),
    ],
)
def test_every_way_of_asking_leaves_one_record(
    client: TestClient, workspace: Workspace, document: str, path: str, body: dict[str, object]
) -> None:
    client.post(path, json=body)
    assert [(one.act, one.outcome) for one in records(workspace)] == [("asked", "done")]


def test_a_question_of_a_conversation_leaves_one_record(client: TestClient, workspace: Workspace) -> None:
    number = client.post("/v1/conversations", json={}).json()["conversation"]["id"]
    client.post(f"/v1/conversations/{number}/messages", json={"question": "Who leads it?"})
    (asked,) = records(workspace, act="asked")
    assert asked.subjects == (number,)


def test_questions_are_kept_where_the_setting_says_so(client: TestClient, workspace: Workspace) -> None:
    client.patch("/v1/settings", json={"values": {"audit_questions": True}}, headers=OWNER)
    client.post("/v1/answers", json={"question": "Who leads\nthe Secretariat?"})
    assert records(workspace, act="asked")[0].question == "Who leads\nthe Secretariat?"


def test_a_delete_names_the_document_and_holds_nothing_of_it(
    client: TestClient, workspace: Workspace, document: str
) -> None:
    assert client.delete(f"/v1/documents/{document}", headers=OWNER).is_success
    (found,) = records(workspace, act="deleted")
    assert {document, "leave.md"} <= set(found.subjects)
    assert records(workspace, subject=document) == [found]
    assert TOLD not in whole_log(workspace)


def test_refusals_are_noted_whatever_the_route(client: TestClient, workspace: Workspace) -> None:
    client.put("/v1/tree", json={"text": "x", "file": "x.yaml"})
    client.get("/v1/status", headers={"Authorization": "Bearer wrong", "Origin": "http://evil.example"})
    client.delete("/v1/nothing%0A/here")
    found = records(workspace, outcome="denied")
    assert {one.caller for one in found} == {""}
    assert {"tree imported", "DELETE /v1/nothing\n/here"} <= {one.act for one in found}
    assert {one.status for one in found} <= {401, 403}


def test_a_change_is_noted_on_a_route_that_nobody_told_the_log_of(
    client: TestClient, workspace: Workspace
) -> None:
    number = client.post("/v1/conversations", json={}).json()["conversation"]["id"]
    client.patch(f"/v1/conversations/{number}", json={"title": "t"})
    found = records(workspace)[0]
    assert (found.act, found.subjects) == ("PATCH /v1/conversations/{conversation_id}", (number,))


def test_while_the_log_cannot_be_written_changes_are_refused_and_questions_answered(
    client: TestClient, workspace: Workspace
) -> None:
    folder = workspace.settings.data / "audit"
    folder.write_text("in the way")
    client.post("/v1/search", json={"question": "q"})
    workspace.administration.audit.flush()
    refused = client.put("/v1/tree", json={"text": TREE, "file": "org.yaml"}, headers=OWNER)
    assert (refused.status_code, refused.json()["code"]) == (503, "audit")
    assert client.post("/v1/answers", json={"question": "Who leads it?"}).is_success
    assert [c.state for c in workspace.checks() if c.name == "Audit log"] == ["warning"]
    folder.unlink()


def test_the_log_is_read_page_by_page_and_by_filters(client: TestClient, workspace: Workspace) -> None:
    for number in range(5):
        client.post("/v1/search", json={"question": f"q{number}"})
    seen: list[str] = []
    cursor = ""
    while True:
        page = client.get(f"/v1/audit?act=searched&limit=2&cursor={cursor}", headers=OWNER).json()
        seen += [record["id"] for record in page["records"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert len(set(seen)) == 5
    assert seen == sorted(seen, key=lambda one: int(one.partition(".")[2]), reverse=True)
    found = client.get("/v1/audit", params={"act": "read audit log"}, headers=OWNER).json()["records"]
    assert len(found) == 3
    assert client.get("/v1/audit", params={"since": "yesterday"}, headers=OWNER).status_code == 422


def test_refusals_in_masses_are_counted() -> None:
    denials = Denials()
    assert [denials.left_out("1") for _ in range(MOST_DENIALS)] == [0] * MOST_DENIALS
    assert [denials.left_out("1") for _ in range(7)] == [None] * 7
    assert denials.left_out("2") == 7
    assert denials.left_out("2") == 0


@pytest.mark.parametrize(
    ("method", "path", "act"),
    [
        ("POST", "/v1/session", "logged in"),
        ("DELETE", "/v1/keys/k1", "key revoked"),
        ("GET", "/v1/documents/d1/original", "read document"),
        ("GET", "/v1/documents", ""),
        ("POST", "/v1/other", ""),
    ],
)
def test_acts_have_names(method: str, path: str, act: str) -> None:
    assert act_of(method, path) == act
