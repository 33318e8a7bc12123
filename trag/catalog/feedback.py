"""What people think of answers, in the catalog; feedback given later has a higher number."""

import json
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select

from trag.catalog.catalog import Catalog, now
from trag.catalog.conversations import clipped, page_size
from trag.catalog.database import translated
from trag.catalog.models import ConversationRow, FeedbackRow, MessageRow
from trag.catalog.purging import truncate_log
from trag.types.conversations import Feedback, JudgedAnswer, Thumb

_BESIDE = ("conversation_id", "question", "answer")


class FeedbackNotes:
    """Feedback on the answers of one owner's conversations. Thread-safe; each method is one transaction."""

    def __init__(self, catalog: Catalog, owner: str = "") -> None:
        self._catalog = catalog
        self._owner = owner

    def put(self, message_id: str, verdict: Thumb, reason: str, corrected_answer: str) -> Feedback | None:
        """Note feedback in place of what was noted before; None if there is no such message."""
        values = {"verdict": verdict, "reason": reason, "corrected_answer": corrected_answer}
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            connection.execute(delete(FeedbackRow).where(self._about(message_id)))
            # From the message itself, so that none is noted for one that is deleted just now.
            if connection.execute(self._owned(message_id)).one_or_none() is None:
                return None
            made = insert(FeedbackRow).values(message_id=message_id, created_at=now(), **values)
            row = connection.execute(made.returning(FeedbackRow.__table__)).mappings().one()
            return _feedback(row)

    def remove(self, message_id: str) -> bool:
        """Forget the feedback on a message; False if there is no such message."""
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            gone = connection.execute(delete(FeedbackRow).where(self._about(message_id))).rowcount
            is_known = connection.execute(self._owned(message_id)).one_or_none() is not None
        if gone:
            truncate_log(self._catalog)
        return is_known

    def page(
        self, *, limit: int = 50, before: int | None = None, everybodys: bool = False
    ) -> list[JudgedAnswer]:
        """Feedback below the number `before`, the newest first: this owner's, or that of all."""
        query = (
            select(FeedbackRow.__table__, *(MessageRow.__table__.c[name] for name in _BESIDE))
            .join(MessageRow, MessageRow.id == FeedbackRow.message_id)
            .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        )
        if not everybodys:
            query = query.where(ConversationRow.owner == self._owner)
        return self._page(query, limit, before)

    def _page(self, query: Any, limit: int, before: int | None) -> list[JudgedAnswer]:
        if before is not None:
            query = query.where(FeedbackRow.number < clipped(before))
        with self._catalog.engine.connect() as connection:
            query = query.order_by(FeedbackRow.number.desc()).limit(page_size(limit))
            return [_judged(row) for row in connection.execute(query).mappings()]

    def _owned(self, message_id: str) -> Any:
        query = select(MessageRow.id).join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        return query.where(MessageRow.id == message_id, ConversationRow.owner == self._owner)

    def _about(self, message_id: str) -> Any:
        return FeedbackRow.message_id.in_(self._owned(message_id))


def _feedback(row: RowMapping) -> Feedback:
    return Feedback(**{name: row[name] for name in Feedback.__slots__})


def _judged(row: RowMapping) -> JudgedAnswer:
    answer = json.loads(row["answer"])["answer"] if row["answer"] else ""
    return JudgedAnswer(_feedback(row), row["conversation_id"], row["question"], answer)
