import pytest
from starlette.testclient import TestClient

from tests.api.doors import ScriptedDoor
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
    assert client.get("/v1/tree/versions").json() == {"versions": []}
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
