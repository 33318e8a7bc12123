"""The tables of conversations, their messages, and what people think of the answers."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from trag.catalog.models.table import Table


class ConversationRow(Table):
    """A conversation; `number` counts those of its owner, so that it tells nothing of anybody else's."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    number: Mapped[int]
    title: Mapped[str]
    created_at: Mapped[str]
    updated_at: Mapped[str]

    __table_args__ = (Index("ix_conversations_owner_number", "owner", "number", unique=True),)


class MessageRow(Table):
    """A question of a conversation, and its answer as the API writes it; "" while there is none."""

    __tablename__ = "messages"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    position: Mapped[int]
    question: Mapped[str]
    state: Mapped[str]
    answer: Mapped[str]
    error: Mapped[str]
    created_at: Mapped[str]

    __table_args__ = (Index("ix_messages_conversation_position", "conversation_id", "position", unique=True),)


class FeedbackRow(Table):
    """What a person thinks of an answer; given again, it has a new number."""

    __tablename__ = "feedback"

    number: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), unique=True)
    verdict: Mapped[str]
    reason: Mapped[str]
    corrected_answer: Mapped[str]
    created_at: Mapped[str]

    __table_args__ = ({"sqlite_autoincrement": True},)
