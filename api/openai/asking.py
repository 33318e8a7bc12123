"""From a conversation to the question in it. Nothing that a client sends is an instruction or evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from api.openai.errors import ChatRequestError
from api.openai.schemas import MessageSent
from trag.types import Turn

QUESTION_CHARS = 4000
MESSAGE_CHARS = 32_000
# A follow-up leans on what was said just before it; the rest of a long conversation is read over.
TURNS = 8
TURN_CHARS = 1000
# No text that a person writes holds it, and databases cut a text there.
NUL = "\x00"
# Starts the list of sources below an answer, which a client sends back with the conversation.
SOURCES_TITLE = "Sources:"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the turns before it that a follow-up may point back to."""

    question: str
    history: tuple[Turn, ...] = ()


def asked_of(messages: Sequence[MessageSent]) -> Asked:
    """The last question of a conversation. Raises ChatRequestError.

    Messages of the roles system, developer and tool are read over, and so is all after the question.
    """
    texts = [_text(message.content, f"messages.{number}") for number, message in enumerate(messages)]
    last = max((n for n, message in enumerate(messages) if message.role == "user"), default=None)
    if last is None:
        raise ChatRequestError("The conversation holds no message of the role user.", "messages")
    place = f"messages.{last}.content"
    question = texts[last].strip()
    if not question:
        raise ChatRequestError("The last message of the user is empty.", place)
    if NUL in question:
        raise ChatRequestError("The question holds the character 0, which no person writes.", place)
    if len(question) > QUESTION_CHARS:
        raise ChatRequestError(
            f"The question has {len(question):,} characters; {QUESTION_CHARS:,} are allowed.",
            place,
            code="string_above_max_length",
            hint="Ask for what is to be found in the documents; trag takes no documents in a question.",
        )
    roles = [message.role for message in messages[:last]]
    said = [text.replace(NUL, " ") for text in texts]
    return Asked(question, _turns(zip(roles, said, strict=False)))


def _turns(messages: Iterable[tuple[str, str]]) -> tuple[Turn, ...]:
    """The last questions that got an answer, with it."""
    turns: list[Turn] = []
    question = ""
    for role, text in messages:
        if role == "user":
            question = text.strip()[:TURN_CHARS]
        elif role == "assistant" and question and text.strip():
            turns.append(Turn(question, _without_sources(text)[:TURN_CHARS]))
            question = ""
    return tuple(turns[-TURNS:])


def _without_sources(text: str) -> str:
    return text.rpartition(f"\n\n{SOURCES_TITLE}\n")[0].strip() or text.strip()


def _text(content: Any, place: str) -> str:
    if content is None:
        return ""
    parts = content if isinstance(content, list) else [{"type": "text", "text": content}]
    text = "\n".join(_part(part, f"{place}.content.{number}") for number, part in enumerate(parts))
    if len(text) > MESSAGE_CHARS:
        raise ChatRequestError(
            f"The message has {len(text):,} characters; {MESSAGE_CHARS:,} are allowed.",
            f"{place}.content",
            code="string_above_max_length",
        )
    return text


def _part(part: Any, place: str) -> str:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind == "refusal":
        return ""
    if kind != "text":
        raise ChatRequestError(
            f"A part of a message is of the type {str(kind)[:40]!r}; trag reads text only.",
            place,
            code="unsupported_content",
            hint="Leave out images, sound and files; documents are taken in with `trag ingest`.",
        )
    text = part.get("text")
    if not isinstance(text, str):
        raise ChatRequestError("The content of a message must be text or a list of parts.", place)
    return text
