import json
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.doors import ANSWER, CONTEXT, ScriptedDoor
from tests.api.live import running, wait_until
from trag.client import parse_events
from trag.errors import ModelMissingError
from trag.types import Turn


def events_of(text: str) -> list[tuple[str, Any]]:
    return [(name, json.loads(data)) for name, data in parse_events(text.split("\n"))]


def test_an_answer_has_exactly_the_keys_programs_score_by(client: TestClient) -> None:
    answer = client.post("/v1/answers", json={"question": "Who flies?"}).json()
    assert list(answer) == [
        "id", "question", "answer", "refused", "answered_by",
        "entities", "citations", "candidates", "tokens", "timings",
    ]  # fmt: skip
    assert answer["answer"] == ANSWER.text
    assert answer["citations"][0]["page"] == 3
    assert answer["citations"][1]["page"] is None
    assert list(answer["citations"][0]) == [
        "number", "file", "page", "quote", "heading", "document_id", "chunk_id",
    ]  # fmt: skip


def test_a_question_is_stripped_and_its_history_arrives_as_turns(
    client: TestClient, door: ScriptedDoor
) -> None:
    history = [{"question": "Who leads it?", "answer": "Ada."}]
    assert client.post("/v1/answers", json={"question": " Since when?\n", "history": history}).is_success
    assert door.asked == [("Since when?", [Turn("Who leads it?", "Ada.")])]


@pytest.mark.parametrize("how", ["accept", "body"])
def test_the_events_stream_in_order_when_asked_for(client: TestClient, how: str) -> None:
    headers = {"Accept": "text/event-stream"} if how == "accept" else {}
    body = {"question": "Who flies?", "stream": how == "body"}
    response = client.post("/v1/answers", json=body, headers=headers)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = events_of(response.text)
    assert [name for name, _ in events] == ["entities", "sources", "token", "verification", "done"]
    data = dict(events)
    assert data["token"] == {"text": "Nobody\r\n\r\ndata: [1]. ✈ \u2028"}
    assert data["verification"] == {"sentence": "Nobody [1].", "verdict": "supported", "sources": [1]}
    assert data["done"]["answer"] == ANSWER.text


def test_an_error_in_the_middle_of_a_stream_is_its_last_event(client: TestClient, door: ScriptedDoor) -> None:
    door.fail_with, door.fail_after = ModelMissingError("No model.", hint="Get one."), 3
    events = events_of(client.post("/v1/answers", json={"question": "q", "stream": True}).text)
    assert [name for name, _ in events] == ["entities", "sources", "token", "error"]
    assert events[-1][1].items() >= {"code": "model_missing", "detail": "No model.", "status": 503}.items()


def test_a_bug_in_a_stream_shows_nothing_of_itself(client: TestClient, door: ScriptedDoor) -> None:
    door.fail_with = ZeroDivisionError("secret detail")
    response = client.post("/v1/answers", json={"question": "q", "stream": True})
    assert events_of(response.text)[-1][0] == "error"
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_an_error_before_an_answer_has_its_status(client: TestClient, door: ScriptedDoor) -> None:
    door.fail_with = ModelMissingError("No model.", hint="Get one.")
    response = client.post("/v1/answers", json={"question": "q"})
    assert response.status_code == 503
    assert (
        response.json().items()
        >= {"code": "model_missing", "detail": "No model.", "hint": "Get one."}.items()
    )


def test_an_answer_that_never_ends_properly_is_an_error(client: TestClient, door: ScriptedDoor) -> None:
    door.events = door.events[:-1]
    assert client.post("/v1/answers", json={"question": "q"}).status_code == 502


@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_leaves_stops_the_model_at_once(door: ScriptedDoor, stream: bool) -> None:
    door.endless = True
    with running(create_app(door)) as url, httpx.Client(trust_env=False) as http:
        if stream:
            with http.stream("POST", f"{url}/v1/answers", json={"question": "q", "stream": True}) as answer:
                next(answer.iter_lines())
        else:
            with pytest.raises(httpx.ReadTimeout):
                http.post(f"{url}/v1/answers", json={"question": "q"}, timeout=0.5)
        assert wait_until(door.stopped, 2) < 1


def test_a_silent_model_does_not_hold_up_other_requests(door: ScriptedDoor) -> None:
    door.gate.clear()
    with running(create_app(door)) as url, httpx.Client(trust_env=False) as http:
        body = {"question": "q", "stream": True}
        with (
            http.stream("POST", f"{url}/v1/answers", json=body),
            http.stream("POST", f"{url}/v1/answers", json=body),
        ):
            assert http.get(f"{url}/healthz", timeout=2).is_success
        door.gate.set()
        wait_until(door.stopped, 2)


def test_a_silent_stream_shows_signs_of_life(door: ScriptedDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.streaming.PING_SECONDS", 0.1)
    door.gate.clear()
    with running(create_app(door)) as url, httpx.Client(trust_env=False) as http:
        with http.stream("POST", f"{url}/v1/answers", json={"question": "q", "stream": True}) as answer:
            assert next(answer.iter_lines()).startswith(":")
        door.gate.set()


def test_a_context_comes_without_a_model(client: TestClient) -> None:
    context = client.post("/v1/context", json={"question": "Who flies?"}).json()
    assert list(context)[:5] == ["id", "context", "tokens", "entities", "sources"]
    assert (context["context"], context["tokens"]) == (CONTEXT.text, 99)
    assert context["entities"] == ["unit:audit"]
