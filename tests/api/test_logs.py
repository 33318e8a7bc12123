"""The log: what each line tells, and that a secret planted everywhere stands in none of them."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.logs import JsonLines, Lines, PlainLines, kinds, set_up_logs
from api.request_ids import RequestIdFilter
from tests.api.doors import ScriptedDoor
from trag.errors import ModelRequestError
from trag.settings import load_settings
from trag.workspace import Workspace

SECRET = "zebrafinch"  # noqa: S105 - a word that nothing but the tests' own texts holds
KEY = "owner-key-of-this-run-0123456789"
OWNER = {"Authorization": f"Bearer {KEY}"}
Open = Callable[[Lines], io.StringIO]


@pytest.fixture
def written() -> Iterator[Open]:
    """Lets the whole log of this process be written as `serve` writes it, and gives the text."""
    root, ours, added = logging.getLogger(), logging.getLogger("trag"), list[logging.Handler]()
    levels = root.level, ours.level

    def begin(lines: Lines) -> io.StringIO:
        text = io.StringIO()
        handler = logging.StreamHandler(text)
        handler.addFilter(RequestIdFilter())
        handler.setFormatter(lines)
        root.addHandler(handler)
        added.append(handler)
        set_up_logs("json", "info")
        return text

    yield begin
    for handler in added:
        root.removeHandler(handler)
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace:
        yield workspace


def lines(text: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.getvalue().splitlines()]


def record(name: str = "trag.api", message: str = "said", *args: object, **more: Any) -> logging.LogRecord:
    return logging.LogRecord(name, logging.WARNING, "/x/api/y.py", 7, message, args, more.get("exc_info"))


def test_a_request_is_a_line_with_its_id_caller_route_status_and_time(
    door: ScriptedDoor, written: Open
) -> None:
    text = written(JsonLines())
    client = TestClient(create_app(door, owner_key=KEY), base_url="http://127.0.0.1")
    client.get("/v1/documents/d1", headers={"X-Request-Id": "my-1", **OWNER})
    client.get("/healthz")
    (line,) = lines(text)
    assert (line["request"], line["caller"], line["logger"]) == ("my-1", "owner", "trag.requests")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/documents/{document_id}", 200)
    assert line["ms"] >= 0
    assert line["level"] == "info"
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize("shape", [JsonLines, PlainLines])
def test_a_secret_in_questions_documents_and_names_stands_in_no_line(
    workspace: Workspace, written: Open, shape: type[Lines]
) -> None:
    text = written(shape())
    client = TestClient(create_app(workspace, owner_key=KEY), base_url="http://127.0.0.1", headers=OWNER)
    body = f"# {SECRET}\n\nThe {SECRET} sings for 16 weeks.\n".encode()
    sent = {f"{SECRET}.md": body, f"{SECRET}.pdf": b"%PDF-1.7 " + body, f"{SECRET}.exe": body}
    files = [("files", (name, content)) for name, content in sent.items()]
    assert client.post("/v1/documents", files=files).status_code == 202
    workspace.jobs.work_off()
    question = f"How many weeks does the {SECRET} sing?"
    answered = client.post("/v1/answers", json={"question": question}).json()
    assert SECRET in answered["citations"][0]["quote"]
    assert SECRET in client.post("/v1/answers", json={"question": question, "stream": True}).text
    chat = {"model": "trag", "messages": [{"role": "user", "content": question}]}
    assert SECRET in client.post("/v1/chat/completions", json=chat).text
    begun = client.post("/v1/conversations", json={"title": SECRET}).json()
    client.post(f"/v1/conversations/{begun['conversation']['id']}/messages", json={"question": question})
    for path in (f"/v1/documents/{SECRET}", f"/v1/{SECRET}", f"/v1/documents?q={SECRET}", f"/{SECRET}"):
        client.get(path)
    for path in ("/v1/search", "/v1/context", "/v1/answers", "/v1/documents/delete", "/v1/tree"):
        client.post(path, json={"question": question, "names": [SECRET], SECRET: SECRET})
    client.get("/v1/jobs", headers={"Authorization": f"Bearer {SECRET}", "X-Request-Id": f"{SECRET}/1"})
    assert client.delete(f"/v1/documents/{answered['citations'][0]['document_id']}").status_code == 200
    assert "/v1/documents/{document_id}" in text.getvalue()
    assert SECRET not in text.getvalue()


@pytest.mark.parametrize("shape", [JsonLines, PlainLines])
def test_an_error_that_quotes_a_question_is_told_by_its_kind_and_place(
    door: ScriptedDoor, written: Open, shape: type[Lines]
) -> None:
    text = written(shape())
    client = TestClient(create_app(door, owner_key=KEY), base_url="http://127.0.0.1", headers=OWNER)
    door.fail_with = ZeroDivisionError(f"can't divide {SECRET}")
    assert client.post("/v1/answers", json={"question": "q"}).status_code == 500
    assert client.get(f"/v1/documents/{SECRET}").status_code == 500
    door.fail_with = ModelRequestError(f"The prompt is too long: {SECRET}")
    assert client.post("/v1/answers", json={"question": "q"}).status_code == 502
    log = text.getvalue()
    assert "ZeroDivisionError at tests/api/doors.py" in log
    assert "POST /v1/answers gives model_request: The model server refused, failed or went away" in log
    assert SECRET not in log


def test_for_debugging_all_is_told() -> None:
    error = ValueError(SECRET)
    told = record("library", "read %s", SECRET, exc_info=(ValueError, error, None))
    assert f"read {SECRET}" in PlainLines(tells_all=True).format(told)
    assert f"ValueError: {SECRET}" in PlainLines(tells_all=True).format(told)
    assert f"ValueError: {SECRET}" in json.loads(JsonLines(tells_all=True).format(told))["exception"]


def test_of_a_library_it_is_told_that_it_said_something_and_where() -> None:
    told = json.loads(JsonLines().format(record("pdf.reader", f"odd text {SECRET}")))
    assert told["message"] == "a message of pdf.reader, y:7; log_level=debug tells it"
    assert (
        json.loads(JsonLines().format(record("uvicorn.error", "Shutting down")))["message"] == "Shutting down"
    )


@pytest.mark.parametrize("shape", [JsonLines, PlainLines])
def test_nothing_that_is_told_ends_its_line(shape: type[Lines]) -> None:
    line = shape().format(record("trag.api", "one\ntwo\r\u2028three\x1b[31m"))
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


def test_an_exception_is_told_with_what_caused_it_and_where() -> None:
    def inner() -> None:
        raise KeyError(SECRET)

    try:
        try:
            inner()
        except KeyError as exc:
            raise RuntimeError(SECRET) from exc
    except RuntimeError as exc:
        told = kinds(exc)
    assert told.startswith("RuntimeError at tests/api/test_logs.py:")
    assert ", from KeyError at " in told
    assert " inner < " in told
    assert SECRET not in told
