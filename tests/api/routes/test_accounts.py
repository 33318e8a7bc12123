from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.doors import ScriptedDoor
from tests.api.problem_details import problem_of
from trag.types.accounts import NewKey, NewUser

WORDS = "four words in a row"


@pytest.fixture
def admin(client: TestClient, door: ScriptedDoor, owner: dict[str, str]) -> TestClient:
    client.headers.update(owner)
    sent = {"name": "Ada", "role": "admin", "password": WORDS}
    assert client.post("/v1/users", json=sent).json()["user"]["name"] == "ada"
    return client


def as_user(door: ScriptedDoor, name: str, role: Any = "reader") -> dict[str, str]:
    return {"Authorization": f"Bearer {door.accounts.create_key(NewKey(name, role=role)).token}"}


def as_session(client: TestClient, name: str) -> TestClient:
    other = TestClient(client.app, base_url="http://127.0.0.1:8000")
    told = other.post("/v1/session", json={"name": name, "password": WORDS}).json()
    other.headers["X-CSRF-Token"] = told["csrf_token"]
    return other


def test_users_are_added_changed_listed_and_removed(admin: TestClient) -> None:
    assert admin.post("/v1/groups", json={"name": "finance"}).status_code == 201
    sent = {"name": "bo", "display_name": "Bo", "groups": ["finance"], "password": WORDS}
    response = admin.post("/v1/users", json=sent)
    assert (response.status_code, WORDS in response.text) == (201, False)
    changed = admin.patch("/v1/users/BO", json={"role": "editor"}).json()["user"]
    assert (changed["role"], changed["groups"]) == ("editor", ["finance"])
    page = admin.get("/v1/users?limit=1").json()
    rest = admin.get(f"/v1/users?limit=1&cursor={page['next_cursor']}").json()
    assert [user["name"] for user in page["users"] + rest["users"]] == ["ada", "bo"]
    assert admin.put("/v1/users/bo/password", json={"password": "another four words"}).status_code == 204
    refused = problem_of(admin.delete("/v1/groups/finance"))
    assert (refused["status"], "in use by bo" in refused["detail"]) == (409, True)
    assert admin.delete("/v1/users/bo").status_code == 204
    assert admin.get("/v1/users/bo").status_code == 404
    assert admin.delete("/v1/groups/finance").status_code == 204
    assert admin.get("/v1/groups").json() == {"groups": [], "next_cursor": None}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"name": "a b"}, 409), ({"name": "bo", "password": "short"}, 409), ({"name": "ada"}, 409),
        ({"name": "bo", "role": "god"}, 422),
        ({"name": "bo", "groups": ["nope"]}, 404), ({}, 422),
        ({"name": "x", "is_admin": 1}, 422),
    ],
)  # fmt: skip
def test_users_that_can_not_be_are_refused(admin: TestClient, sent: Any, status: int) -> None:
    assert problem_of(admin.post("/v1/users", json=sent))["status"] == status
    assert len(admin.get("/v1/users").json()["users"]) == 1


def test_a_password_is_not_repeated_by_a_refusal(admin: TestClient) -> None:
    response = admin.post("/v1/users", json={"name": "bo", "password": ["a-secret"]})
    assert (response.status_code, "a-secret" in response.text) == (422, False)


def test_people_make_and_revoke_their_own_keys(admin: TestClient, door: ScriptedDoor) -> None:
    door.accounts.add_user(NewUser("bo", password=WORDS))
    other = door.accounts.create_key(NewKey("ada"))
    bo = as_session(admin, "bo")
    issued = bo.post("/v1/keys", json={"label": "script", "days": 1}).json()
    headers = {"Authorization": f"Bearer {issued['token']}"}
    assert admin.get("/v1/session", headers=headers).json()["id"] == "user:bo"
    assert [one["label"] for one in bo.get("/v1/keys").json()["keys"]] == ["script"]
    assert issued["token"] not in bo.get("/v1/keys").text
    assert bo.get("/v1/keys?user=ada").status_code == 403
    assert bo.post("/v1/keys", json={"user": "ada"}).status_code == 403
    assert bo.post("/v1/keys", json={"role": "admin"}).status_code == 409
    assert bo.delete(f"/v1/keys/{other.key.id}").status_code == 404
    assert bo.delete(f"/v1/keys/{issued['key']['id']}").status_code == 200
    assert admin.get("/v1/session", headers=headers).status_code == 401


def test_a_key_makes_no_key_unless_it_is_an_admins(admin: TestClient, door: ScriptedDoor) -> None:
    little, whole = as_user(door, "ada"), as_user(door, "ada", "admin")
    assert admin.post("/v1/keys", json={}, headers=little).status_code == 403
    assert admin.delete("/v1/keys/2", headers=little).status_code == 403
    assert len(admin.get("/v1/keys", headers=little).json()["keys"]) == 2
    assert admin.post("/v1/keys", json={}, headers=whole).status_code == 201
    assert admin.delete("/v1/keys/1", headers=whole).status_code == 200


def test_the_owner_makes_keys_for_others_and_has_none(admin: TestClient) -> None:
    assert admin.post("/v1/keys", json={"user": "ada"}).status_code == 201
    assert admin.post("/v1/keys", json={}).status_code == 404
