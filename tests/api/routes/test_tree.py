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
