"""The JSON shapes of conversations: the same for the API, its client and what is exported."""

from dataclasses import asdict

from trag.types.conversations import ConversationEvent, ConversationMessage, MessageBegun
from trag.wire import (
    Json,
    answer_event_from_wire,
    answer_event_to_wire,
    answer_from_json,
    answer_to_json,
    from_json,
)


def message_to_json(message: ConversationMessage) -> Json:
    """A message as scripts, the page and the client read it; its answer as any other answer."""
    return asdict(message) | {"answer": message.answer and answer_to_json(message.answer, message.id)}


def message_from_json(data: Json) -> ConversationMessage:
    """The message that `message_to_json` wrote. Raises ValueError if `data` is none."""
    return from_json(
        ConversationMessage, {**data, "answer": data["answer"] and answer_from_json(data["answer"])}
    )


class ConversationWire:
    """Makes of each event of one stream the (name, data) of a server-sent event.

    The answer has the id of its message, which begins the stream.
    """

    def __init__(self) -> None:
        self._message_id = ""

    def __call__(self, event: ConversationEvent) -> tuple[str, Json]:
        """The event as (name, data)."""
        if isinstance(event, MessageBegun):
            self._message_id = event.id
            return "message", asdict(event)
        return answer_event_to_wire(event, self._message_id)


def conversation_event_from_wire(name: str, data: Json) -> ConversationEvent | None:
    """The event that was sent; None for a name this version does not know. Raises ValueError."""
    return from_json(MessageBegun, data) if name == "message" else answer_event_from_wire(name, data)
