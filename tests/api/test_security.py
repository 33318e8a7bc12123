import socket
from collections.abc import Iterator

import httpx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.doors import ScriptedDoor
from tests.api.live import running

API_KEY = "api-key-api-key-api-key-1"
OWNER_KEY = "owner-key-owner-key-owner"
Route = tuple[str, str, dict[str, str | int] | None]
ROUTES: list[Route] = [
    ("POST", "/v1/answers", {"question": "q"}),
    ("POST", "/v1/context", {"question": "q"}),
    ("GET", "/v1/documents", None),
    ("GET", "/v1/documents/d1/passages", None),
    ("GET", "/v1/tree", None),
    ("GET", "/v1/tree/versions", None),
    ("GET", "/v1/status", None),
]
CHANGING: list[Route] = [
    ("PUT", "/v1/tree", {"text": "x", "file": "f"}),
    ("POST", "/v1/tree/rollback", {"version": 1}),
    ("POST", "/v1/ingest", {"path": "/srv"}),
    ("POST", "/v1/reindex", {}),
]


def ask(client: TestClient, route: Route, key: str = "") -> int:
    method, path, body = route
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return client.request(method, path, json=body, headers=headers).status_code


@pytest.fixture
def locked(door: ScriptedDoor) -> TestClient:
    app = create_app(door, api_key=API_KEY, owner_key=OWNER_KEY, names=None)
    return TestClient(app, base_url="http://trag.example")


@pytest.mark.parametrize("route", ROUTES)
def test_on_loopback_reading_and_asking_are_open(client: TestClient, route: Route) -> None:
    assert ask(client, route) == 200


@pytest.mark.parametrize("route", ROUTES + CHANGING)
def test_with_an_api_key_every_route_needs_one(locked: TestClient, route: Route) -> None:
    assert ask(locked, route) == 401
    assert ask(locked, route, API_KEY[:-1]) == 401
    assert ask(locked, route, API_KEY) == 200
    assert ask(locked, route, OWNER_KEY) == 200


@pytest.mark.parametrize("route", CHANGING)
def test_changing_always_needs_a_key(door: ScriptedDoor, route: Route) -> None:
    for key in ("", OWNER_KEY):
        client = TestClient(create_app(door, owner_key=key), base_url="http://localhost")
        assert ask(client, route) == 401
        assert ask(client, route, "wrong") == 401
        assert (
            client.request(route[0], route[1], json=route[2], headers={"Authorization": "Bearer"}).status_code
            == 401
        )
    assert door.asked == []


def test_a_key_with_strange_letters_is_only_wrong(locked: TestClient) -> None:
    assert locked.get("/v1/tree", headers={b"Authorization": "Bearer ü".encode()}).status_code == 401


def test_an_unknown_address_below_v1_needs_a_key_too(locked: TestClient) -> None:
    assert locked.get("/v1/unknown").status_code == 401


def test_health_and_documentation_need_no_key(locked: TestClient) -> None:
    for path in ("/healthz", "/readyz", "/docs", "/openapi.json"):
        assert locked.get(path).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "localhost.:80"])
def test_on_loopback_a_foreign_host_name_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/v1/documents", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_on_loopback_its_own_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/v1/documents", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:8001", "http://localhost:8000", "http://["]
)
def test_another_sites_page_can_ask_nothing(client: TestClient, door: ScriptedDoor, origin: str) -> None:
    response = client.post("/v1/answers", json={"question": "q"}, headers={"Origin": origin})
    assert (response.status_code, response.json()["code"]) == (403, "foreign_origin")
    assert door.asked == []


def test_the_own_page_can_ask(client: TestClient) -> None:
    headers = {"Origin": "http://127.0.0.1:8000"}
    assert client.post("/v1/answers", json={"question": "q"}, headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/v1/documents", "/v1/nothing", "/docs"])
def test_every_answer_tells_browsers_to_be_careful(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_refusals_carry_the_headers_too(client: TestClient) -> None:
    assert "content-security-policy" in client.get("/healthz", headers={"Host": "evil.example"}).headers


def pieces(count: int) -> Iterator[bytes]:
    yield b'{"question": "'
    for _ in range(count):
        yield b"x" * 65536
    yield b'"}'


@pytest.mark.parametrize("announced", [True, False])
def test_a_huge_body_is_refused_announced_or_not(door: ScriptedDoor, announced: bool) -> None:
    content = b"".join(pieces(40)) if announced else pieces(40)
    with running(create_app(door)) as url, httpx.Client(trust_env=False) as http:
        headers = {"Content-Type": "application/json"}
        response = http.post(f"{url}/v1/answers", content=content, headers=headers)
        assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert door.asked == []


def test_an_announced_huge_body_is_not_even_read(door: ScriptedDoor) -> None:
    with running(create_app(door)) as url:
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            head = f"POST /v1/answers HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            connection.sendall(f"{head}Content-Length: 9999999999\r\n\r\n".encode())
            assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("length", ["-1", "1e3", "²"])
def test_a_nonsense_length_is_refused(client: TestClient, length: str) -> None:
    headers = {b"Content-Length": length.encode("latin-1"), b"Content-Type": b"application/json"}
    assert client.post("/v1/answers", content=b"{}", headers=headers).status_code in {400, 413}


@pytest.mark.parametrize(
    "kind", ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded", ""]
)
def test_a_body_that_is_no_json_is_refused(client: TestClient, kind: str) -> None:
    response = client.post("/v1/answers", content=b'{"question": "q"}', headers={"Content-Type": kind})
    assert (response.status_code, response.json()["code"]) == (415, "wrong_content_type")
