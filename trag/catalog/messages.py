"""Messages of conversations in the catalog, each with its place in the order they were asked."""

import json
import secrets
from typing import Any

from sqlalchemy import RowMapping, Select, insert, literal, select, update
from sqlalchemy import func as sql

from trag.catalog.catalog import Catalog, now
from trag.catalog.conversations import clipped, owned, page_size
from trag.catalog.database import translated
from trag.catalog.models import ConversationRow, FeedbackRow, MessageRow
from trag.catalog.quotes import rest_on_documents
from trag.types import Answer, Turn
from trag.types.conversations import ConversationMessage, Feedback, MessageState
from trag.wire import answer_from_json, answer_to_json

_STORED = ("id", "conversation_id", "position", "question", "state", "error", "created_at")
_GIVEN = ("number", "verdict", "reason", "corrected_answer", "created_at")


class Messages:
    """The messages of one owner's conversations. Thread-safe; every method is one transaction."""

    def __init__(self, catalog: Catalog, owner: str = "") -> None:
        self._catalog = catalog
        self._owner = owner

    def begin(self, conversation_id: str, question: str, title: str = "") -> ConversationMessage | None:
        """A question at the end of a conversation; None if there is none.

        It counts as stopped until it is finished: that is right whatever cuts it off. `title` becomes
        that of a conversation without one.
        """
        message_id, moment = secrets.token_urlsafe(16), now()
        named = update(ConversationRow).where(ConversationRow.id == conversation_id)
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            appended = self._appended(conversation_id, message_id, question, moment)
            if not connection.execute(appended).rowcount:
                return None
            connection.execute(named.values(updated_at=moment))
            connection.execute(named.where(ConversationRow.title == "").values(title=title))
            row = connection.execute(_query().where(MessageRow.id == message_id)).mappings().one()
            return _message(row)

    def finish(
        self, message: ConversationMessage, state: MessageState, answer: Answer | None, error: str = ""
    ) -> bool:
        """Note what came of a question; False if its conversation was deleted meanwhile."""
        values = {"state": state, "error": error}
        later = update(ConversationRow).where(ConversationRow.id == message.conversation_id)
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            changed = update(MessageRow).where(MessageRow.id == message.id, self._in(message.conversation_id))
            if not connection.execute(changed.values(**values)).rowcount:
                return False
            connection.execute(later.values(updated_at=now()))
            if answer:
                kept = rest_on_documents(connection, message.conversation_id, answer)
                text = json.dumps(answer_to_json(kept, message.id))
                connection.execute(changed.values(answer=text))
        return True

    def of(self, conversation_id: str, *, limit: int = 50, after: int = 0) -> list[ConversationMessage]:
        """The messages after a position, in order; empty if there is no such conversation."""
        query = _query().where(self._in(conversation_id), MessageRow.position > clipped(after))
        with self._catalog.engine.connect() as connection:
            rows = connection.execute(query.order_by(MessageRow.position).limit(page_size(limit)))
            return [_message(row) for row in rows.mappings()]

    def turns_before(self, message: ConversationMessage, limit: int) -> list[Turn]:
        """The last questions before this one that have an answer, in order."""
        answered = (MessageRow.position < message.position, MessageRow.answer != "")
        query = select(MessageRow.question, MessageRow.answer)
        query = query.where(self._in(message.conversation_id), *answered)
        with self._catalog.engine.connect() as connection:
            rows = connection.execute(query.order_by(MessageRow.position.desc()).limit(limit)).all()
        return [Turn(row.question, json.loads(row.answer)["answer"]) for row in reversed(rows)]

    def _in(self, conversation_id: str) -> Any:
        return MessageRow.conversation_id.in_(
            select(ConversationRow.id).where(*owned(conversation_id, self._owner))
        )

    def _appended(self, conversation_id: str, message_id: str, question: str, moment: str) -> Any:
        # One statement: two questions at once take two places, and none a place in what was deleted.
        last = select(sql.coalesce(sql.max(MessageRow.position), 0))
        last = last.where(MessageRow.conversation_id == conversation_id)
        row = {
            "conversation_id": ConversationRow.id,
            "position": last.scalar_subquery() + 1,
            "id": literal(message_id),
            "question": literal(question),
            "state": literal("stopped"),
            "answer": literal(""),
            "error": literal(""),
            "created_at": literal(moment),
        }
        found = select(*row.values()).where(*owned(conversation_id, self._owner))
        return insert(MessageRow).from_select(list(row), found)


def _query() -> Select[Any]:
    message, given = MessageRow.__table__.c, FeedbackRow.__table__.c
    return (
        select(*(message[name] for name in (*_STORED, "answer")))
        .add_columns(*(given[name].label(f"feedback_{name}") for name in _GIVEN))
        .outerjoin(FeedbackRow, FeedbackRow.message_id == MessageRow.id)
    )


def _message(row: RowMapping) -> ConversationMessage:
    answer = answer_from_json(json.loads(row["answer"])) if row["answer"] else None
    feedback = None
    if row["feedback_number"] is not None:
        feedback = Feedback(row["id"], **{name: row[f"feedback_{name}"] for name in _GIVEN})
    return ConversationMessage(**{name: row[name] for name in _STORED}, answer=answer, feedback=feedback)
