from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.doors import ScriptedDoor
from tests.api.problem_details import problem_of
from trag.errors import TreeChangedError, TreeError
from trag.types import NewUnit, UnitEdit


def test_a_unit_comes_with_its_place_its_people_and_its_facts(client: TestClient) -> None:
    node = client.get("/v1/tree/nodes/fin").json()["node"]
    assert [parent["id"] for parent in node["parents"]] == ["aid"]
    assert [child["name"] for child in node["children"]] == ["Payroll Section", "Budget Section"]
    assert [(person["name"], person["role"]) for person in node["people"]] == [("Ana Torres", "Director")]
    assert (node["below"], node["version"]) == (2, 2)
    assert any("Ana Torres" in fact["text"] for fact in node["facts"])


@pytest.mark.parametrize(
    "node_id", ["nobody", "person:ana-torres", "a/b", "..%2f..", "x" * 500, "%F0%9F%9A%A2"]
)
def test_a_unit_that_is_not_there_is_no_crash(client: TestClient, node_id: str) -> None:
    assert problem_of(client.get(f"/v1/tree/nodes/{node_id}"))["status"] == 404


@pytest.mark.parametrize("node_id", ["", "%00", "a%00b", "x" * 501])
def test_what_can_be_no_id_is_refused(client: TestClient, node_id: str) -> None:
    assert problem_of(client.get(f"/v1/tree/nodes/{node_id}"))["status"] in {404, 422}


def test_a_search_finds_by_the_beginning_page_by_page(client: TestClient) -> None:
    first = client.get("/v1/tree/search", params={"q": "sec", "limit": 1}).json()
    params = {"q": "sec", "limit": 1, "cursor": first["next_cursor"]}
    second = client.get("/v1/tree/search", params=params).json()
    names = [match["name"] for match in first["matches"] + second["matches"]]
    assert names == ["Budget Section", "Payroll Section"]
    assert second["next_cursor"] is None
    other = client.get("/v1/tree/search", params=params | {"q": "pay"})
    assert problem_of(other)["code"] == "bad_cursor"


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%00", f"q={'x' * 201}", "q=a&limit=0", "q=a&limit=1000000000"]
)
def test_a_search_for_nothing_or_too_much_is_refused(client: TestClient, query: str) -> None:
    assert problem_of(client.get(f"/v1/tree/search?{query}"))["status"] == 422


@pytest.mark.parametrize("text", ["   ", "(a+)+$", "'; DROP TABLE tree; --", "\u202e", "🚢", "%"])
def test_a_search_for_anything_is_no_crash(client: TestClient, text: str) -> None:
    assert client.get("/v1/tree/search", params={"q": text}).json() == {"matches": [], "next_cursor": None}


def test_only_what_is_sent_is_changed(client: TestClient, door: ScriptedDoor, owner: dict[str, str]) -> None:
    person = {"name": "Ana Torres", "role": "Head", "handle": "@ana"}
    sent = {"name": " Salaries ", "aliases": [], "people": [person], "add_children": [{"name": "Desk"}]}
    edited = client.patch("/v1/tree/nodes/pay", json=sent, headers=owner)
    assert (edited.json()["tree"]["version"], edited.json()["node"]["id"]) == (3, "pay")
    wanted = UnitEdit("Salaries", aliases=(), people=(person,), add_children=(NewUnit("Desk"),))
    assert door.nodes.edits == [("pay", wanted, None)]


def test_a_change_needs_a_key_and_a_unit(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str]
) -> None:
    assert client.patch("/v1/tree/nodes/pay", json={"name": "x"}).status_code == 401
    nobody = client.patch("/v1/tree/nodes/nobody", json={"name": "x"}, headers=owner)
    assert problem_of(nobody)["status"] == 404
    assert door.nodes.edits == []


@pytest.mark.parametrize(
    "body",
    [
        {"id": "other"}, {"name": ""}, {"name": "  "}, {"name": "x" * 501}, {"name": "a\x00b"},
        {"people": [{"name": "x"}]},
        {"people": {"name": "x", "role": "y"}}, {"aliases": "x"}, {"aliases": [""] }, {"replacing": -1},
        {"replacing": 1e9 * 10}, {"add_children": [{}]}, {"remove_children": ["x"] * 10_001}, [], 7, "x",
    ],
)  # fmt: skip
def test_a_change_of_a_wrong_shape_changes_nothing(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str], body: Any
) -> None:
    assert problem_of(client.patch("/v1/tree/nodes/pay", json=body, headers=owner))["status"] == 422
    assert door.nodes.edits == []


def test_a_change_of_what_somebody_else_changed_is_refused(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str]
) -> None:
    tag = '"1-00deadbeef00"'
    body = {"name": "Salaries"}
    assert client.patch("/v1/tree/nodes/pay", json=body, headers=owner | {"If-Match": tag}).status_code == 412
    client.put("/v1/tree", json={"text": "x", "file": "org.yaml"}, headers=owner)
    tag = client.get("/v1/tree/nodes/pay").headers["ETag"]
    assert client.patch("/v1/tree/nodes/pay", json=body, headers=owner | {"If-Match": tag}).is_success
    assert door.nodes.edits[0][2] == 2
    door.nodes.fail_with = TreeChangedError("At version 9.", hint="Read it again.")
    problem = problem_of(client.patch("/v1/tree/nodes/pay", json=body | {"replacing": 2}, headers=owner))
    assert (problem["status"], problem["hint"]) == (412, "Read it again.")


def test_every_problem_of_a_change_is_listed(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str]
) -> None:
    door.nodes.fail_with = TreeError("It can't be:", ("it is the root", "the id is taken"))
    problem = problem_of(client.patch("/v1/tree/nodes/aid", json={"parent": "fin"}, headers=owner))
    assert (problem["status"], problem["problems"]) == (422, ["it is the root", "the id is taken"])
