"""Conversations that are kept: their messages, and what people think of the answers."""

from dataclasses import dataclass
from typing import Literal

from trag.types.asking import Answer, AnswerEvent

MessageState = Literal["running", "answered", "stopped", "failed"]
Thumb = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation with `messages` questions; "" is the title of one in which nothing was asked.

    A later one has a higher `number`. `is_stale` is true when an answer cites a document that is gone.
    """

    id: str
    number: int
    title: str
    created_at: str
    updated_at: str
    messages: int = 0
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class ConversationOwner:
    """Somebody who has conversations: the id that they are kept under, and how many."""

    id: str
    conversations: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thinks of the answer to a message; feedback given later has a higher `number`."""

    message_id: str
    number: int
    verdict: Thumb
    reason: str
    corrected_answer: str
    created_at: str


@dataclass(frozen=True, slots=True)
class ConversationMessage:
    """A question and what came of it; `position` counts from 1 in the order they were asked.

    A "stopped" one has the answer as far as it was shown; `error` says why one "failed".
    """

    id: str
    conversation_id: str
    position: int
    question: str
    state: MessageState
    created_at: str
    answer: Answer | None = None
    error: str = ""
    feedback: Feedback | None = None


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """Feedback, with the question and the answer it is about."""

    feedback: Feedback
    conversation_id: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class MessageBegun:
    """The beginning of a stream: the question has its place in the conversation, and its id."""

    id: str
    conversation_id: str
    position: int
    question: str


ConversationEvent = MessageBegun | AnswerEvent
