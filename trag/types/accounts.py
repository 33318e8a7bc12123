"""Values about people who log in: users, groups, API keys."""

from dataclasses import dataclass

from trag.types.people import CallerRole


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in; a user without a password comes by key only."""

    name: str
    display_name: str
    role: CallerRole
    groups: tuple[str, ...]
    is_disabled: bool
    has_password: bool
    created_at: str


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user to be added; an empty password lets nobody log in by one."""

    name: str
    role: CallerRole = "reader"
    display_name: str = ""
    groups: tuple[str, ...] = ()
    password: str = ""


@dataclass(frozen=True, slots=True)
class UserChange:
    """What is to be changed of a user; None leaves it as it is."""

    display_name: str | None = None
    role: CallerRole | None = None
    groups: tuple[str, ...] | None = None
    is_disabled: bool | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """People who may read the same documents, and how many of both there are."""

    name: str
    users: int
    documents: int
    created_at: str


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key of a user, without its secret: `prefix` is how it begins.

    It lets do what `role` may, and read what `groups` may (None: as its user), but never more than its
    user at that moment. Moments are ISO 8601 in UTC; "" is never.
    """

    id: int
    user: str
    label: str
    prefix: str
    role: CallerRole
    groups: tuple[str, ...] | None
    created_at: str
    expires_at: str
    last_used_at: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key to be made; `days` is how long it lives, 0 until it is revoked."""

    user: str
    label: str = ""
    role: CallerRole = "reader"
    groups: tuple[str, ...] | None = None
    days: int = 90


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key that was just made, and the token itself, which nobody can read again."""

    key: ApiKey
    token: str
