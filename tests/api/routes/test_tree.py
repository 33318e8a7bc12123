from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.api.doors import TREE, ScriptedDoor
from tests.api.problem_details import problem_of
from tests.harbour_aid import TREE as HARBOUR_AID
from trag.errors import TreeError


def test_without_a_tree_the_summary_is_null_and_the_file_is_missing(client: TestClient) -> None:
    assert client.get("/v1/tree").json() == {"tree": None}
    response = client.get("/v1/tree/file")
    assert (response.status_code, response.json()["code"]) == (404, "no_tree")


def test_a_tree_comes_back_exactly_as_it_was_sent(client: TestClient, owner: dict[str, str]) -> None:
    sent = {"text": "a: 1\r\n# ü \u2028\n", "file": "org.yaml"}
    assert client.put("/v1/tree", json=sent, headers=owner).json()["tree"]["nodes"] == 80
    assert client.get("/v1/tree/file").json() == sent
    assert client.get("/v1/tree").json()["tree"]["version"] == 2


def test_every_problem_of_a_tree_is_listed(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str]
) -> None:
    door.fail_with = TreeError(
        "org.yaml has 2 problems:", ("line 3: no id", "line 9: a cycle"), hint="Mend it."
    )
    response = client.put("/v1/tree", json={"text": "x", "file": "org.yaml"}, headers=owner)
    assert response.status_code == 422
    assert response.json()["problems"] == ["line 3: no id", "line 9: a cycle"]


def test_a_tree_may_be_longer_than_a_question(client: TestClient, owner: dict[str, str]) -> None:
    text = "x" * (5 * 1024 * 1024)
    assert client.put("/v1/tree", json={"text": text, "file": "org.yaml"}, headers=owner).is_success


def test_versions_are_listed_and_read_one_by_one(client: TestClient, owner: dict[str, str]) -> None:
    assert client.get("/v1/tree/versions").json() == {"versions": [], "next_cursor": None}
    sent = {"text": "a: 1\n", "file": "org.yaml"}
    client.put("/v1/tree", json=sent, headers=owner)
    assert [tree["version"] for tree in client.get("/v1/tree/versions").json()["versions"]] == [2]
    assert client.get("/v1/tree/versions/2").json() == {"version": 2, **sent}


@pytest.mark.parametrize(
    ("version", "status"), [("7", 404), ("-1", 404), ("9" * 40, 404), ("x", 422), ("9" * 5000, 422)]
)
def test_a_version_that_is_not_there_is_no_crash(client: TestClient, version: str, status: int) -> None:
    response = client.get(f"/v1/tree/versions/{version}")
    assert (response.status_code, response.json()["code"]) == (
        status,
        "not_found" if status == 404 else "invalid_request",
    )


def test_a_rollback_gives_the_new_version_or_the_reason_why_not(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str]
) -> None:
    assert client.post("/v1/tree/rollback", json={"version": 1}, headers=owner).json()["tree"]["version"] == 2
    door.fail_with = TreeError("There is no version 9.", hint="Look at the list.")
    response = client.post("/v1/tree/rollback", json={"version": 9}, headers=owner)
    assert (response.status_code, response.json()["code"]) == (422, "tree")
    for body in ({}, {"version": "x"}, {"version": 1, "force": True}):
        assert client.post("/v1/tree/rollback", json=body, headers=owner).status_code == 422


def test_versions_come_page_by_page(client: TestClient, door: ScriptedDoor) -> None:
    door.versions_kept = [replace(TREE, version=version) for version in range(7, 0, -1)]
    seen: list[list[int]] = []
    cursor: str | None = ""
    for _ in range(4):
        page = client.get("/v1/tree/versions", params={"limit": 2, "cursor": cursor}).json()
        seen.append([tree["version"] for tree in page["versions"]])
        cursor = page["next_cursor"]
    assert (seen, cursor) == ([[7, 6], [5, 4], [3, 2], [1]], None)


