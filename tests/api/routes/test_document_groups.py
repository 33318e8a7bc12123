"""Who may say who reads which documents, at the routes; the documents and their index are real."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.planted import OWNER_KEY, Planted, key_of, planted, served
from tests.api.problem_details import problem_of
from tests.ingest.parsing_here import PoolHere
from trag.types import Caller
from trag.workspace import Workspace

READER = Caller("user:rita", "Rita", "reader", frozenset({"a"}))
EDITOR = Caller("user:emil", "Emil", "editor", frozenset({"a", "c"}))
MINE, THEIRS, BOTH = Planted(1, ("a",)), Planted(2, ("b",)), Planted(3, ("a", "b"))
OWNER = {"Authorization": f"Bearer {OWNER_KEY}"}
RULES = "/v1/document-groups"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr("ingest.library.ParserPool", PoolHere)
    with planted(tmp_path / "data", [MINE, THEIRS, BOTH]) as workspace:
        yield workspace


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    with served(workspace, READER, EDITOR) as client:
        yield client


def groups(workspace: Workspace, document_id: str) -> tuple[str, ...]:
    found = workspace.document(document_id)
    assert found is not None
    return found.groups


def test_an_editor_gives_a_document_other_groups_of_theirs(client: TestClient, workspace: Workspace) -> None:
    path = f"/v1/documents/{MINE.id}"
    response = client.patch(path, json={"groups": ["c", "a"]}, headers=key_of(EDITOR))
    assert (response.status_code, response.json()["document"]["groups"]) == (200, ["a", "c"])
    assert client.get(path, headers=key_of(READER)).json()["document"]["groups"] == ["a"]
    client.patch(path, json={"groups": ["c"]}, headers=key_of(EDITOR))
    assert client.get(path, headers=key_of(READER)).status_code == 404
    assert groups(workspace, MINE.id) == ("c",)


def test_what_may_not_be_read_can_no_more_be_changed_than_what_there_is_not(client: TestClient) -> None:
    def refused(document_id: str) -> dict[str, Any]:
        response = client.patch(
            f"/v1/documents/{document_id}", json={"groups": ["a"]}, headers=key_of(EDITOR)
        )
        assert response.status_code == 404
        problem = problem_of(response)
        return {name: str(problem[name]).replace(document_id, "ID") for name in ("code", "detail", "hint")}

    assert refused(THEIRS.id) == refused("nobody")


@pytest.mark.parametrize(
    ("document", "wanted", "status", "code"),
    [
        (BOTH, ["a"], 403, "forbidden"),
        (MINE, ["b"], 422, "document"),
        (MINE, [], 422, "document"),
        (MINE, ["everyone", "No group"], 422, "document"),
    ],
)
def test_an_editor_reaches_no_groups_of_others(
    client: TestClient, workspace: Workspace, document: Planted, wanted: list[str], status: int, code: str
) -> None:
    sent = {"names": [document.id], "groups": wanted}
    many = client.post("/v1/documents/groups", json=sent, headers=key_of(EDITOR))
    one = client.patch(f"/v1/documents/{document.id}", json={"groups": wanted}, headers=key_of(EDITOR))
    for response in (many, one):
        assert (response.status_code, problem_of(response)["code"]) == (status, code)
    assert groups(workspace, document.id) == document.groups


def test_many_documents_are_given_groups_all_or_none(client: TestClient, workspace: Workspace) -> None:
    wrong = {"names": [MINE.id, THEIRS.document.file], "groups": ["c"]}
    assert client.post("/v1/documents/groups", json=wrong, headers=key_of(EDITOR)).status_code == 422
    assert groups(workspace, MINE.id) == ("a",)
    response = client.post("/v1/documents/groups", json=wrong, headers=OWNER)
    assert {one["id"]: one["groups"] for one in response.json()["documents"]} == {
        MINE.id: ["c"],
        THEIRS.id: ["c"],
    }


def test_readers_give_no_groups_and_only_admins_see_rules(client: TestClient, workspace: Workspace) -> None:
    body = {"groups": ["a"]}
    for caller, method, path, sent in (
        (READER, "PATCH", f"/v1/documents/{MINE.id}", body),
        (READER, "POST", "/v1/documents/groups", {"names": [MINE.id], **body}),
        (EDITOR, "GET", RULES, None),
        (EDITOR, "PUT", f"{RULES}/rules", {"folder": "uploads", **body}),
        (EDITOR, "PUT", f"{RULES}/default", body),
    ):
        response = client.request(method, path, json=sent, headers=key_of(caller))
        assert (response.status_code, problem_of(response)["code"]) == (403, "forbidden")
    assert workspace.groups.rules() == []
    assert workspace.groups.default() == ()


def test_rules_and_the_default_are_set_and_read(client: TestClient, workspace: Workspace) -> None:
    rule = {"folder": "uploads", "groups": ["b"]}
    changed = client.put(f"{RULES}/rules", json=rule, headers=OWNER).json()["documents"]
    assert changed == []  # all of them were given groups of their own
    default = client.put(f"{RULES}/default", json={"groups": ["a"]}, headers=OWNER)
    assert default.json() == {"default": ["a"]}
    assert client.get(RULES, headers=OWNER).json() == {"rules": [rule], "default": ["a"]}
    client.put(f"{RULES}/rules", json={"folder": "uploads", "groups": None}, headers=OWNER)
    assert workspace.groups.rules() == []
    wrong = client.put(f"{RULES}/default", json={"groups": ["No group"]}, headers=OWNER)
    assert (wrong.status_code, problem_of(wrong)["code"]) == (422, "document")


def test_documents_are_listed_by_a_group_of_the_caller(client: TestClient) -> None:
    def listed(group: str, headers: dict[str, str]) -> list[str]:
        found = client.get("/v1/documents", params={"group": group}, headers=headers).json()
        return [one["id"] for one in found["documents"]]

    assert listed("a", key_of(READER)) == listed("a", OWNER) == [MINE.id, BOTH.id]
    assert listed("b", key_of(READER)) == [], "which others read a document is not told"
    assert listed("b", OWNER) == [THEIRS.id, BOTH.id]
    assert client.get("/v1/documents?group=No+group", headers=OWNER).status_code == 422


def test_files_are_sent_for_groups(client: TestClient, workspace: Workspace) -> None:
    sent = [("files", ("notes.md", b"# Notes\n\nThe text of notes."))]
    for wrong in ("b", "", "a,b"):
        response = client.post(f"/v1/documents?groups={wrong}", files=sent, headers=key_of(EDITOR))
        assert (response.status_code, problem_of(response)["code"]) == (422, "document")
    assert workspace.jobs.all() == []
    key = {**key_of(EDITOR), "Idempotency-Key": "once"}
    job = client.post("/v1/documents?groups=c,a", files=sent, headers=key).json()["job"]["id"]
    list(workspace.jobs.follow(job))
    (made,) = workspace.documents("notes.md")
    assert made.groups == ("a", "c")
    assert client.post("/v1/documents?groups=a,c", files=sent, headers=key).json()["job"]["id"] == job
    again = client.post("/v1/documents?groups=a", files=sent, headers=key)
    assert (again.status_code, problem_of(again)["code"]) == (422, "key_reused")
    assert EDITOR.id not in again.text
