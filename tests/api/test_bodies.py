import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.doors import ScriptedDoor
from tests.api.live import running
from tests.api.problem_details import problem_of

JSON = {"Content-Type": "application/json"}
HEAD = b"POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@pytest.fixture
def address(door: ScriptedDoor) -> Iterator[tuple[str, int]]:
    with running(create_app(door)) as url:
        host, _, port = url.removeprefix("http://").partition(":")
        yield host, int(port)


def exchange(address: tuple[str, int], *pieces: bytes, pause: float = 0.0) -> bytes:
    """What the server answers to these bytes, sent one after the other."""
    with socket.create_connection(address, timeout=10) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
            if b"\r\n\r\n" in answer and b"}" in answer:
                break
        return answer


def is_alive(address: tuple[str, int]) -> bool:
    return b" 200 " in exchange(address, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")


def test_a_body_that_stops_half_way_is_given_up(
    address: tuple[str, int], door: ScriptedDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.bodies.PATIENCE_SECONDS", 0.3)
    start = time.monotonic()
    answer = exchange(address, HEAD + b'Content-Length: 100\r\n\r\n{"question": ')
    assert b" 408 " in answer
    assert b'"code": "too_slow"' in answer
    assert time.monotonic() - start < 20
    assert door.asked == []
    assert is_alive(address)


def test_a_body_that_drips_is_given_up_however_often_it_drips(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.bodies.PATIENCE_SECONDS", 0.3)
    drops = [b"x"] * 10
    answer = exchange(address, HEAD + b'Content-Length: 100\r\n\r\n{"question": "', *drops, pause=0.1)
    assert b" 408 " in answer


def test_many_slow_bodies_do_not_stop_others(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.bodies.PATIENCE_SECONDS", 2)
    slow = [socket.create_connection(address, timeout=10) for _ in range(100)]
    for connection in slow:
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
    assert is_alive(address)
    for connection in slow:
        connection.close()


def test_a_body_without_a_length_ends_at_the_limit(address: tuple[str, int], door: ScriptedDoor) -> None:
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    answer = exchange(address, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 33)
    assert b" 413 " in answer
    assert door.asked == []
    assert is_alive(address)


def test_a_model_that_thinks_longer_than_a_body_may_take_is_waited_for(
    door: ScriptedDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.bodies.PATIENCE_SECONDS", 0.2)
    door.gate.clear()
    threading.Timer(0.6, door.gate.set).start()
    with TestClient(create_app(door), base_url="http://127.0.0.1:8000") as client:
        assert client.post("/v1/answers", json={"question": "q"}).status_code == 200


@pytest.mark.parametrize("path", ["/v1/search", "/v1/answers", "/v1/context"])
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"question": "a", "question": "b"}', "the key 'question' twice"),
        (b'{"question": "a", "history": [{"answer": "a", "answer": "b"}]}', "the key 'answer' twice"),
        (b'{"limit": NaN, "question": "a"}', "NaN is not"),
        (b'{"limit": -Infinity, "question": "a"}', "-Infinity is not"),
        (b'{"question": "\\ud83d"}', "no characters"),
        (b'{"\\udead": "a"}', "no characters"),
        (b'{"question": "\xed\xa0\x80"}', "no characters"),
        (b'{"question": "\xff"}', "no characters"),
        ('{"question": "a"}'.encode("utf-16"), "no characters"),
        (b'{"question": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"question": ' + b"9" * 5000 + b"}", "not valid JSON"),
        (b"{'question': 'a'}", "not valid JSON"),
    ],
)
def test_json_that_readers_take_differently_is_refused(
    client: TestClient, door: ScriptedDoor, path: str, body: bytes, reason: str
) -> None:
    problem = problem_of(client.post(path, content=body, headers=JSON))
    assert (problem["status"], problem["code"]) == (400, "bad_request")
    assert reason in problem["detail"]
    assert door.asked == []


@pytest.mark.parametrize("body", [b'{"question": "\\ud83d\\udea2"}', '{"question": "🚢"}'.encode()])
def test_a_whole_pair_of_surrogates_is_a_character(
    client: TestClient, door: ScriptedDoor, body: bytes
) -> None:
    assert client.post("/v1/search", content=body, headers=JSON).is_success
    assert door.asked == [("🚢", [])]


@pytest.mark.parametrize("names", [None, 7, "x", {}, ["x"] * 10_001, [None], [["x"]]])
def test_lists_of_names_that_are_none_delete_nothing(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str], names: object
) -> None:
    response = client.post("/v1/documents/delete", json={"names": names}, headers=owner)
    assert problem_of(response)["status"] == 422
    assert door.deleted == []


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/json-patch+json", "x", ""])
@pytest.mark.parametrize("path", ["/v1/search", "/v1/context"])
def test_a_body_of_another_kind_is_refused(client: TestClient, path: str, kind: str) -> None:
    body = json.dumps({"question": "q"}).encode()
    assert problem_of(client.post(path, content=body, headers={"Content-Type": kind}))["status"] == 415
