import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.app import create_app
from tests.api.doors import (
    CHECKS,
    CHUNKS,
    CONTEXT,
    DOCUMENT,
    EVENTS,
    INGEST_EVENTS,
    REINDEX_EVENTS,
    TREE,
    ScriptedDoor,
)
from tests.api.live import running, wait_until
from trag.client import Client, parse_events
from trag.errors import ApiError, DiskFullError, ModelMissingError, TreeError
from trag.protocols import Door
from trag.types import Token, Turn

KEY = "k" * 12 + "0123456789abcdef"


@pytest.fixture
def door() -> ScriptedDoor:
    return ScriptedDoor()


@pytest.fixture
def client(door: ScriptedDoor) -> Iterator[Client]:
    with running(create_app(door, owner_key=KEY)) as url:
        client = Client(url, KEY)
        yield client
        client.close()


@contextmanager
def answering(*pieces: bytes) -> Iterator[str]:
    """A server that sends these bytes to whoever comes, whatever they ask, and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            for piece in pieces:
                connection.sendall(piece)
            # Closed with something unread, the connection would break instead of ending.
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        thread.join(5)
        listener.close()


def test_the_client_is_a_door(client: Client) -> None:
    door: Door = client
    assert door.documents() == [DOCUMENT]


def test_every_event_comes_back_as_it_was(client: Client, door: ScriptedDoor) -> None:
    history = [Turn("Who leads it?", "Ada.")]
    assert tuple(client.stream("Who flies?", history)) == EVENTS
    assert door.asked == [("Who flies?", history)]


def test_every_event_of_a_reindex_comes_back(client: Client) -> None:
    assert tuple(client.reindex()) == REINDEX_EVENTS


def test_every_event_of_an_ingest_comes_back(client: Client, door: ScriptedDoor) -> None:
    assert tuple(client.ingest(Path("documents"))) == INGEST_EVENTS
    assert door.asked == [(str(Path.cwd() / "documents"), [])]


def test_every_value_comes_back_as_it_was(client: Client) -> None:
    assert client.context("Who flies?") == CONTEXT
    assert client.passages("d1") == CHUNKS
    assert client.checks() == CHECKS
    assert client.tree() is None
    assert client.export_tree() is None
    assert client.import_tree("a: 1\r\n\u2028", "org.yaml") == TREE
    assert client.export_tree() == ("a: 1\r\n\u2028", "org.yaml")
    assert client.tree() == TREE
    assert client.tree_versions() == [TREE]
    assert client.tree_text(TREE.version) == ("a: 1\r\n\u2028", "org.yaml")
    assert client.tree_text(TREE.version + 1) is None
    assert client.roll_back_tree(1) == TREE


def test_an_original_is_copied_and_the_copy_goes_with_the_client(
    client: Client, door: ScriptedDoor, tmp_path: Path
) -> None:
    (tmp_path / "stored").write_bytes(bytes(range(256)) * 1000)
    door.originals["d1"] = tmp_path / "stored"
    copy = client.original("d1")
    assert copy is not None
    assert copy.read_bytes() == (tmp_path / "stored").read_bytes()
    client.close()
    assert not copy.exists()


@pytest.mark.parametrize("document_id", ["nobody", "../../etc/passwd", "a/b", "..", "d1?x#y", "%2e%2e"])
def test_a_document_nobody_knows_is_empty(client: Client, document_id: str) -> None:
    assert client.passages(document_id) == []
    assert client.original(document_id) is None


def test_errors_come_back_as_themselves(client: Client, door: ScriptedDoor) -> None:
    door.fail_with = TreeError("org.yaml has problems:", ("line 3: no id",), hint="Mend it.")
    with pytest.raises(TreeError) as caught:
        client.import_tree("x", "org.yaml")
    assert caught.value.problems == ("line 3: no id",)
    assert str(caught.value) == str(door.fail_with)


def test_errors_in_a_stream_come_back_as_themselves(client: Client, door: ScriptedDoor) -> None:
    door.fail_with, door.fail_after = ModelMissingError("No model.", hint="Get one."), 2
    events = client.stream("q")
    assert [next(events), next(events)] == list(EVENTS[:2])
    with pytest.raises(ModelMissingError, match=r"No model\.\nGet one\."):
        next(events)
    door.fail_with, door.fail_after = DiskFullError("No room."), 0
    with pytest.raises(DiskFullError):
        list(client.ingest(Path("/srv")))


def test_closing_the_iterator_stops_the_model(client: Client, door: ScriptedDoor) -> None:
    door.endless = True
    events = client.stream("q")
    assert isinstance(next(events), Token)
    events.close()  # type: ignore[attr-defined]
    assert wait_until(door.stopped, 2) < 1


def test_a_wrong_key_is_said_to_be_wrong(door: ScriptedDoor) -> None:
    with running(create_app(door, api_key=KEY)) as url:
        client = Client(url, "wrong")
        with pytest.raises(ApiError, match="valid key") as caught:
            client.documents()
        client.close()
    assert (caught.value.code, caught.value.status) == ("unauthorised", 401)


def test_a_question_that_is_too_long_is_refused_with_the_reason(client: Client) -> None:
    with pytest.raises(ApiError, match=r"question.*4000") as caught:
        list(client.stream("x" * 5000))
    assert caught.value.code == "invalid_request"


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    client = Client(f"http://127.0.0.1:{port}")
    with pytest.raises(ApiError, match=rf"127\.0\.0\.1:{port} can't be reached"):
        client.documents()
    client.close()


def test_a_server_that_dies_in_the_middle_is_said_to_be_gone() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    body = b'event: token\ndata: {"text": "So"}\n\n'
    with answering(head, b"%x\r\n%s\r\n" % (len(body), body)) as url:
        client = Client(url)
        events = client.stream("q")
        assert next(events) == Token("So")
        with pytest.raises(ApiError, match="went away"):
            next(events)
        client.close()


def test_a_stream_without_its_last_event_is_no_whole_answer() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    with answering(head, b'event: token\ndata: {"text": "So"}\n\n') as url:
        client = Client(url)
        with pytest.raises(ApiError, match="before it was complete"):
            list(client.stream("q"))
        client.close()


def test_a_silent_server_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = Client(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.2)
        start = time.monotonic()
        with pytest.raises(ApiError, match=r"silent for 0\.2 seconds"):
            client.documents()
        assert time.monotonic() - start < 20
        client.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n<html/>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b'HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{"documents": [1]}',
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 7\r\n\r\n<html/>",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
    ],
)
def test_a_server_that_is_not_trag_is_no_crash(answer: bytes) -> None:
    with answering(answer) as url:
        client = Client(url, KEY)
        with pytest.raises(ApiError):
            client.documents()
        client.close()


def test_a_redirect_is_not_followed_so_the_key_stays_where_it_belongs(door: ScriptedDoor) -> None:
    with running(create_app(door)) as other:
        head = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {other}/v1/context\r\nContent-Length: 0\r\n\r\n"
        with answering(head.encode()) as url:
            client = Client(url, KEY)
            with pytest.raises(ApiError, match="307"):
                client.context("q")
            client.close()
    assert door.asked == []


@pytest.mark.parametrize("url", ["", "no address", "http://[", "ftp://127.0.0.1/", "http://127.0.0.1:99999"])
def test_a_nonsense_address_is_no_crash(url: str) -> None:
    client = Client(url)
    with pytest.raises(ApiError):
        client.documents()
    client.close()


def test_events_are_read_by_the_standard() -> None:
    lines = [
        ": ping", "", "event: token", "data: a", "data: b", "", "data:c", "", "event: lost", "",
        "id: 7", "retry: 1", "data", "data: : d", "", "event: unfinished", "data: x",
    ]  # fmt: skip
    assert list(parse_events(lines)) == [("token", "a\nb"), ("message", "c"), ("message", "\n: d")]
