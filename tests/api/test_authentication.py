import logging
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.doors import ScriptedDoor
from tests.api.problem_details import problem_of
from trag.types.accounts import NewKey, NewUser, UserChange
from trag.types.people import Caller

OWNER_KEY = "owner-key-of-this-run-0123456789"
WORDS = "four words in a row"
CSRF = "X-CSRF-Token"


@pytest.fixture
def door() -> ScriptedDoor:
    door = ScriptedDoor()
    door.accounts.add_user(NewUser("ada", "admin", password=WORDS))
    door.accounts.add_group("finance")
    door.accounts.add_user(NewUser("bo", "reader", "Bo Berg", ("finance",), WORDS))
    return door


@pytest.fixture
def client(door: ScriptedDoor) -> Iterator[TestClient]:
    with TestClient(create_app(door, owner_key=OWNER_KEY), base_url="http://127.0.0.1:8000") as client:
        yield client


def key(door: ScriptedDoor, user: str = "bo", role: str = "reader") -> dict[str, str]:
    token = door.accounts.create_key(NewKey(user, role=role)).token  # type: ignore[arg-type]
    return {"Authorization": f"Bearer {token}"}


def log_in(client: TestClient, name: str = "bo") -> dict[str, str]:
    response = client.post("/v1/session", json={"name": name, "password": WORDS})
    assert response.status_code == 200, response.text
    return {CSRF: response.json()["csrf_token"]}


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/documents"), ("POST", "/v1/answers"), ("GET", "/v1/session"), ("DELETE", "/v1/session"),
     ("GET", "/v1/nothing"), ("GET", "/v1"), ("PUT", "/v1/tree"), ("GET", "/v1/models")],
)  # fmt: skip
def test_with_a_user_all_of_the_api_asks_who_this_is(client: TestClient, method: str, path: str) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic YWRhOng="}):
        response = client.request(method, path, headers=headers)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"


def test_health_and_documentation_stay_open(client: TestClient) -> None:
    for path in ("/healthz", "/readyz", "/docs", "/openapi.json"):
        assert client.get(path).status_code == 200


def test_everybody_is_told_how_to_come_in(client: TestClient) -> None:
    assert client.get("/v1/session/ways").json() == {"password": True, "provider": False}
    alone = TestClient(create_app(ScriptedDoor()), base_url="http://127.0.0.1")
    assert alone.get("/v1/session/ways").json() == {"password": False, "provider": False}


def test_a_first_user_closes_what_was_open(door: ScriptedDoor) -> None:
    alone = ScriptedDoor()
    client = TestClient(create_app(alone), base_url="http://127.0.0.1")
    told = client.get("/v1/session").json()
    assert (told["id"], told["way"]) == ("owner", "nothing")
    assert client.post("/v1/users", json={"name": "eve", "role": "admin"}).status_code == 401
    alone.accounts.add_user(NewUser("ada", "admin"))
    assert client.get("/v1/session").status_code == 401


def test_a_key_says_who_it_is_until_it_is_revoked(client: TestClient, door: ScriptedDoor) -> None:
    headers = key(door)
    told = client.get("/v1/session", headers=headers).json()
    assert told == {
        "id": "user:bo", "name": "Bo Berg", "role": "reader", "groups": ["finance"],
        "way": "key", "csrf_token": "",
    }  # fmt: skip
    door.accounts.revoke_key(door.accounts.keys("bo")[0].id)
    assert client.get("/v1/session", headers=headers).status_code == 401


