"""All conversations of one's own as one file, with the feedback given in them."""

import json
from collections.abc import Iterator

from trag.conversation_door import ConversationDoor
from trag.conversation_wire import message_to_json
from trag.types.conversations import Conversation, ConversationMessage
from trag.wire import to_json

# What a door gives at once.
PAGE = 200


def as_lines(door: ConversationDoor) -> Iterator[str]:
    """Each conversation as a line of JSON with its messages, the newest first."""
    for conversation in _conversations(door):
        messages = [message_to_json(one) for one in messages_of(door, conversation.id)]
        whole = {"conversation": to_json(conversation), "messages": messages}
        yield json.dumps(whole, ensure_ascii=False) + "\n"


def messages_of(door: ConversationDoor, conversation_id: str) -> Iterator[ConversationMessage]:
    """All messages of a conversation."""
    after = 0
    while page := door.messages(conversation_id, limit=PAGE, after=after):
        yield from page
        after = page[-1].position


def _conversations(door: ConversationDoor) -> Iterator[Conversation]:
    before: int | None = None
    while page := door.page(limit=PAGE, before=before):
        yield from page
        before = page[-1].number
