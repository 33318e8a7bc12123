"""All conversations of somebody at once: whose there are, and deleting them with all that was said."""

from sqlalchemy import delete, func, select

from trag.catalog.catalog import Catalog
from trag.catalog.conversations import KIND
from trag.catalog.database import translated, writing
from trag.catalog.models import ConversationRow, DependentRow
from trag.catalog.purging import truncate_log
from trag.types.conversations import ConversationOwner


def conversation_owners(catalog: Catalog) -> list[ConversationOwner]:
    """Everybody who has conversations, by id."""
    counted = select(ConversationRow.owner, func.count()).group_by(ConversationRow.owner)
    with catalog.engine.connect() as connection:
        rows = connection.execute(counted.order_by(ConversationRow.owner))
        return [ConversationOwner(owner, count) for owner, count in rows]


def delete_conversations(catalog: Catalog, owner: str) -> list[str]:
    """Delete all conversations of an owner with messages and feedback; the ids of those that are gone."""
    theirs = select(ConversationRow.id).where(ConversationRow.owner == owner)
    with translated(catalog.path), writing(catalog.engine) as connection:
        gone = list(connection.execute(theirs).scalars())
        noted = (DependentRow.kind == KIND, DependentRow.name.in_(theirs))
        connection.execute(delete(DependentRow).where(*noted))
        # Messages and feedback go with them: their foreign keys say so.
        connection.execute(delete(ConversationRow).where(ConversationRow.owner == owner))
    if gone:
        truncate_log(catalog)
    return gone