def test_a_disabled_users_keys_and_sessions_stop_at_once(client: TestClient, door: ScriptedDoor) -> None:
    headers = key(door)
    log_in(client)
    assert client.get("/v1/documents").status_code == 200
    door.accounts.change_user("bo", UserChange(is_disabled=True))
    assert client.get("/v1/documents").status_code == 401
    assert client.get("/v1/documents", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "query", ["api_key=SECRET", "token=SECRET", "access_token=SECRET", "Key=SECRET", "q=trag_SECRET", "key="]
)
def test_a_key_in_the_address_is_refused_and_stands_in_no_log(
    client: TestClient, door: ScriptedDoor, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.get(f"/v1/documents?{query}", headers=key(door))
    details = problem_of(response)
    assert (response.status_code, details["code"]) == (400, "key_in_address")
    assert "SECRET" not in response.text
    assert "SECRET" not in "".join(one.getMessage() for one in caplog.records if one.name[:4] != "http")


def test_no_key_and_no_password_stands_in_a_log(
    client: TestClient, door: ScriptedDoor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    headers = key(door)
    csrf = log_in(client)
    client.post("/v1/session", json={"name": "bo", "password": "wrong-password-here"})
    client.get("/v1/documents", headers=headers)
    logged = caplog.text
    for secret in (WORDS, "wrong-password-here", headers["Authorization"][7:], csrf[CSRF]):
        assert secret not in logged


# Roles


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("reader", [200, 403, 403, 403]), ("editor", [200, 200, 403, 403]), ("admin", [200, 200, 200, 200])],
)
def test_each_role_may_what_it_may(
    client: TestClient, door: ScriptedDoor, role: str, allowed: list[int]
) -> None:
    headers = key(door, "ada", role)
    done = [
        client.post("/v1/search", json={"question": "q"}, headers=headers),
        client.put("/v1/tree", json={"text": "x", "file": "f"}, headers=headers),
        client.post("/v1/ingest/plan", json={"path": "/srv"}, headers=headers),
        client.get("/v1/users", headers=headers),
    ]
    assert [response.status_code for response in done] == allowed
    for response in done:
        if response.status_code == 403:
            assert problem_of(response)["code"] == "forbidden"


def test_who_may_not_is_refused_before_a_body_is_read(client: TestClient, door: ScriptedDoor) -> None:
    response = client.put("/v1/tree", content=b"no json", headers=key(door))
    assert response.status_code == 403


def test_a_route_without_a_role_is_closed_to_everybody(door: ScriptedDoor) -> None:
    app = create_app(door, owner_key=OWNER_KEY)

    @app.get("/v1/forgotten")
    def forgotten() -> str:
        raise AssertionError("nobody gets here")

    client = TestClient(app, base_url="http://127.0.0.1")
    for headers in (key(door, "ada", "admin"), {"Authorization": f"Bearer {OWNER_KEY}"}):
        assert problem_of(client.get("/v1/forgotten", headers=headers))["code"] == "forbidden"


# The session


def test_logging_in_sets_a_cookie_that_scripts_and_other_sites_do_not_get(client: TestClient) -> None:
    response = client.post("/v1/session", json={"name": " BO ", "password": WORDS})
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("trag_session=")
    assert cookie.endswith("; HttpOnly; SameSite=Strict; Path=/; Max-Age=604800")
    told = client.get("/v1/session").json()
    assert (told["id"], told["way"]) == ("user:bo", "session")
    assert told["csrf_token"] == response.json()["csrf_token"]


def test_over_https_the_cookie_is_secure_and_a_plain_one_counts_for_nothing(door: ScriptedDoor) -> None:
    client = TestClient(create_app(door, names=None), base_url="https://trag.example")
    response = client.post("/v1/session", json={"name": "bo", "password": WORDS})
    name, _, rest = response.headers["Set-Cookie"].partition("=")
    assert (name, rest.endswith("; Secure")) == ("__Host-trag_session", True)
    assert client.get("/v1/session").status_code == 200
    client.cookies.clear()
    plain = {"Cookie": f"trag_session={rest.partition(';')[0]}"}
    assert client.get("/v1/session", headers=plain).status_code == 401


