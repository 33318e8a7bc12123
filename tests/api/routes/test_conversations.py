"""Conversations and feedback over HTTP, kept for real behind a scripted door."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.conftest import OWNER_KEY
from tests.api.doors import ANSWER, DOCUMENT, EVENTS, ScriptedDoor
from tests.api.live import running, wait_until
from trag.catalog.catalog import Revision
from trag.client import parse_events
from trag.errors import ModelMissingError
from trag.questions.cases import read_cases
from trag.settings import load_settings
from trag.types import Done, Turn
from trag.workspace import Workspace

STRANGE = ["nobody", "-", "%00", "%ff", "1", "a%20b", "%27%20OR%201=1", "x" * 3000, "é", "null"]


def begin(client: TestClient, **body: str) -> str:
    response = client.post("/v1/conversations", json=body)
    assert response.status_code == 201
    return str(response.json()["conversation"]["id"])


def ask(client: TestClient, there: str, question: str = "Who flies?") -> Any:
    return client.post(f"/v1/conversations/{there}/messages", json={"question": question}).json()


def read(client: TestClient, there: str) -> Any:
    return client.get(f"/v1/conversations/{there}").json()


@pytest.fixture
def cited(door: ScriptedDoor) -> None:
    """The document that the scripted answer cites: the quotes of one that is gone are not kept."""
    revision = Revision(replace(DOCUMENT, file="travel/policy.pdf"), "s", "0" * 64)
    door.conversations._conversations._catalog.put_document(revision, [])


def events_of(text: str) -> list[tuple[str, Any]]:
    return [(name, json.loads(data)) for name, data in parse_events(text.split("\n"))]


def test_an_answer_has_the_keys_of_any_answer_and_the_id_of_its_message(
    client: TestClient, cited: None
) -> None:
    there = begin(client)
    answer = ask(client, there)
    (message,) = read(client, there)["messages"]
    assert answer == message["answer"]
    assert (answer["id"], answer["answer"]) == (message["id"], ANSWER.text)
    assert (message["state"], message["position"], message["feedback"]) == ("answered", 1, None)


@pytest.mark.parametrize("how", ["accept", "body"])
def test_a_stream_begins_with_the_message_and_ends_with_its_answer(
    client: TestClient, cited: None, how: str
) -> None:
    there = begin(client)
    response = client.post(
        f"/v1/conversations/{there}/messages",
        json={"question": " Who flies? ", "stream": how == "body"},
        headers={"Accept": "text/event-stream"} if how == "accept" else {},
    )
    events = events_of(response.text)
    assert [name for name, _ in events] == ["message", "entities", "sources", "token", "verification", "done"]
    begun, done = events[0][1], events[-1][1]
    assert begun == {"id": done["id"], "conversation_id": there, "position": 1, "question": "Who flies?"}
    assert read(client, there)["messages"][0]["answer"] == done


def test_earlier_turns_go_with_a_question_as_far_as_they_fit(client: TestClient, door: ScriptedDoor) -> None:
    there = begin(client)
    for number in range(25):
        ask(client, there, f"q{number}")
    assert door.asked[0] == ("q0", [])
    assert door.asked[-1] == ("q24", [Turn(f"q{number}", ANSWER.text) for number in range(4, 24)])
    long = begin(client)
    for number in range(8):
        ask(client, long, f"{number}" + "x" * 3999)
    assert [turn.question[0] for turn in door.asked[-1][1]] == ["3", "4", "5", "6"]


def test_another_conversation_is_no_history(client: TestClient, door: ScriptedDoor) -> None:
    ask(client, begin(client), "secret")
    ask(client, begin(client), "q")
    assert door.asked[-1] == ("q", [])


def test_the_first_question_becomes_the_title(client: TestClient) -> None:
    there = begin(client)
    ask(client, there, "<b>How</b>\nlong " + "very " * 30 + "long?")
    title = read(client, there)["conversation"]["title"]
    assert title.startswith("<b>How</b> long very")
    assert title.endswith("very\u2026")
    ask(client, there, "Another?")
    assert read(client, there)["conversation"]["title"] == title


def test_conversations_come_page_by_page_the_newest_first(client: TestClient) -> None:
    made = [begin(client, title=f"c{number}") for number in range(5)][::-1]
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get("/v1/conversations", params={"limit": 2, "cursor": cursor}).json()
        found += [one["id"] for one in page["conversations"]]
        cursor = page["next_cursor"]
        begin(client, title="later")  # what comes meanwhile moves nothing
    assert found == made
    assert client.get("/v1/conversations?cursor=nonsense").json()["code"] == "bad_cursor"


def test_messages_come_page_by_page_in_order(client: TestClient) -> None:
    there = begin(client)
    for number in range(5):
        ask(client, there, f"q{number}")
    first = client.get(f"/v1/conversations/{there}?limit=3").json()
    rest = client.get(f"/v1/conversations/{there}?cursor={first['next_cursor']}").json()
    questions = [one["question"] for one in first["messages"] + rest["messages"]]
    assert questions == [f"q{number}" for number in range(5)]
    assert rest["next_cursor"] is None
    other = client.get(f"/v1/conversations/{begin(client)}?cursor={first['next_cursor']}")
    assert other.json()["code"] == "bad_cursor"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "before=-1", f"before={2**31}", f"search={'x' * 201}"]
)
def test_a_page_has_its_limits(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/conversations?{query}").status_code == 422


@pytest.mark.parametrize("search", [".*", "%", "_", "(", "[a-z]+", "\\", "'", '"', "c* OR d", "\u202e"])
def test_a_search_takes_every_sign_as_itself(client: TestClient, search: str) -> None:
    begin(client, title="plain")
    there = begin(client)
    ask(client, there, f"What is a {search} b?")
    found = client.get("/v1/conversations", params={"search": search}).json()["conversations"]
    assert [one["id"] for one in found] == [there]


def test_a_conversation_is_renamed(client: TestClient) -> None:
    there = begin(client)
    path = f"/v1/conversations/{there}"
    assert client.patch(path, json={"title": " a\nb "}).json()["conversation"]["title"] == "a b"
    for bad in ("", " ", "\u200b\u202e", "\u0000", "x" * 5000, None, 5):
        assert client.patch(path, json={"title": bad}).status_code == 422
    long = client.patch(path, json={"title": "x" * 999}).json()["conversation"]["title"]
    assert long == "x" * 200


def test_what_is_deleted_is_gone(client: TestClient) -> None:
    there = begin(client)
    message_id = ask(client, there)["id"]
    client.post(f"/v1/messages/{message_id}/feedback", json={"verdict": "up"})
    response = client.delete(f"/v1/conversations/{there}")
    assert (response.status_code, response.content) == (204, b"")
    for method, path, body in routes(there, message_id):
        assert client.request(method, path, json=body).status_code == 404
    assert client.get("/v1/conversations").json()["conversations"] == []
    assert client.get("/v1/feedback").json()["feedback"] == []


@pytest.mark.parametrize("strange", STRANGE)
def test_an_id_nobody_has_is_not_found_whatever_it_looks_like(
    client: TestClient, door: ScriptedDoor, strange: str
) -> None:
    for method, path, body in routes(strange, strange):
        response = client.request(method, path, json=body)
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"
    assert door.asked == []


def routes(there: str, message_id: str) -> list[tuple[str, str, object]]:
    return [
        ("GET", f"/v1/conversations/{there}", None),
        ("PATCH", f"/v1/conversations/{there}", {"title": "x"}),
        ("DELETE", f"/v1/conversations/{there}", {}),
        ("GET", f"/v1/conversations/{there}/export", None),
        ("POST", f"/v1/conversations/{there}/messages", {"question": "q"}),
        ("POST", f"/v1/conversations/{there}/messages", {"question": "q", "stream": True}),
        ("POST", f"/v1/messages/{message_id}/feedback", {"verdict": "up"}),
        ("DELETE", f"/v1/messages/{message_id}/feedback", {}),
    ]


def test_feedback_is_given_listed_and_withdrawn(client: TestClient) -> None:
    there = begin(client)
    ids = [ask(client, there, f"q{number}")["id"] for number in range(3)]
    for message_id in ids:
        client.post(f"/v1/messages/{message_id}/feedback", json={"verdict": "down", "reason": "<b>no</b>"})
    page = client.get("/v1/feedback?limit=2").json()
    assert [one["feedback"]["message_id"] for one in page["feedback"]] == [ids[2], ids[1]]
    assert page["feedback"][0] | {"feedback": None} == {
        "feedback": None, "conversation_id": there, "question": "q2", "answer": ANSWER.text,
    }  # fmt: skip
    rest = client.get(f"/v1/feedback?cursor={page['next_cursor']}").json()
    assert [one["feedback"]["message_id"] for one in rest["feedback"]] == [ids[0]]
    assert client.delete(f"/v1/messages/{ids[0]}/feedback").status_code == 204
    assert read(client, there)["messages"][0]["feedback"] is None
    assert read(client, there)["messages"][1]["feedback"]["reason"] == "<b>no</b>"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"verdict": "maybe"},
        {"verdict": "up", "reason": "x" * 4001},
        {"verdict": "up", "corrected_answer": "x" * 20_001},
        {"verdict": "up", "reason": "a\x00b"},
        {"verdict": "up", "more": 1},
    ],
)
def test_feedback_of_a_wrong_shape_is_refused(client: TestClient, body: dict[str, object]) -> None:
    message_id = ask(client, begin(client))["id"]
    assert client.post(f"/v1/messages/{message_id}/feedback", json=body).status_code == 422
    assert client.get("/v1/feedback").json()["feedback"] == []


def test_corrections_are_exported_as_cases(client: TestClient, tmp_path: Path) -> None:
    there = begin(client)
    corrections = ["It is 16\nweeks.", "The documents do not tell.", ""]
    for number, correction in enumerate(corrections):
        message_id = ask(client, there, f"q{number}\u2028")["id"]
        body = {"verdict": "down", "corrected_answer": correction}
        assert client.post(f"/v1/messages/{message_id}/feedback", json=body).status_code == 200
    response = client.get("/v1/feedback/export")
    assert response.headers["content-disposition"] == 'attachment; filename="feedback.jsonl"'
    (tmp_path / "feedback.jsonl").write_text(response.text)
    refused, answered = read_cases(tmp_path / "feedback.jsonl")
    assert (answered.question, answered.answer, answered.review) == ("q0", "It is 16 weeks.", "open")
    assert answered.must_include == (("It is 16 weeks.",),)
    assert (refused.type, refused.must_include) == ("unanswerable", ())


def test_an_export_is_a_file_with_everything_in_it(client: TestClient) -> None:
    there = begin(client, title='</title>"; x=\r\n.md')
    for number in range(3):
        ask(client, there, f"q{number}")
    exported = client.get(f"/v1/conversations/{there}/export?format=json")
    assert exported.headers["content-disposition"] == 'attachment; filename="conversation.json"'
    assert exported.json()["messages"] == read(client, there)["messages"]
    text = client.get(f"/v1/conversations/{there}/export")
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert text.text.count("## Question") == 3
    assert client.get(f"/v1/conversations/{there}/export?format=exe").status_code == 422


def test_an_error_ends_the_stream_and_is_kept(client: TestClient, door: ScriptedDoor) -> None:
    door.fail_with, door.fail_after = ModelMissingError("No model.", hint="Get one."), 3
    there = begin(client)
    response = client.post(f"/v1/conversations/{there}/messages", json={"question": "q", "stream": True})
    assert [name for name, _ in events_of(response.text)][-2:] == ["token", "error"]
    assert ask(client, there)["code"] == "model_missing"
    first, second = read(client, there)["messages"]
    assert (first["state"], first["error"]) == (second["state"], second["error"]) == ("failed", "No model.")
    assert first["answer"]["answer"].startswith("Nobody")


def test_a_client_that_leaves_leaves_what_it_was_shown(door: ScriptedDoor) -> None:
    door.endless = True
    with running(create_app(door)) as url, httpx.Client(base_url=url) as http:
        there = http.post("/v1/conversations", json={}).json()["conversation"]["id"]
        path, body = f"/v1/conversations/{there}/messages", {"question": "q", "stream": True}
        with http.stream("POST", path, json=body) as response:
            lines = response.iter_lines()
            assert any('"on and on ' in line for line in lines)
            assert states(door, there) == ["running"]
        wait_until(door.stopped, 2)
        (message,) = settled(door, there)
    assert message.state == "stopped"
    assert message.answer.text.startswith("on and on")


def test_deleting_a_conversation_stops_its_answer_with_a_clear_error(door: ScriptedDoor) -> None:
    door.endless = True
    with running(create_app(door)) as url, httpx.Client(base_url=url) as http:
        there = http.post("/v1/conversations", json={}).json()["conversation"]["id"]
        path, body = f"/v1/conversations/{there}/messages", {"question": "q", "stream": True}
        with http.stream("POST", path, json=body) as response:
            lines = response.iter_lines()
            assert any('"on and on ' in line for line in lines)
            assert httpx.delete(f"{url}/v1/conversations/{there}").status_code == 204
            name, data = list(parse_events(lines))[-1]
        wait_until(door.stopped, 2)
    assert (name, json.loads(data)["code"]) == ("error", "conversation")
    assert "was deleted while" in json.loads(data)["detail"]
    assert door.conversations.page() == []


def test_a_conversation_deleted_at_the_very_end_is_told_too(client: TestClient, door: ScriptedDoor) -> None:
    there = begin(client)

    class LastMoment(list[Any]):
        def __iter__(self) -> Iterator[Any]:
            for event in EVENTS:
                if isinstance(event, Done):
                    # Past the stop of what runs: as if it was deleted right before the end is written.
                    door.conversations._conversations.delete(there)
                yield event

    door.events = LastMoment(EVENTS)
    assert ask(client, there)["code"] == "conversation"


def test_two_questions_at_once_keep_their_order(door: ScriptedDoor) -> None:
    door.gate.clear()
    with running(create_app(door)) as url:
        there = door.conversations.create().id
        asked = [
            threading.Thread(
                target=httpx.post,
                args=(f"{url}/v1/conversations/{there}/messages",),
                kwargs={"json": {"question": f"q{number}"}},
            )
            for number in range(2)
        ]
        for number, thread in enumerate(asked):
            thread.start()
            until(lambda number=number: len(states(door, there)) == number + 1)
        assert states(door, there) == ["running", "running"]
        door.gate.set()
        for thread in asked:
            thread.join()
    found = door.conversations.messages(there)
    assert [(one.question, one.position, one.state) for one in found] == [
        ("q0", 1, "answered"),
        ("q1", 2, "answered"),
    ]
    assert [turns for _, turns in door.asked] == [[], []]


def states(door: ScriptedDoor, there: str) -> list[str]:
    return [one.state for one in door.conversations.messages(there)]


def settled(door: ScriptedDoor, there: str) -> Any:
    until(lambda: "running" not in states(door, there))
    return door.conversations.messages(there)


def until(true: Any) -> None:
    for _ in range(500):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it did not happen in five seconds")


@pytest.mark.parametrize("key", ["", OWNER_KEY])
def test_ones_own_notes_need_no_key_here_but_what_is_like_them_does(door: ScriptedDoor, key: str) -> None:
    client = TestClient(create_app(door, owner_key=key), base_url="http://localhost")
    for method, path, body in [("POST", "/v1/conversations", {}), *routes("x", "y")]:
        assert client.request(method, path, json=body).status_code in {201, 404}
    for path in ("conversations/a/b", "conversations/..%2f..", "messages/a", "messages/a%2fb/feedback"):
        assert client.post(f"/v1/{path}", json={}).status_code == 401


def test_with_an_api_key_all_of_it_needs_one(door: ScriptedDoor) -> None:
    client = TestClient(create_app(door, api_key=OWNER_KEY), base_url="http://localhost")
    there = door.conversations.create().id
    for method, path, body in [("GET", "/v1/feedback", None), ("GET", "/v1/feedback/export", None)]:
        assert client.request(method, path, json=body).status_code == 401
    for method, path, body in routes(there, there):
        assert client.request(method, path, json=body).status_code == 401
    assert len(door.conversations.page()) == 1


def test_another_sites_page_can_delete_nothing(client: TestClient) -> None:
    there = begin(client)
    headers = {"Origin": "https://evil.example"}
    assert client.delete(f"/v1/conversations/{there}", headers=headers).status_code == 403
    assert read(client, there)["conversation"]["id"] == there


def test_the_whole_of_it_on_a_real_workspace(tmp_path: Path) -> None:
    (tmp_path / "leave.md").write_text("# Leave\n\nParental leave is 16 weeks.\n")
    with Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace:
        list(workspace.ingest(tmp_path / "leave.md"))
        client = TestClient(create_app(workspace), base_url="http://localhost")
        there = begin(client)
        answer = ask(client, there, "How many weeks is parental leave?")
        assert answer["citations"][0]["file"] == "leave.md"
        text = client.get(f"/v1/conversations/{there}/export").text
        assert "\\[1\\] leave.md" in text
        assert client.delete(f"/v1/conversations/{there}").status_code == 204
        assert client.get("/v1/conversations").json()["conversations"] == []
