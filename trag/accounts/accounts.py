"""The users, groups and keys of a data folder: what may become of them."""

import json
import secrets
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from trag.accounts.callers import caller_id
from trag.accounts.logins import KEY_PREFIX, Logins, utc_now, written
from trag.accounts.names import LONGEST, good_password, group_name, near, plain_name, user_name
from trag.accounts.passwords import Passwords
from trag.accounts.sessions import sha256_of
from trag.accounts.uses import documents_in, rules_with
from trag.catalog.api_keys import ApiKeys
from trag.catalog.catalog import Catalog
from trag.catalog.users import Users
from trag.errors import AccountError, AccountUnknownError
from trag.types.accounts import ApiKey, Group, IssuedKey, NewKey, NewUser, User, UserChange
from trag.types.people import EVERYONE, ROLES, CallerRole

LONGEST_LABEL = 200
LONGEST_LIFE_DAYS = 3650
_SHOWN = len(KEY_PREFIX) + 6
_NAMED = 5


class Accounts:
    """An AccountDoor to a catalog that this process owns; `logins` tells who somebody is. Thread-safe."""

    def __init__(
        self,
        catalog: Catalog,
        passwords: Passwords | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._users = Users(catalog)
        self._keys = ApiKeys(catalog)
        self._passwords = passwords or Passwords()
        self._catalog = catalog
        self._clock = clock
        # What is looked at before a change stays so until it is made.
        self._changing = threading.Lock()
        self.logins = Logins(catalog, self._passwords, clock=clock)

    # Users

    def users(self) -> list[User]:
        """All users by name."""
        return self._users.all()

    def user(self, name: str) -> User | None:
        """The user of this name, in whatever case it is written."""
        return self._users.get(plain_name(name))

    def add_user(self, new: NewUser) -> User:
        """A new user; the first one must be an admin."""
        name = user_name(new.name)
        stored = self._passwords.hash(good_password(new.password, name)) if new.password else ""
        user = User(
            name=name,
            display_name=_label(new.display_name, "display name"),
            role=_role(new.role),
            groups=_sorted(new.groups),
            is_disabled=False,
            has_password=bool(stored),
            created_at=written(self._clock()),
        )
        with self._changing:
            if self._users.get(name):
                raise AccountError(f"There is a user {name!r} already.", hint="Take another name.")
            if user.role != "admin" and not self._users.any():
                raise AccountError(
                    "The first user must be an admin.", hint=f"trag users add {name} --role admin"
                )
            self._check_groups(user.groups)
            self._users.add(user, stored)
        return user

    def change_user(self, name: str, change: UserChange) -> User:
        """The user with other values; the last admin stays one."""
        with self._changing:
            user = self._known(name)
            if (change.role or user.role) != "admin" or change.is_disabled:
                self._keep_an_admin(user)
            values: dict[str, Any] = {}
            if change.display_name is not None:
                values["display_name"] = _label(change.display_name, "display name")
            if change.role is not None:
                values["role"] = _role(change.role)
            if change.is_disabled is not None:
                values["is_disabled"] = change.is_disabled
            groups = None if change.groups is None else _sorted(change.groups)
            self._check_groups(groups or ())
            self._users.change(user.name, groups, **values)
            if change.is_disabled:
                self.logins.sessions.end_all(user.name)
            return self._known(user.name)

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password; all their sessions end."""
        user = self._known(name)
        stored = self._passwords.hash(good_password(password, user.name))
        with self._changing:
            self._users.change(self._known(name).name, password=stored)
            self.logins.sessions.end_all(user.name)

    def remove_user(self, name: str) -> None:
        """Remove a user with their keys, sessions and conversations; the last admin stays."""
        with self._changing:
            user = self._known(name)
            self._keep_an_admin(user)
            self._users.remove(user.name, caller_id(user.name))

    # Groups

    def groups(self) -> list[Group]:
        """All groups by name."""
        return [
            Group(name, users, len(documents_in(self._catalog, name)), created_at)
            for name, (created_at, users) in self._users.groups().items()
        ]

    def add_group(self, name: str) -> Group:
        """A new group."""
        name = group_name(name)
        with self._changing:
            if name in self._users.groups():
                raise AccountError(f"There is a group {name!r} already.")
            self._users.add_group(name)
            created_at, users = self._users.groups()[name]
        return Group(name, users, len(documents_in(self._catalog, name)), created_at)

    def remove_group(self, name: str) -> None:
        """Remove a group that neither users nor documents nor keys are in."""
        with self._changing:
            known = self._users.groups()
            if name not in known:
                raise _unknown("group", name, list(known))
            keys = [
                f"key {key_id}" for key_id, groups in self._users.key_groups() if name in json.loads(groups)
            ]
            uses = [*self._users.members(name), *keys, *rules_with(self._catalog, name)]
            uses += documents_in(self._catalog, name)
            if uses:
                more = f" and {len(uses) - _NAMED} more" if len(uses) > _NAMED else ""
                raise AccountError(
                    f"The group {name!r} is in use by {', '.join(uses[:_NAMED])}{more}.",
                    hint="Take these out of the group first.",
                )
            self._users.remove_group(name)

    # Keys

    def keys(self, user: str = "") -> list[ApiKey]:
        """The keys of a user, or of all, the oldest first."""
        return self._keys.all(self._known(user).name if user else "")

    def create_key(self, new: NewKey) -> IssuedKey:
        """A new key; its token is told this once."""
        if not 0 <= new.days <= LONGEST_LIFE_DAYS:
            raise AccountError(f"A key can live 1 to {LONGEST_LIFE_DAYS} days, or 0 for ever.")
        token, moment = KEY_PREFIX + secrets.token_urlsafe(32), self._clock()
        with self._changing:
            user = self._known(new.user)
            groups = None if new.groups is None else _sorted(new.groups)
            _check_limits(user, _role(new.role), groups)
            self._check_groups(groups or ())
            key = ApiKey(
                id=0,
                user=user.name,
                label=_label(new.label, "label"),
                prefix=token[:_SHOWN],
                role=new.role,
                groups=groups,
                created_at=written(moment),
                expires_at=written(moment + timedelta(days=new.days)) if new.days else "",
                last_used_at="",
            )
            return IssuedKey(self._keys.add(key, sha256_of(token)), token)

    def revoke_key(self, key_id: int) -> ApiKey:
        """End a key at once; this is what it was."""
        key = self._keys.get(key_id)
        if key is None:
            raise AccountUnknownError(f"There is no key {key_id}.", hint="`trag keys list` shows them.")
        self._keys.remove(key_id)
        return key

    # What is asked before a change

    def _known(self, name: str) -> User:
        user = self._users.get(plain_name(name))
        if user is None:
            raise _unknown("user", name, [one.name for one in self._users.all()])
        return user

    def _check_groups(self, groups: Sequence[str]) -> None:
        known = self._users.groups()
        for name in groups:
            if name not in known:
                raise _unknown("group", name, list(known))

    def _keep_an_admin(self, user: User) -> None:
        others = [one for one in self._users.all() if one.name != user.name]
        if user.role == "admin" and not any(one.role == "admin" and not one.is_disabled for one in others):
            raise AccountError(
                f"{user.name!r} is the only admin, and stays one.",
                hint="Make another user an admin first: trag users set NAME --role admin",
            )


def _sorted(groups: Sequence[str]) -> tuple[str, ...]:
    # Everybody is in EVERYONE: it is never noted.
    return tuple(sorted({name.strip() for name in groups} - {EVERYONE}))


def _check_limits(user: User, role: CallerRole, groups: Sequence[str] | None) -> None:
    if ROLES.index(role) > ROLES.index(user.role):
        raise AccountError(f"A key of {user.name!r} can't do what an {role} may: {user.name} is {user.role}.")
    if role == "admin" and groups is not None:
        raise AccountError("A key that may do all can't be limited to groups.", hint="Take another role.")
    missing = sorted(set(groups or ()) - set(user.groups)) if user.role != "admin" else []
    if missing:
        raise AccountError(f"{user.name!r} is not in the group {missing[0]!r}, so no key of theirs can be.")


def _role(role: str) -> CallerRole:
    for known in ROLES:
        if role == known:
            return known
    raise AccountError(f"There is no role {role!r}.", hint=f"Roles are {', '.join(ROLES)}.")


def _label(text: str, what: str) -> str:
    label = " ".join(text.split())
    if len(label) > LONGEST_LABEL or not label.isprintable():
        raise AccountError(f"This {what} is longer than {LONGEST_LABEL} characters, or not only text.")
    return label


def _unknown(what: str, name: str, known: list[str]) -> AccountUnknownError:
    shown = name[:LONGEST]
    return AccountUnknownError(f"There is no {what} {shown!r}.", hint=near(shown, known))
