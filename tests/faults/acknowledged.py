"""What clients wrote to a server that ends suddenly: exactly what it acknowledged, and with which keys."""

import json
import threading
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.api.queueing.streams import Stream

QUESTION = "How many weeks is parental leave? <{number}.{count}>"


@dataclass
class Writes:
    """Acknowledged: conversations, messages with their answers, feedback, and uploads by their key."""

    conversations: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    conversation_of: dict[str, str] = field(default_factory=dict)
    feedback: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, int] = field(default_factory=dict)
    tried_uploads: set[str] = field(default_factory=set)

    def count(self) -> int:
        """All that was acknowledged."""
        return len(self.conversations) + len(self.answers) + len(self.feedback) + len(self.uploads)


class Writer(threading.Thread):
    """Writes on and on until the server is gone, and keeps what it was told."""

    def __init__(self, url: str, key: str, number: int, written: threading.Semaphore) -> None:
        super().__init__(daemon=True)
        self.writes = Writes()
        self.refusals: list[str] = []
        self._number, self._written = number, written
        headers = {"Authorization": f"Bearer {key}"}
        self._http = httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=60)

    def run(self) -> None:
        """Write until nobody answers."""
        count = 0
        try:
            while not self.refusals:
                count += 1
                self._round(count)
        except (httpx.HTTPError, StopIteration):
            pass  # the server was killed
        finally:
            self._http.close()

    def _round(self, count: int) -> None:
        title = f"conversation {self._number}.{count}"
        conversation = str(self._post("/v1/conversations", {"title": title})["conversation"]["id"])
        self._note(self.writes.conversations, conversation, title)
        message = self._ask(conversation, count)
        self._post(f"/v1/messages/{message}/feedback", {"verdict": "up", "reason": title})
        self._note(self.writes.feedback, message, title)
        key = f"upload-{self._number}-{count}"
        self.writes.tried_uploads.add(key)
        response = send(self._http, key)
        self._refuse(response)
        self._note(self.writes.uploads, key, response.json()["job"]["id"])

    def _ask(self, conversation: str, count: int) -> str:
        body = {"question": QUESTION.format(number=self._number, count=count), "stream": True}
        with self._http.stream("POST", f"/v1/conversations/{conversation}/messages", json=body) as response:
            told = Stream(response).rest()
        if told[-1].name != "done":
            raise StopIteration
        message = str(told[-1].data["id"])
        self.writes.conversation_of[message] = conversation
        self._note(self.writes.answers, message, told[-1].data["answer"])
        return message

    def _post(self, path: str, body: Any) -> Any:
        response = self._http.post(path, json=body)
        self._refuse(response)
        return response.json()

    def _refuse(self, response: httpx.Response) -> None:
        if response.status_code >= 400:
            self.refusals.append(f"{response.status_code} {response.text}")
            raise StopIteration

    def _note(self, kept: dict[str, Any], name: str, value: object) -> None:
        kept[name] = value
        self._written.release()


def send(http: httpx.Client, key: str) -> httpx.Response:
    """Send the document of this key."""
    text = f"# {key}\n\nThe paper called {key} says nothing else.\n".encode()
    return http.post(
        "/v1/documents",
        files={"files": (f"{key}.md", text, "text/markdown")},
        headers={"Idempotency-Key": key},
    )


def expect_kept(http: httpx.Client, writes: Writes) -> None:
    """All that was acknowledged to this caller is there once."""
    for conversation, title in writes.conversations.items():
        shown = http.get(f"/v1/conversations/{conversation}").json()
        assert shown["conversation"]["title"] == title
        mine = {one["id"]: one for one in shown["messages"]}
        asked = {m for m, kept_in in writes.conversation_of.items() if kept_in == conversation}
        assert asked <= set(mine)
        assert len(mine) <= 1, "a question was kept twice"
        for message in asked:
            assert mine[message]["answer"]["answer"] == writes.answers[message], json.dumps(mine[message])
    titles = [one["title"] for one in _all(http, "/v1/conversations", "conversations")]
    assert len(titles) == len(set(titles))
    assert set(writes.conversations.values()) <= set(titles)
    given = [one["feedback"]["message_id"] for one in _all(http, "/v1/feedback", "feedback")]
    assert len(given) == len(set(given))
    assert set(writes.feedback) <= set(given)


def _all(http: httpx.Client, path: str, name: str) -> list[Any]:
    found: list[Any] = []
    page: dict[str, Any] = {"next_cursor": ""}
    while page["next_cursor"] is not None:
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
        response = http.get(path, params={"limit": 100, **cursor})
        assert response.status_code == 200, response.text
        page = response.json()
        found += page[name]
    return found


def documents(http: httpx.Client) -> list[str]:
    """The files of all documents."""
    return [str(one["file"]) for one in _all(http, "/v1/documents", "documents")]
