"""Clients that go away, come back, or don't read."""

import json
import queue
import socket
import threading
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import httpx
import pytest

from api.app import create_app
from api.queueing.asks import Asks
from api.queueing.buffer import MOST_CHARACTERS
from api.queueing.limits import Limits
from tests.api.doors import ScriptedDoor
from tests.api.live import running
from tests.api.queueing.conftest import Serve
from tests.api.queueing.model import LONG, PACE, HeldModel, settled
from tests.api.queueing.streams import WRITTEN, asking, going_on
from trag.types import AnswerEvent, Queued, Token, Turn


def test_a_client_that_leaves_stops_the_model_before_it_has_said_a_sentence(
    serve: Serve, model: HeldModel
) -> None:
    with serve(slots=1) as (http, _):
        with asking(http) as stream:
            stream.until("sources")
            model.begun.get(timeout=LONG)
            drawn = model.pieces
        model.ended.get(timeout=LONG)
        # On a quiet machine these are two or three pieces; how slow this one is must not matter.
        assert (model.pieces - drawn) * PACE < LONG


@pytest.mark.parametrize("path", ["/v1/answers", "/v1/chat/completions"])
def test_a_client_that_leaves_without_a_stream_stops_the_model_too(
    serve: Serve, model: HeldModel, path: str
) -> None:
    asked = {"model": "trag", "messages": [{"role": "user", "content": WRITTEN}]}
    with serve(slots=1) as (http, asks):
        where = urlsplit(str(http.base_url))
        body = json.dumps({"question": WRITTEN} if path == "/v1/answers" else asked).encode()
        with socket.create_connection((where.hostname, where.port)) as raw:
            raw.sendall(_request(path, body))
            model.begun.get(timeout=LONG)
        model.ended.get(timeout=LONG)
        assert http.get("/healthz").status_code == 200
        settled(asks)


def test_who_leaves_the_line_lets_the_others_move_up(serve: Serve, model: HeldModel) -> None:
    with serve(slots=1) as (http, _), asking(http):
        model.begun.get(timeout=LONG)
        with asking(http, caller="ann") as gone:
            gone.until("queued")
            stays = asking(http, caller="bob")
            other = stays.__enter__()
            assert other.until("queued").data == {"position": 2}
        assert other.until("queued").data == {"position": 1}
        model.let(2)
        assert other.rest()[-1].name == "done"
        stays.__exit__(None, None, None)
    assert model.begun.qsize() == 1  # the one that left never came to the model


def test_a_resumable_answer_goes_on_and_its_rest_can_be_read(serve: Serve, model: HeldModel) -> None:
    with serve(slots=1) as (http, _):
        with asking(http, caller="ann", resumable=True) as stream:
            last = stream.until("sources")
        model.let(1)
        with going_on(http, stream.answer_id, last.id, "ann") as rest:
            names = [told.name for told in rest.rest()]
        assert names == ["token", "verification", "done"]
        with going_on(http, stream.answer_id, caller="ann") as again:
            assert [told.name for told in again.rest()] == ["entities", "sources", *names]
        ids = [told.id for told in again.told]
        assert ids == [f"{stream.answer_id}:{number}" for number in range(1, 6)]
        assert again.told[-1].data["id"] == stream.answer_id


def test_only_who_asked_can_go_on_reading(serve: Serve, model: HeldModel) -> None:
    with serve(slots=1) as (http, _), asking(http, caller="ann") as stream:
        stream.until("sources")
        for caller in ({}, {"X-Caller": "bob"}):
            refused = http.get(f"/v1/answers/{stream.answer_id}/events", headers=caller)
            unknown = http.get("/v1/answers/0123/events", headers=caller)
            assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
            assert refused.json()["detail"].replace(stream.answer_id, "0123") == unknown.json()["detail"]
        model.let(1)
        stream.rest()


@pytest.mark.parametrize(
    ("last", "status"), [("x", 422), (":1", 422), ("{id}:", 422), ("{id}:²", 422), ("{id}:-1", 422),
                         ("{id}:99", 404), ("{id}:9999999999999", 422)],
)  # fmt: skip
def test_an_id_of_no_event_is_refused(serve: Serve, model: HeldModel, last: str, status: int) -> None:
    model.let(1)
    with serve() as (http, _), asking(http) as stream:
        stream.rest()
        sent = last.replace("{id}", stream.answer_id).encode()
        headers = [(b"Last-Event-ID", sent)]
        assert http.get(f"/v1/answers/{stream.answer_id}/events", headers=headers).status_code == status


def test_an_answer_that_was_left_shows_how_far_it_came(serve: Serve, model: HeldModel) -> None:
    with serve(slots=1) as (http, _):
        with asking(http) as stream:
            stream.until("sources")
            model.begun.get(timeout=LONG)
        model.ended.get(timeout=LONG)
        with going_on(http, stream.answer_id) as rest:
            assert [told.name for told in rest.rest()] == ["entities", "sources", "error"]
        assert rest.told[-1].data["code"] == "answer_stopped"


def test_a_resumable_answer_ends_when_nobody_comes_back(
    serve: Serve, model: HeldModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.queueing.run.GRACE_SECONDS", 0.05)
    with serve(slots=1) as (http, _):
        with asking(http, resumable=True) as stream:
            stream.until("sources")
            model.begun.get(timeout=LONG)
        model.ended.get(timeout=LONG)


def test_two_can_read_the_same_answer_and_one_may_leave(serve: Serve, model: HeldModel) -> None:
    with serve(slots=1) as (http, _), asking(http) as stream:
        stream.until("sources")
        with going_on(http, stream.answer_id) as second:
            second.until("sources")
        model.let(1)
        assert stream.rest()[-1].name == "done"


class Flood(ScriptedDoor):
    """A door whose answers never end, each piece of them long."""

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerEvent]:
        if question != "flood":
            yield from super().stream(question, history)
            return
        try:
            yield Queued(0)
            while True:
                yield Token("x" * 100_000)
        finally:
            self.stopped.set()


def test_a_client_that_does_not_read_costs_little_memory_and_frees_its_slot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("api.queueing.buffer.STALL_SECONDS", 0.5)
    door, most = Flood(), queue.SimpleQueue[int]()
    app = create_app(door, limits=Limits(slots=1))
    with running(app) as url, httpx.Client(base_url=url, trust_env=False, timeout=LONG) as http:
        where = urlsplit(url)
        with socket.socket() as raw:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            raw.connect((where.hostname, where.port))
            raw.sendall(_request("/v1/answers", json.dumps({"question": "flood", "stream": True}).encode()))
            watch = threading.Thread(target=_watch, args=(app.state.asks, door.stopped, most))
            watch.start()
            assert http.post("/v1/answers", json={"question": "q"}).status_code == 200  # meanwhile
            assert door.stopped.wait(LONG)
            watch.join(LONG)
            settled(app.state.asks)
    assert most.get() <= MOST_CHARACTERS + 200_000


def _watch(asks: Asks, stopped: threading.Event, most: "queue.SimpleQueue[int]") -> None:
    seen = 0
    while not stopped.wait(0.01):
        seen = max([seen, *(run.buffer.characters for run in list(asks._running))])
    most.put(seen)


def _request(path: str, body: bytes) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body
