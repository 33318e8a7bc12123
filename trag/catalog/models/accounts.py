"""The tables of people who log in: users, groups, keys, sessions."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from trag.catalog.models.table import Table


class UserRow(Table):
    """A user; `password` is its argon2 hash, "" for none."""

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(primary_key=True)
    display_name: Mapped[str]
    role: Mapped[str]
    password: Mapped[str]
    is_disabled: Mapped[bool]
    created_at: Mapped[str]


class GroupRow(Table):
    """A group; its name is its id."""

    __tablename__ = "groups"

    name: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[str]


class MemberRow(Table):
    """A user is in a group."""

    __tablename__ = "group_members"

    group: Mapped[str] = mapped_column(ForeignKey("groups.name"), primary_key=True)
    user: Mapped[str] = mapped_column(ForeignKey("users.name", ondelete="CASCADE"), primary_key=True)


class KeyRow(Table):
    """An API key, known by the sha256 of its token; `groups` is a JSON list, "" where nothing limits them."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(ForeignKey("users.name", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    prefix: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    groups: Mapped[str]
    created_at: Mapped[str]
    expires_at: Mapped[str]
    last_used_at: Mapped[str]

    __table_args__ = ({"sqlite_autoincrement": True},)


class SessionRow(Table):
    """A login of the page, known by the sha256 of its token.

    `user` is None for who was let in by an identity provider; then `caller` says who that is, as JSON.
    Tokens change from time to time; `previous` still counts until the new one was `confirmed_at`.
    """

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[str | None] = mapped_column(ForeignKey("users.name", ondelete="CASCADE"), index=True)
    caller: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
    previous: Mapped[str] = mapped_column(index=True)
    csrf: Mapped[str]
    created_at: Mapped[str]
    seen_at: Mapped[str]
    rotated_at: Mapped[str]
    confirmed_at: Mapped[str]
