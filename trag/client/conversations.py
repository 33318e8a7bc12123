"""The conversations of a data folder, through the server that owns it."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from trag.client.connection import Connection, check, read_as
from trag.conversation_wire import conversation_event_from_wire, message_from_json
from trag.errors import ConversationError
from trag.types import Done
from trag.types.conversations import (
    Conversation,
    ConversationEvent,
    ConversationMessage,
    ConversationOwner,
    Feedback,
    JudgedAnswer,
    Thumb,
)
from trag.wire import Json, from_json

# The server gives no more of them at once.
PAGE = 200
_ID = re.compile(r"[\w-]{1,200}", re.ASCII)


class ConversationClient:
    """Conversations of the server that a connection leads to."""

    def __init__(self, server: Connection) -> None:
        self._server = server

    def create(self, title: str = "") -> Conversation:
        """A new conversation; without a title, its first question becomes the title."""
        return self._conversation("POST", "/v1/conversations", {"title": title})

    def page(self, search: str = "", *, limit: int = 50, before: int | None = None) -> list[Conversation]:
        """Conversations below the number `before`, the newest first."""
        found = self._pages("/v1/conversations", "conversations", limit, search=search, before=before)
        return read_as(lambda: from_json(list[Conversation], found))

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation with this id."""
        try:
            return self._conversation("GET", f"{_conversation(conversation_id)}?limit=1")
        except ConversationError:
            return None

    def messages(self, conversation_id: str, *, limit: int = 50, after: int = 0) -> list[ConversationMessage]:
        """The messages after the position `after`, in the order they were asked."""
        found = self._pages(_conversation(conversation_id), "messages", limit, after=after or None)
        return read_as(lambda: [message_from_json(data) for data in found])

    def rename(self, conversation_id: str, title: str) -> Conversation:
        """The conversation with another title."""
        return self._conversation("PATCH", _conversation(conversation_id), {"title": title})

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation with all that was said in it."""
        self._delete(_conversation(conversation_id))

    def delete_all(self, owner: str = "") -> int:
        """Delete all of one's own conversations, or for admins those of `owner`; how many there were."""
        query = urlencode({"all": "true"} | ({"owner": owner} if owner else {}))
        data = self._server.call("DELETE", f"/v1/conversations?{query}", {})
        return read_as(lambda: int(data["deleted"]))

    def owners(self) -> list[ConversationOwner]:
        """Everybody who has conversations, by id; for admins."""
        data = self._server.call("GET", "/v1/conversation-owners")
        return read_as(lambda: from_json(list[ConversationOwner], data["owners"]))

    def ask(self, conversation_id: str, question: str) -> Iterator[ConversationEvent]:
        """Answer a question after those asked before it; closing the iterator stops the model."""
        path, body = f"{_conversation(conversation_id)}/messages", {"question": question, "stream": True}
        events: Iterator[ConversationEvent] = self._server.events(
            "POST", path, body, conversation_event_from_wire, _is_last
        )
        yield from events

    def give_feedback(
        self, message_id: str, verdict: Thumb, reason: str = "", corrected_answer: str = ""
    ) -> Feedback:
        """Note what a person thinks of an answer, in place of what was noted before."""
        body = {"verdict": verdict, "reason": reason, "corrected_answer": corrected_answer}
        data = self._server.call("POST", _feedback(message_id), body)
        return read_as(lambda: from_json(Feedback, data["feedback"]))

    def withdraw_feedback(self, message_id: str) -> None:
        """Forget the feedback on an answer; if there is none, nothing happens."""
        self._delete(_feedback(message_id))

    def feedback(self, *, limit: int = 50, before: int | None = None) -> list[JudgedAnswer]:
        """Feedback below the number `before`, the newest first."""
        found = self._pages("/v1/feedback", "feedback", limit, before=before)
        return read_as(lambda: from_json(list[JudgedAnswer], found))

    def _pages(self, path: str, key: str, limit: int, **asked: object) -> list[Any]:
        query = {"limit": min(max(limit, 1), PAGE)} | {
            name: value for name, value in asked.items() if value not in {None, ""}
        }
        return self._server.pages(f"{path}?{urlencode(query)}", key, most=max(limit, 0))

    def _conversation(self, method: str, path: str, body: Json | None = None) -> Conversation:
        data = self._server.call(method, path, body)
        return read_as(lambda: from_json(Conversation, data["conversation"]))

    def _delete(self, path: str) -> None:
        with self._server.opened("DELETE", path, {}) as response:
            check(response)


def _conversation(conversation_id: str) -> str:
    return f"/v1/conversations/{_known('conversation', conversation_id)}"


def _feedback(message_id: str) -> str:
    return f"/v1/messages/{_known('message', message_id)}/feedback"


def _known(what: str, its_id: str) -> str:
    # No server gave such an id, and as a part of an address it could mean another one.
    if not _ID.fullmatch(its_id):
        raise ConversationError(f"There is no {what} {its_id[:80]!r}.")
    return its_id


def _is_last(event: ConversationEvent) -> bool:
    return isinstance(event, Done)
