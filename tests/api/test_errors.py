import json
import logging
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.errors import STATUS, status_of
from tests.api.doors import ScriptedDoor
from trag import errors
from trag.errors import DataFolderBusyError, ModelStartError, TragError


def kinds() -> Iterator[type[TragError]]:
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, TragError) and kind is not errors.ApiError:
            yield kind


@pytest.mark.parametrize("kind", list(kinds()))
def test_every_error_has_a_status(kind: type[TragError]) -> None:
    assert 400 <= status_of(kind("what")) < 600
    assert any(parent in STATUS for parent in kind.__mro__)


def test_an_error_has_the_status_of_its_nearest_kind() -> None:
    assert status_of(DataFolderBusyError("busy")) == STATUS[errors.DataFolderError]
    assert status_of(ModelStartError("slow")) == STATUS[errors.ModelError]


def test_a_bug_is_a_number_for_the_client_and_a_trace_in_the_log(
    client: TestClient, door: ScriptedDoor, caplog: pytest.LogCaptureFixture
) -> None:
    door.fail_with = ZeroDivisionError("secret detail")
    with caplog.at_level(logging.ERROR):
        response = client.get("/v1/documents")
    assert response.status_code == 500
    assert set(response.json()) == {"code", "message", "hint"}
    assert "secret" not in response.text
    number = response.json()["hint"].split()[-1].rstrip(".")
    assert number in caplog.text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nothing", 404), ("DELETE", "/v1/documents", 405)]
)
def test_unknown_addresses_and_methods_have_the_same_shape(
    client: TestClient, method: str, path: str, status: int
) -> None:
    headers = {"Content-Type": "application/json"}
    response = client.request(method, path, headers=headers)
    assert response.status_code == status
    assert set(response.json()) == {"code", "message", "hint"}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b'"question"', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000,
        b'{"question": ""}', b'{"question": "   "}', b'{"question": 7}', b'{"question": null}',
        b'{"question": "\\ud800"}', b'{"question": "q", "surprise": 1}', b'{"question": "q", "history": "x"}',
        json.dumps({"question": "x" * 100_000}).encode(),
        json.dumps({"question": "q", "history": [{"question": "q", "answer": "a"}] * 21}).encode(),
    ],
)  # fmt: skip
def test_hostile_bodies_are_refused_in_one_shape(client: TestClient, door: ScriptedDoor, body: bytes) -> None:
    response = client.post("/v1/answers", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in {400, 422}
    assert set(response.json()) == {"code", "message", "hint"}
    assert len(response.text) < 1000
    assert door.asked == []


def test_a_question_of_the_longest_length_is_taken(client: TestClient) -> None:
    assert client.post("/v1/answers", json={"question": "x" * 4000}).status_code == 200
    assert client.post("/v1/answers", json={"question": "x" * 4001}).status_code == 422
