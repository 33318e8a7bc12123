"""What clients send and read about conversations and feedback."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from api.responses import AnswerGiven, NextCursor
from api.schemas import Question, Resumable
from trag.titles import plain_title
from trag.types.conversations import (
    Conversation,
    ConversationOwner,
    Feedback,
    JudgedAnswer,
    MessageState,
    Thumb,
)

_NO_NUL = r"^[^\x00]*$"
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000, pattern=_NO_NUL)]
AnyTitle = Annotated[str, Field(max_length=4000, pattern=_NO_NUL), AfterValidator(plain_title)]


def _seen(title: str) -> str:
    if not title:
        raise ValueError("a title needs a letter that can be seen")
    return title


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ConversationWanted(_Request):
    """A conversation to be begun; without a title, its first question becomes the title."""

    title: AnyTitle = ""


class TitleSent(_Request):
    """Another title: one line of plain text; what is over 200 characters is cut."""

    title: Annotated[AnyTitle, AfterValidator(_seen)]


class QuestionWanted(_Request):
    """A question in a conversation, and whether its answer comes as a stream of events."""

    question: Question
    stream: bool = False
    resumable: Resumable = False


class FeedbackSent(_Request):
    """What a person thinks of an answer, why, and what would have been right."""

    verdict: Thumb
    reason: Annotated[Words, Field(max_length=4000)] = ""
    corrected_answer: Words = ""


class _Response(BaseModel):
    model_config = ConfigDict(frozen=True)


class ConversationRead(_Response):
    """A conversation."""

    conversation: Conversation


class ConversationPage(_Response):
    """A page of conversations, the newest first."""

    conversations: list[Conversation]
    next_cursor: NextCursor


class ConversationsDeleted(_Response):
    """How many conversations are gone."""

    deleted: int


class ConversationOwners(_Response):
    """Everybody who has conversations."""

    owners: list[ConversationOwner]


class MessageRead(_Response):
    """A question of a conversation and what came of it."""

    id: str
    conversation_id: str
    position: int = Field(description="Counts from 1 in the order the questions were asked.")
    question: str
    state: MessageState = Field(description='"stopped" keeps what was shown until then.')
    created_at: str
    answer: AnswerGiven | None = Field(description="null while nothing was shown")
    error: str = Field(description='Why it "failed"; else empty.')
    feedback: Feedback | None


class MessagePage(_Response):
    """A conversation and a page of its messages, in the order they were asked."""

    conversation: Conversation
    messages: list[MessageRead]
    next_cursor: NextCursor


class FeedbackRead(_Response):
    """Feedback that was noted."""

    feedback: Feedback


class FeedbackPage(_Response):
    """A page of feedback, the newest first, with what it is about."""

    feedback: list[JudgedAnswer]
    next_cursor: NextCursor


TEXT: dict[str, Any] = {"schema": {"type": "string"}}
