"""Users and groups as they stand in the catalog; what must not be is decided above."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from trag.catalog.catalog import Catalog, now
from trag.catalog.conversations import KIND
from trag.catalog.database import translated
from trag.catalog.models import ConversationRow, DependentRow, GroupRow, KeyRow, MemberRow, UserRow
from trag.types.accounts import User

_SHOWN = ("name", "display_name", "role", "is_disabled", "created_at")


class Users:
    """The users and groups of a catalog. Thread-safe; every method is one transaction."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def all(self) -> list[User]:
        """All users by name."""
        with self._catalog.engine.connect() as connection:
            return _users(connection)

    def get(self, name: str) -> User | None:
        """The user of exactly this name."""
        with self._catalog.engine.connect() as connection:
            return next(iter(_users(connection, name)), None)

    def any(self) -> bool:
        """True if there is a user."""
        with self._catalog.engine.connect() as connection:
            return connection.execute(select(UserRow.name).limit(1)).first() is not None

    def password(self, name: str) -> str:
        """The hash of a user's password; "" without one."""
        with self._catalog.engine.connect() as connection:
            return connection.execute(select(UserRow.password).where(UserRow.name == name)).scalar() or ""

    def add(self, user: User, password: str) -> None:
        """Note a new user with the hash of their password."""
        values = {name: getattr(user, name) for name in _SHOWN} | {"password": password}
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            connection.execute(insert(UserRow).values(**values))
            _put_members(connection, user.name, user.groups)

    def change(self, name: str, groups: Sequence[str] | None = None, **values: Any) -> None:
        """Note other values of a user; groups of None stay."""
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            if values:
                connection.execute(update(UserRow).where(UserRow.name == name).values(**values))
            if groups is not None:
                connection.execute(delete(MemberRow).where(MemberRow.user == name))
                _put_members(connection, name, groups)

    def remove(self, name: str, owner: str) -> None:
        """Remove a user with all that is theirs; their conversations are those of `owner`."""
        theirs = select(ConversationRow.id).where(ConversationRow.owner == owner)
        noted = (DependentRow.kind == KIND, DependentRow.name.in_(theirs))
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            connection.execute(delete(DependentRow).where(*noted))
            # Messages, feedback, keys, sessions and memberships go along: their foreign keys say so.
            connection.execute(delete(ConversationRow).where(ConversationRow.owner == owner))
            connection.execute(delete(UserRow).where(UserRow.name == name))

    # Groups

    def groups(self) -> dict[str, tuple[str, int]]:
        """When each group was made, and how many users it has, by name."""
        count = func.count(MemberRow.user)
        query = select(GroupRow.name, GroupRow.created_at, count).outerjoin(
            MemberRow, MemberRow.group == GroupRow.name
        )
        with self._catalog.engine.connect() as connection:
            rows = connection.execute(query.group_by(GroupRow.name).order_by(GroupRow.name))
            return {name: (created_at, users) for name, created_at, users in rows}

    def add_group(self, name: str) -> None:
        """Note a new group."""
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            connection.execute(insert(GroupRow).values(name=name, created_at=now()))

    def remove_group(self, name: str) -> None:
        """Remove a group that nobody is in."""
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            connection.execute(delete(GroupRow).where(GroupRow.name == name))

    def members(self, group: str) -> list[str]:
        """The names of a group's users."""
        query = select(MemberRow.user).where(MemberRow.group == group).order_by(MemberRow.user)
        with self._catalog.engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def key_groups(self) -> list[tuple[int, str]]:
        """The id and the groups, as stored, of each key that is limited to some."""
        query = select(KeyRow.id, KeyRow.groups).where(KeyRow.groups != "")
        with self._catalog.engine.connect() as connection:
            return [(key_id, groups) for key_id, groups in connection.execute(query)]


def _users(connection: Connection, name: str | None = None) -> list[User]:
    query = select(UserRow.__table__).order_by(UserRow.name)
    members = select(MemberRow.user, MemberRow.group).order_by(MemberRow.group)
    if name is not None:
        query, members = query.where(UserRow.name == name), members.where(MemberRow.user == name)
    groups = defaultdict[str, list[str]](list)
    for user, group in connection.execute(members):
        groups[user].append(group)
    return [
        User(
            **{column: row[column] for column in _SHOWN},
            groups=tuple(groups[row["name"]]),
            has_password=bool(row["password"]),
        )
        for row in connection.execute(query).mappings()
    ]


def _put_members(connection: Connection, user: str, groups: Iterable[str]) -> None:
    rows = [{"user": user, "group": group} for group in groups]
    if rows:
        connection.execute(insert(MemberRow), rows)