@pytest.mark.parametrize("query", ["limit=0", "limit=-1", "limit=201", "limit=1e9", "limit=9" + "9" * 5000])
def test_a_page_of_no_or_too_many_versions_is_refused(client: TestClient, query: str) -> None:
    assert problem_of(client.get(f"/v1/tree/versions?{query}"))["code"] == "invalid_request"


@pytest.mark.parametrize("cursor", ["x", "====", "é", "%00", "A" * 2000, "LTE", "a" * 2001])
def test_a_cursor_nobody_gave_is_refused(client: TestClient, cursor: str) -> None:
    problem = problem_of(client.get(f"/v1/tree/versions?cursor={cursor}"))
    assert problem["code"] in {"bad_cursor", "invalid_request"}


def test_what_has_not_changed_is_not_sent_again(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str]
) -> None:
    before = client.get("/v1/tree").headers["ETag"]
    put = client.put("/v1/tree", json={"text": "a: 1\n", "file": "org.yaml"}, headers=owner)
    for path in ("/v1/tree", "/v1/tree/file"):
        fresh = client.get(path, headers={"If-None-Match": before})
        assert (fresh.status_code, fresh.headers["ETag"]) == (200, put.headers["ETag"])
        for known in (put.headers["ETag"], f'"other", W/{put.headers["ETag"]}', "*"):
            again = client.get(path, headers={"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["ETag"]) == (
                304,
                b"",
                put.headers["ETag"],
            )
            assert "content-type" not in again.headers


def test_an_original_that_has_not_changed_is_not_sent_again(
    client: TestClient, door: ScriptedDoor, tmp_path: Path
) -> None:
    door.originals["d1"] = tmp_path / "policy.pdf"
    door.originals["d1"].write_bytes(b"%PDF " * 100_000)
    first = client.get("/v1/documents/d1/original")
    again = client.get("/v1/documents/d1/original", headers={"If-None-Match": first.headers["ETag"]})
    assert (len(first.content), again.status_code, again.content) == (500_000, 304, b"")


def test_a_tree_that_somebody_changed_meanwhile_is_not_overwritten(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str]
) -> None:
    sent = {"text": "a: 1\n", "file": "org.yaml"}
    tag = client.put("/v1/tree", json=sent, headers=owner | {"If-None-Match": "*"}).headers["ETag"]
    assert client.put("/v1/tree", json=sent, headers=owner | {"If-Match": tag}).is_success
    assert client.put("/v1/tree", json=sent, headers=owner | {"If-Match": "*"}).is_success
    assert door.replaced == [0, TREE.version, TREE.version]
    for headers in ({"If-Match": '"2-000000000000"'}, {"If-Match": "2"}, {"If-None-Match": "*"}):
        problem = problem_of(client.put("/v1/tree", json=sent, headers=owner | headers))
        assert (problem["status"], problem["code"]) == (412, "tree_changed")
        assert "Read it again" in problem["hint"]
    assert len(door.replaced) == 3


def test_a_diff_says_what_an_import_would_change(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str]
) -> None:
    sent = {"text": HARBOUR_AID.replace("Payroll", "Salaries"), "file": "org.yaml"}
    assert client.post("/v1/tree/diff", json=sent).status_code == 401
    found = client.post("/v1/tree/diff", json=sent, headers=owner).json()
    assert found["lines"] == ["unit renamed: Salaries Section (pay): Payroll Section → Salaries Section"]
    assert found["differences"][0]["change"] == "renamed"
    assert door.imported is None


def test_a_diff_with_a_broken_tree_lists_its_problems(client: TestClient, owner: dict[str, str]) -> None:
    sent = {"text": "root: {name: x}", "file": "org.yaml"}
    problem = problem_of(client.post("/v1/tree/diff", json=sent, headers=owner))
    assert (problem["status"], problem["code"]) == (422, "tree")
    assert "has no id" in problem["problems"][0]
