"""People who are nobody, who are somebody else, or who were somebody until just now.

| peers' bad input | where it is tried |
|---|---|
| no token | here on every route; tests/api/test_authentication.py |
| `alg:none`, expired, of another issuer | tests/api/test_oidc.py; here without any provider |
| expired and revoked keys, disabled and removed users | tests/trag/accounts/test_logins.py; here |
| another's conversation, message, feedback, job, stream | here; tests/api/queueing/test_leaving.py |
| another's document, page, passage, original | tests/api/test_rights.py |
| ids in lists | here; tests/api/test_rights.py |
| a key in an address or a log | tests/api/test_authentication.py, test_server.py |
| 10,000 wrong logins | tests/trag/accounts/test_logins.py; over HTTP here |
| another site's page, its preflight, a foreign host name | tests/api/test_security.py; here |
| a default secret left in place | tests/api/test_server.py |
"""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.hostile_requests.conftest import OWNER, OWNER_KEY
from trag.types.accounts import NewKey, NewUser, UserChange
from trag.types.people import CallerRole
from trag.workspace import Workspace

PEOPLE: dict[str, CallerRole] = {"ada": "admin", "rita": "editor", "bo": "editor", "cy": "reader"}
OPEN = {("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/docs"), ("GET", "/openapi.json")}
PRIVATE = "xqzprivate"


