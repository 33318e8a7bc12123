"""Logins of the page as they stand in the catalog: never the token, only its sha256."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from trag.catalog.catalog import Catalog
from trag.catalog.database import translated
from trag.catalog.models import SessionRow


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A login; moments are ISO 8601 in UTC, "" for what has not happened.

    `user` is None for who was let in by an identity provider, and `caller` says who that is.
    """

    user: str | None
    caller: str
    sha256: str
    previous: str
    csrf: str
    created_at: str
    seen_at: str
    rotated_at: str
    confirmed_at: str
    id: int = 0


class Sessions:
    """The sessions of a catalog. Thread-safe; every method is one transaction."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def add(self, session: StoredSession) -> None:
        """Note a new login; its id is given here."""
        values = {name: getattr(session, name) for name in StoredSession.__slots__ if name != "id"}
        self._change(insert(SessionRow).values(**values))

    def find(self, sha256: str) -> StoredSession | None:
        """The login whose token, or the one before it, has this sha256."""
        same = or_(SessionRow.sha256 == sha256, SessionRow.previous == sha256)
        with self._catalog.engine.connect() as connection:
            row = connection.execute(select(SessionRow.__table__).where(same)).mappings().first()
        return StoredSession(**{name: row[name] for name in StoredSession.__slots__}) if row else None

    def change(self, session: StoredSession, **values: str) -> bool:
        """Note other values; False if the session got another token meanwhile, or ended."""
        same = (SessionRow.id == session.id, SessionRow.sha256 == session.sha256)
        return self._change(update(SessionRow).where(*same).values(**values))

    def remove(self, session_id: int) -> None:
        """End a login."""
        self._change(delete(SessionRow).where(SessionRow.id == session_id))

    def remove_of(self, user: str, but: int = 0) -> None:
        """End all logins of a user but one."""
        self._change(delete(SessionRow).where(SessionRow.user == user, SessionRow.id != but))

    def remove_old(self, seen_before: str, begun_before: str) -> None:
        """Forget logins that are over."""
        is_over = or_(SessionRow.seen_at < seen_before, SessionRow.created_at < begun_before)
        self._change(delete(SessionRow).where(is_over))

    def _change(self, statement: Any) -> bool:
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            return bool(connection.execute(statement).rowcount)
