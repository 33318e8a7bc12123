"""Requests that are no requests: the server refuses each in one answer, does nothing, and goes on.

| peers' bad input | where it is tried |
|---|---|
| deep JSON, NUL, lone surrogates, a key twice, NaN | here for every route; tests/api/test_bodies.py |
| `[]`, null and huge arrays in a delete | here; tests/api/test_bodies.py |
| negative and huge numbers | here; tests/api/routes/test_search.py, test_schema.py |
| a question of 100,000 characters, none, or white space | here for every way to ask |
| a body of another type | tests/api/test_bodies.py, test_security.py; here for every route |
| very long headers and addresses, 10,000 parameters and parts | here |
| two lengths, a length and chunks, other shapes that smuggle a request | here |
"""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.doors import ScriptedDoor
from tests.api.live import running
from tests.hostile_requests.conftest import OWNER, OWNER_KEY

JSON = OWNER | {"Content-Type": "application/json"}
Address = tuple[str, int]
WRONG = 400, 404, 405, 409, 412, 413, 415, 422


@pytest.fixture(scope="module")
def door() -> ScriptedDoor:
    return ScriptedDoor()


@pytest.fixture(scope="module")
def app(door: ScriptedDoor) -> FastAPI:
    return create_app(door, owner_key=OWNER_KEY)


@pytest.fixture
def client(app: FastAPI, door: ScriptedDoor) -> Iterator[TestClient]:
    door.asked.clear()
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture(scope="module", params=["h11", "httptools"])
def address(app: FastAPI, request: pytest.FixtureRequest) -> Iterator[Address]:
    with running(app, request.param) as url:
        host, _, port = url.removeprefix("http://").partition(":")
        yield host, int(port)


def changing() -> list[tuple[str, str]]:
    """Every route that takes a body of JSON, with 1 for what its address leaves open."""
    found = create_app(ScriptedDoor()).openapi()["paths"].items()
    return [
        (method.upper(), path.replace("{", "").replace("}", ""))
        for path, methods in found
        for method, told in methods.items()
        if "application/json" in told.get("requestBody", {}).get("content", {})
    ]


# JSON


DOUBTFUL = [
    b"[" * 100_000,
    b'{"a": ' * 100_000,
    b'{"question": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"question": "a", "question": "b"}',
    b'{"a": NaN}',
    b'{"a": 1e999, "b": Infinity}',
    b'{"question": "\\ud800"}',
    b"\x00",
    b"{",
]


@pytest.mark.parametrize(("method", "path"), changing())
def test_json_that_is_none_changes_nothing_on_any_route(
    client: TestClient, door: ScriptedDoor, method: str, path: str
) -> None:
    for body in DOUBTFUL:
        response = client.request(method, path, content=body, headers=JSON)
        assert response.status_code == 400, (body[:30], response.text[:300])
        assert len(response.text) < 2000
    for body in (b"null", b"[]", b'"text"', b"7", b'{"unheard of": "\\u0000"}'):
        response = client.request(method, path, content=body, headers=JSON)
        # Where nothing is needed, an empty object and more than is known may do.
        assert response.status_code in WRONG or body == b"null", (body, response.text[:300])
        assert len(response.text) < 5000
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        response = client.request(method, path, content=b"{}", headers=OWNER | {"Content-Type": kind})
        assert response.status_code == 415
    assert door.asked == []


@pytest.mark.parametrize("names", [[], [""], ["x" * 5000], ["nobody"] * 10_001, [1], [{}], {"0": "d1"}])
def test_a_delete_of_nothing_deletes_nothing(client: TestClient, door: ScriptedDoor, names: Any) -> None:
    door.deleted.clear()
    response = client.post("/v1/documents/delete", json={"names": names}, headers=OWNER)
    assert response.status_code in {200, 404, 422}
    assert len(response.text) < 5000
    assert door.deleted in ([], [tuple(names)])


# Questions and numbers


def asking(question: Any) -> list[tuple[str, Any]]:
    chat = {"model": "trag", "messages": [{"role": "user", "content": question}]}
    own = [(path, {"question": question}) for path in ("/v1/answers", "/v1/search", "/v1/context")]
    follow = {"question": "And why?", "history": [{"question": question, "answer": "Because."}]}
    return [*own, ("/v1/answers", follow), ("/v1/chat/completions", chat)]


@pytest.mark.parametrize(
    "question",
    ["", " \n\t ", "\u3000\u2003", "x" * 100_000, "é" * 100_000, "a\x00b", None, 7, [], {}, True, ["q"]],
    ids=lambda question: repr(question)[:12],
)
def test_a_question_that_is_none_is_refused_by_every_way_to_ask(
    client: TestClient, door: ScriptedDoor, question: Any
) -> None:
    for path, body in asking(question):
        response = client.post(path, json=body, headers=OWNER)
        assert response.status_code in {400, 422}, (path, response.text[:300])
        assert len(response.text) < 3000, "a refusal does not repeat what was sent"
    begun = client.post("/v1/conversations", json={}, headers=OWNER).json()["conversation"]["id"]
    response = client.post(f"/v1/conversations/{begun}/messages", json={"question": question}, headers=OWNER)
    assert response.status_code == 422
    assert door.asked == []