def test_what_changes_by_cookie_needs_the_sessions_own_token(client: TestClient, door: ScriptedDoor) -> None:
    csrf = log_in(client)
    body = {"question": "q"}
    for wrong in (
        {},
        {CSRF: ""},
        {CSRF: "x" * 32},
        {CSRF: log_in(TestClient(client.app, "http://127.0.0.1:8000"))[CSRF]},
    ):
        assert problem_of(client.post("/v1/answers", json=body, headers=wrong))["code"] == "csrf"
    assert door.asked == []
    assert client.post("/v1/answers", json=body, headers=csrf).status_code == 200
    foreign = csrf | {"Origin": "https://evil.example"}
    assert client.post("/v1/answers", json=body, headers=foreign).status_code == 403
    assert client.get("/v1/documents", headers={"Host": "evil.example"}).status_code == 403


def test_a_wrong_key_is_not_saved_by_a_cookie(client: TestClient) -> None:
    log_in(client)
    assert client.get("/v1/documents", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_logging_out_ends_the_session_and_takes_the_cookie(client: TestClient) -> None:
    csrf = log_in(client)
    cookie = {"Cookie": f"trag_session={client.cookies['trag_session']}"}
    assert client.delete("/v1/session").status_code == 403
    response = client.delete("/v1/session", headers=csrf)
    assert (response.status_code, "Max-Age=0" in response.headers["Set-Cookie"]) == (204, True)
    assert client.get("/v1/session", headers=cookie).status_code == 401


def test_another_password_ends_the_other_sessions(client: TestClient) -> None:
    other = TestClient(client.app, base_url="http://127.0.0.1:8000")
    csrf = log_in(client)
    log_in(other)
    body = {"password": WORDS, "new_password": "another four words"}
    assert client.post("/v1/session/password", json=body | {"password": "x"}, headers=csrf).status_code == 401
    assert client.post("/v1/session/password", json=body, headers=csrf).status_code == 204
    assert client.get("/v1/session").status_code == 200
    assert other.get("/v1/session").status_code == 401


# Guessing


def test_wrong_logins_look_the_same_and_have_to_wait(client: TestClient, door: ScriptedDoor) -> None:
    told = set()
    for name in ("bo", "nobody", "bo", "ada", "bo"):
        details = problem_of(client.post("/v1/session", json={"name": name, "password": "wrong"}))
        assert details.pop("instance")
        told.add(str(details))
    assert len(told) == 1
    response = client.post("/v1/session", json={"name": "bo", "password": WORDS})
    assert (response.status_code, problem_of(response)["code"]) == (429, "too_many_attempts")
    assert int(response.headers["Retry-After"]) >= 1
    assert client.get("/v1/documents", headers=key(door)).status_code in {200, 429}


def test_wrong_keys_have_to_wait_and_a_right_one_that_was_used_does_not(
    client: TestClient, door: ScriptedDoor
) -> None:
    headers = key(door)
    assert client.get("/v1/documents", headers=headers).status_code == 200
    found = [
        client.get("/v1/documents", headers={"Authorization": f"Bearer trag_{number}"})
        for number in range(30)
    ]
    assert [response.status_code for response in found[:5]] == [401] * 5
    assert found[-1].status_code == 429
    assert int(found[-1].headers["Retry-After"]) >= 1
    assert client.get("/v1/documents", headers=headers).status_code == 200
    owner = {"Authorization": f"Bearer {OWNER_KEY}"}
    assert client.get("/v1/documents", headers=owner).status_code == 200


def test_tokens_of_a_provider_are_known_by_who_was_given_to_do_so(door: ScriptedDoor) -> None:
    someone = Caller("user:oidc:1", "Cy", "reader", frozenset({"hr"}))
    app = create_app(ScriptedDoor(), verify_token={"right": someone}.get)
    client = TestClient(app, base_url="http://127.0.0.1")
    assert client.get("/v1/session").status_code == 401
    told = client.get("/v1/session", headers={"Authorization": "Bearer right"}).json()
    assert (told["id"], told["groups"]) == ("user:oidc:1", ["hr"])
    assert client.get("/v1/users", headers={"Authorization": "Bearer right"}).status_code == 403
    assert client.get("/v1/session", headers={"Authorization": "Bearer left"}).status_code == 401
