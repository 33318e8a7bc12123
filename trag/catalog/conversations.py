"""Conversations in the catalog. Nothing is ordered by the clock: later ones have higher numbers."""

import secrets
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, or_, select, update

from trag.catalog.catalog import Catalog, now
from trag.catalog.database import translated
from trag.catalog.models import ConversationRow, DependentRow, MessageRow
from trag.catalog.purging import truncate_log
from trag.types.conversations import Conversation

LARGEST_PAGE = 1000
LARGEST_NUMBER = 2**31 - 1
# What answers rest on is noted for a conversation as a whole: it is what can be deleted.
KIND = "conversation"
_STORED = ("id", "number", "title", "created_at", "updated_at")


class Conversations:
    """The conversations of one owner. Thread-safe; every method is one transaction."""

    def __init__(self, catalog: Catalog, owner: str = "") -> None:
        self._catalog = catalog
        self._owner = owner

    def create(self, title: str = "") -> Conversation:
        """A new conversation."""
        moment, conversation_id = now(), secrets.token_urlsafe(16)
        values = {"id": conversation_id, "owner": self._owner, "title": title}
        taken = select(func.coalesce(func.max(ConversationRow.number), 0) + 1)
        number = taken.where(ConversationRow.owner == self._owner).scalar_subquery()
        statement = insert(ConversationRow).values(
            **values, number=number, created_at=moment, updated_at=moment
        )
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            connection.execute(statement)
            return _conversation(self._row(connection, conversation_id))

    def page(self, search: str = "", *, limit: int = 50, before: int | None = None) -> list[Conversation]:
        """Those below the number `before`, the newest first, with `search` in their title or a question."""
        query = _query().where(ConversationRow.owner == self._owner)
        if before is not None:
            query = query.where(ConversationRow.number < clipped(before))
        if search.strip():
            query = query.where(_holds(search.strip()))
        query = query.order_by(ConversationRow.number.desc()).limit(page_size(limit))
        with self._catalog.engine.connect() as connection:
            return [_conversation(row) for row in connection.execute(query).mappings()]

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation with this id."""
        with self._catalog.engine.connect() as connection:
            row = self._row(connection, conversation_id)
            return _conversation(row) if row else None

    def rename(self, conversation_id: str, title: str) -> Conversation | None:
        """The conversation with another title; None if there is none."""
        changed = update(ConversationRow).where(*owned(conversation_id, self._owner))
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            connection.execute(changed.values(title=title, updated_at=now()))
            row = self._row(connection, conversation_id)
            return _conversation(row) if row else None

    def delete(self, conversation_id: str) -> bool:
        """Delete a conversation with its messages and their feedback; False if there is none."""
        noted = (DependentRow.kind == KIND, DependentRow.name == conversation_id)
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            # Messages and feedback go with it: their foreign keys say so.
            gone = delete(ConversationRow).where(*owned(conversation_id, self._owner))
            if not connection.execute(gone).rowcount:
                return False
            connection.execute(delete(DependentRow).where(*noted))
        truncate_log(self._catalog)
        return True

    def _row(self, connection: Connection, conversation_id: str) -> Any:
        query = _query().where(*owned(conversation_id, self._owner))
        return connection.execute(query).mappings().one_or_none()


def owned(conversation_id: str, owner: str) -> tuple[Any, ...]:
    """What a conversation must fulfil to be this one, and this owner's."""
    return ConversationRow.id == conversation_id, ConversationRow.owner == owner


def page_size(limit: int) -> int:
    """The limit of a page, in bounds."""
    return max(0, min(limit, LARGEST_PAGE))


def clipped(number: int) -> int:
    """The number as one that the database can look for."""
    return max(-1, min(number, LARGEST_NUMBER))


def _query() -> Select[Any]:
    said = select(func.count()).where(MessageRow.conversation_id == ConversationRow.id)
    stale = select(DependentRow.name).where(
        DependentRow.kind == KIND, DependentRow.name == ConversationRow.id, DependentRow.is_stale
    )
    return select(
        *(ConversationRow.__table__.c[name] for name in _STORED),
        said.scalar_subquery().label("messages"),
        stale.exists().label("is_stale"),
    )


def _holds(text: str) -> Any:
    # Not LIKE: nothing in the text has a meaning, and letters outside ASCII are compared, too.
    needle = text.casefold()
    asked = select(MessageRow.id).where(
        MessageRow.conversation_id == ConversationRow.id,
        func.instr(func.folded(MessageRow.question), needle) > 0,
    )
    return or_(func.instr(func.folded(ConversationRow.title), needle) > 0, asked.exists())


def _conversation(row: RowMapping) -> Conversation:
    return Conversation(**{name: row[name] for name in Conversation.__slots__})