@pytest.mark.parametrize("number", [-1, 0, 10**9, 10**30, -(10**30), 1.5, "1e3", "", None, [], True])
def test_a_number_out_of_bounds_is_refused(client: TestClient, door: ScriptedDoor, number: Any) -> None:
    response = client.post("/v1/search", json={"question": "q", "limit": number}, headers=OWNER)
    assert response.status_code == (200 if number is True else 422) or number is True
    assert door.asked == [] or number is True
    for path in (
        "/v1/documents",
        "/v1/jobs",
        "/v1/conversations",
        "/v1/tree/search?q=a",
        "/v1/tree/versions",
    ):
        response = client.get(path, params={"limit": json.dumps(number)}, headers=OWNER)
        assert response.status_code in {200, 422}, (path, response.text[:200])
        if isinstance(number, int) and number is not True:
            assert response.status_code == 422, path


@pytest.mark.parametrize("number", ["-1", "0", "1e9", "9" * 30, "\u0663", "1.5", "%00"])
def test_numbers_in_addresses_are_whole_and_small(client: TestClient, number: str) -> None:
    for path in ("/v1/jobs/{}", "/v1/tree/versions/{}", "/v1/documents/d1/pages/{}"):
        response = client.get(path.format(number), headers=OWNER)
        assert response.status_code in WRONG, (path, response.text[:200])


# The connection itself


def exchange(address: Address, sent: bytes) -> bytes:
    """All that the server says until it closes the connection or has nothing more to say."""
    answer = b""
    with socket.create_connection(address, timeout=30) as connection:
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                answer += piece
        except OSError:  # it closed before it had read all
            pass
    return answer


def is_alive(address: Address) -> bool:
    return b" 200 " in exchange(address, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")


QUESTION = b'{"question": "smuggled"}'
HIDDEN = b"POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
HIDDEN += b"Content-Length: %d\r\n\r\n" % len(QUESTION) + QUESTION
START = b"POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: %d\r\n",
        b"Content-Length: 5\r\nContent-Length: %d\r\n",
        b"Content-Length: 5, %d\r\n",
        b"Content-Length: +%d\r\n",
        b"Content-Length: 0x%x\r\n",
        b"Content-Length: %d \r\nTransfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: chunked, identity\r\nContent-Length: %d\r\n",
        b"Transfer-Encoding : chunked\r\nContent-Length: %d\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nContent-Length: %d\r\n",
        b"X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: %d, 0\r\n",
        b"X: a\x00b\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n",
    ],
)
def test_a_request_hidden_in_the_body_of_another_is_never_run(
    address: Address, door: ScriptedDoor, lines: bytes
) -> None:
    door.asked.clear()
    body = b"0\r\n\r\n" + HIDDEN
    answer = exchange(address, START + lines % len(body) + b"\r\n" + body)
    assert ("smuggled", []) not in door.asked, answer
    assert answer.count(b"HTTP/1.1 ") <= 1
    assert b"HTTP/1.1 2" not in answer
    assert is_alive(address)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\xff\x16\x03\x01", b"GET\r\n\r\n", b"GET /healthz\r\n\r\n", b"GET /healthz HTTP/9.9\r\n\r\n",
        b"G" * 100_000, b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n",
        b"GET /v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: a\r\n" * 100_000 + b"\r\n",
        b"GET /v1/documents?" + b"a=1&" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET http://evil.example/v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"TRACE /v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ],
    ids=lambda sent: repr(sent[:24]),
)  # fmt: skip
def test_what_is_no_request_is_refused_in_few_words(address: Address, sent: bytes) -> None:
    answer = exchange(address, sent)
    assert b"HTTP/1.1 2" not in answer
    assert len(answer) < 4000
    assert b"Traceback" not in answer
    assert is_alive(address)


def test_ten_thousand_parameters_and_parts_are_borne(client: TestClient, door: ScriptedDoor) -> None:
    parameters = "&".join(["a=1"] * 10_000)
    assert client.get(f"/v1/documents?{parameters}", headers=OWNER).status_code in {200, 422}
    part = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.md"\r\n\r\na\r\n'
    field = b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\na\r\n'
    headers = OWNER | {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (
        part * 10_000,
        field * 10_000,
        b'--x\r\nContent-Disposition: form-data; name="' + b"a" * 10**6,
    ):
        response = client.post("/v1/documents", content=body + b"--x--\r\n", headers=headers)
        assert response.status_code in {400, 413, 422}
        assert len(response.text) < 3000
    assert door.jobs.asked == []


def test_no_route_with_a_body_is_left_out() -> None:
    assert {path for _, path in changing()} >= {
        "/v1/answers",
        "/v1/tree",
        "/v1/session",
        "/v1/users",
        "/v1/jobs",
    }
