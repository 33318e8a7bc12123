"""A reader's requests to every address that tells something, and their answers made comparable."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from starlette.testclient import TestClient

Shown = tuple[str, int, str]
# What differs from run to run whatever is asked: times, and names drawn by lot.
_CHANCE = (
    (re.compile(r"urn:trag:request:[0-9a-f]+"), "REQUEST"),
    (re.compile(r'"timings": ?\{[^}]*\}'), '"timings":{}'),
    (re.compile(r'"(created|seconds|speed|rate|seconds_left)": ?([0-9.]+|null)'), "SECONDS"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d\\?:\d\d\\?:\d\d[.\d]*(Z|\+00\\?:00)"), "TIME"),
    (re.compile(r"\b(chatcmpl-)?[0-9a-f]{32}\b"), "ANSWER"),
)


def asked_everywhere(
    client: TestClient, headers: dict[str, str], ids: Sequence[str], questions: Sequence[str]
) -> Iterator[Shown]:
    """Each request with its status and body; `ids` are documents, readable or not or nobody's."""
    for method, path, body in [*_read(ids), *_asked(questions), *_changes(ids)]:
        response = client.request(method, path, json=body, headers=headers)
        yield f"{method} {path} {body}", response.status_code, comparable(response.text)
    yield from _conversation(client, headers, questions)


def comparable(text: str) -> str:
    for pattern, instead in _CHANCE:
        text = pattern.sub(instead, text)
    return text


def _read(ids: Sequence[str]) -> Iterator[tuple[str, str, Any]]:
    for path in ("", "?limit=1", "?q=xqzsecret", "?q=nothing", "?format=md"):
        yield "GET", f"/v1/documents{path}", None
    for one in ids:
        for part in ("", "/passages", "/passages?limit=1", "/versions", "/original", "/original?version=1"):
            yield "GET", f"/v1/documents/{one}{part}", None
        yield "GET", f"/v1/documents/{one}/pages/1", None
    tree = ("", "/outline", "/file", "/versions", "/versions/1", "/search?q=pay", "/nodes/pay", "/nodes/no")
    for path in (*(f"/v1/tree{part}" for part in tree), "/v1/feedback", "/v1/status", "/v1/verify"):
        yield "GET", path, None
    yield from (("GET", path, None) for path in ("/v1/jobs", "/v1/jobs/1", "/v1/models", "/readyz"))


def _asked(questions: Sequence[str]) -> Iterator[tuple[str, str, Any]]:
    for question in questions:
        yield "POST", "/v1/search", {"question": question, "limit": 50}
        yield "POST", "/v1/search", {"question": question, "limit": 1}
        yield "POST", "/v1/context", {"question": question}
        yield "POST", "/v1/answers", {"question": question}
        yield "POST", "/v1/answers", {"question": question, "stream": True}
        chat = {"model": "trag", "messages": [{"role": "user", "content": question}]}
        yield "POST", "/v1/chat/completions", chat
        yield "POST", "/v1/chat/completions", {**chat, "stream": True}


def _changes(ids: Sequence[str]) -> Iterator[tuple[str, str, Any]]:
    for one in ids:
        yield "DELETE", f"/v1/documents/{one}", None
        yield "POST", "/v1/documents/delete", {"names": [one]}
    yield "POST", "/v1/ingest/plan", {"path": "/"}
    yield "POST", "/v1/jobs", {"path": "/"}
    yield "PUT", "/v1/tree", {"text": "name: X", "file": "x.yaml"}


def _conversation(client: TestClient, headers: dict[str, str], questions: Sequence[str]) -> Iterator[Shown]:
    begun = client.post("/v1/conversations", json={}, headers=headers).json()["conversation"]["id"]
    address = f"/v1/conversations/{begun}"
    known = [begun]

    def told(method: str, path: str, body: Any = None) -> Shown:
        response = client.request(method, path, json=body, headers=headers)
        path, text = f"{method} {path}", comparable(response.text)
        for number, one in enumerate(known):
            path, text = path.replace(one, f"ID{number}"), text.replace(one, f"ID{number}")
        return path, response.status_code, text

    for question in questions:
        asked = client.post(f"{address}/messages", json={"question": question}, headers=headers)
        known.append(asked.json()["id"])
        yield "ask", asked.status_code, comparable(asked.text).replace(known[-1], f"ID{len(known) - 1}")
        judged = {"verdict": "down", "corrected_answer": "No."}
        yield told("POST", f"/v1/messages/{known[-1]}/feedback", judged)
    for path in (address, f"{address}/export", f"{address}/export?format=json", "/v1/feedback"):
        yield told("GET", path)
    yield told("GET", "/v1/conversations")
    yield told("GET", "/v1/conversations?search=rule")