def encoded(part: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


CLAIMS = {"sub": "ada", "iss": "trag", "role": "admin", "exp": 9_999_999_999}
NONSENSE = [
    "", "Bearer", "Bearer ", "Bearer null", "Bearer undefined", "Bearer " + "a" * 20_000, "Basic YWRhOg==",
    f"Bearer {encoded({'alg': 'none', 'typ': 'JWT'})}.{encoded(CLAIMS)}.",
    f"Bearer {encoded({'alg': 'HS256'})}.{encoded(CLAIMS)}.AAAA", "Bearer ../../etc/passwd",
    "Bearer ' OR 1=1 --",
    f"bearer{OWNER_KEY}", f"Bearer {OWNER_KEY[:-1]}", f"Bearer {OWNER_KEY}x", f"Bearer {OWNER_KEY.upper()}",
]  # fmt: skip


@pytest.fixture
def keys(workspace: Workspace) -> dict[str, dict[str, str]]:
    """The headers of each person."""
    for name, role in PEOPLE.items():
        workspace.accounts.add_user(NewUser(name, role))
    tokens = {
        name: workspace.accounts.create_key(NewKey(name, role=role)).token for name, role in PEOPLE.items()
    }
    return {name: {"Authorization": f"Bearer {token}"} for name, token in tokens.items()}


@pytest.fixture
def client(workspace: Workspace, keys: dict[str, dict[str, str]]) -> Iterator[TestClient]:
    with TestClient(create_app(workspace, owner_key=OWNER_KEY), base_url="http://127.0.0.1:8000") as client:
        yield client


def operations(client: TestClient) -> list[tuple[str, str]]:
    """Every operation of the API, with the id "1" for what its address leaves open."""
    paths = client.get("/openapi.json").json()["paths"]
    plain = {path: "/".join("1" if part[:1] == "{" else part for part in path.split("/")) for path in paths}
    return [(method.upper(), plain[path]) for path, methods in paths.items() for method in methods]


def test_nobody_gets_anything_but_the_ways_to_come_in(client: TestClient) -> None:
    tried = [one for one in operations(client) if one not in OPEN and not one[1].startswith("/v1/session")]
    assert len(tried) > 60
    for method, path in tried:
        for authorization in ("", *NONSENSE[4:8]):
            headers = {"Authorization": authorization} if authorization else {}
            response = client.request(method, path, headers=headers)
            assert response.status_code in {401, 429}, (method, path, response.text[:200])


def test_what_is_no_key_opens_nothing(client: TestClient) -> None:
    for authorization in NONSENSE:
        response = client.get("/v1/documents", headers={"Authorization": authorization})
        assert response.status_code in {401, 429}, authorization[:40]
        assert authorization[7:] == "" or authorization[7:] not in response.text


def begun(client: TestClient, headers: dict[str, str]) -> dict[str, str]:
    """What somebody has of their own: a conversation, a question in it, a judgement, a job."""
    created = client.post("/v1/conversations", json={"title": PRIVATE}, headers=headers)
    conversation = created.json()["conversation"]["id"]
    asked = client.post(
        f"/v1/conversations/{conversation}/messages",
        json={"question": f"Who leads the Finance Division? {PRIVATE}"},
        headers=headers,
    )
    assert asked.status_code == 200, asked.text
    message = asked.json()["id"]
    judged = client.post(
        f"/v1/messages/{message}/feedback",
        json={"verdict": "down", "corrected_answer": PRIVATE},
        headers=headers,
    )
    assert judged.is_success, judged.text
    files = [("files", (f"{PRIVATE}.md", b"# A\n\nText.\n"))]
    sent = client.post("/v1/documents", files=files, headers=OWNER)  # a job nobody else has to know of
    assert sent.status_code == 202, sent.text
    return {"conversation": conversation, "message": message, "job": str(sent.json()["job"]["id"])}


def touching(own: dict[str, str]) -> Iterator[tuple[str, str, Any]]:
    address = f"/v1/conversations/{own['conversation']}"
    yield from (
        ("GET", f"{address}{part}", None) for part in ("", "/messages", "/export", "/export?format=json")
    )
    yield "PATCH", address, {"title": "mine now"}
    yield "POST", f"{address}/messages", {"question": "Who leads the Finance Division?"}
    yield "POST", f"/v1/messages/{own['message']}/feedback", {"verdict": "up"}
    yield "DELETE", f"/v1/messages/{own['message']}/feedback", None
    yield "GET", f"/v1/jobs/{own['job']}", None
    yield "GET", f"/v1/jobs/{own['job']}/files", None
    yield "GET", f"/v1/jobs/{own['job']}/events", None
    yield "POST", f"/v1/jobs/{own['job']}/cancel", {}
    yield "POST", f"/v1/jobs/{own['job']}/retry", {}
    yield "DELETE", address, None


@pytest.mark.parametrize("thief", ["bo", "cy"])
def test_what_is_anothers_is_as_if_it_were_not_there(
    client: TestClient, keys: dict[str, dict[str, str]], thief: str
) -> None:
    own = begun(client, keys["rita"])
    nothing = {
        "conversation": "0" * len(own["conversation"]),
        "message": "1" * len(own["message"]),
        "job": "999",
    }
    for theirs, nobodys in zip(touching(own), touching(nothing), strict=True):
        stolen, missed = (
            client.request(method, path, json=body, headers=keys[thief])
            for method, path, body in (theirs, nobodys)
        )
        assert stolen.status_code in {403, 404, 405, 409}, (theirs, stolen.text[:300])
        assert (stolen.status_code, _shape(stolen.json(), own)) == (
            missed.status_code, _shape(missed.json(), nothing),
        ), theirs  # fmt: skip
        assert PRIVATE not in stolen.text
    # What was judged is for editors to read, without whose conversation it is.
    lists = ["/v1/conversations", f"/v1/conversations?search={PRIVATE}", "/v1/jobs"]
    for path in [*lists, "/v1/feedback"] if thief == "cy" else lists:
        assert PRIVATE not in client.get(path, headers=keys[thief]).text, path
    mine = client.get(f"/v1/conversations/{own['conversation']}", headers=keys["rita"])
    assert mine.status_code == 200
    assert mine.json()["conversation"]["title"] == PRIVATE


def _shape(answer: Any, ids: dict[str, str]) -> str:
    """An answer without the ids that were asked for and its own number."""
    text = json.dumps({key: value for key, value in answer.items() if key != "instance"})
    for name, id_ in ids.items():
        text = re.sub(rf"(?<!\w){re.escape(id_)}(?!\w)", name.upper(), text)
    return text


@pytest.mark.parametrize("how", ["disabled", "removed", "revoked"])
def test_who_may_no_longer_come_in_is_out_at_once_everywhere(
    client: TestClient, workspace: Workspace, keys: dict[str, dict[str, str]], how: str
) -> None:
    own = begun(client, keys["rita"])
    if how == "disabled":
        workspace.accounts.change_user("rita", UserChange(is_disabled=True))
    elif how == "removed":
        workspace.accounts.remove_user("rita")
    else:
        workspace.accounts.revoke_key(workspace.accounts.keys("rita")[0].id)
    for method, path, body in touching(own):
        response = client.request(method, path, json=body, headers=keys["rita"])
        assert response.status_code == 401, (method, path)
    assert client.post("/v1/answers", json={"question": "q"}, headers=keys["rita"]).status_code == 401


def test_who_guesses_passwords_has_to_wait_and_others_do_not(
    client: TestClient, keys: dict[str, dict[str, str]]
) -> None:
    told = [
        client.post("/v1/session", json={"name": "ada", "password": f"guess number {n}"}) for n in range(30)
    ]
    refused = [response for response in told if response.status_code == 429]
    assert {response.status_code for response in told} == {401, 429}
    assert len(refused) > 20
    assert all(int(response.headers["Retry-After"]) > 0 for response in refused)
    assert client.get("/v1/documents", headers=keys["bo"]).status_code == 200


def test_another_sites_page_is_never_told_that_it_may(client: TestClient) -> None:
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    for origin in ("https://evil.example", "null", "http://127.0.0.1:8001"):
        for method, path in operations(client):
            for name, more in (("OPTIONS", wanted), (method, {})):
                response = client.request(name, path, headers=OWNER | more | {"Origin": origin})
                allowed = [header for header in response.headers if header.startswith("access-control-")]
                assert allowed == [], (name, path)
                # What only reads may run: the page does not get to see what it says.
                assert response.status_code >= 400 or name == "GET", (name, path)
                if name not in {"GET", "OPTIONS"}:
                    assert "foreign_origin" in response.text, (name, path)
