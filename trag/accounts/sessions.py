"""Logins of the page: a token that changes from time to time, and ends."""

import hashlib
import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from trag.catalog.catalog import Catalog
from trag.catalog.sessions import Sessions, StoredSession
from trag.errors import TragError
from trag.types.people import Caller

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
# What an identity provider told of somebody is believed that long.
LONGEST_FROM_ELSEWHERE = timedelta(hours=12)
# After this a token is replaced; requests that were under way with the old one are let through.
ROTATED_AFTER = timedelta(hours=1)
UNDER_WAY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """Who is logged in, the token that guards what they send, and the token of the cookie if it is new."""

    caller: Caller
    csrf: str
    token: str = ""


class SessionBook:
    """The sessions of a catalog. Thread-safe."""

    def __init__(self, catalog: Catalog, clock: Callable[[], datetime]) -> None:
        self._sessions = Sessions(catalog)
        self._clock = clock

    def begin(self, caller: Caller, user: str | None) -> Session:
        """A new login of this user, or of a caller that is none; logins that are over are forgotten."""
        token, csrf, moment = secrets.token_urlsafe(32), secrets.token_urlsafe(24), self._now()
        self._sessions.remove_old(self._now(IDLE), self._now(LONGEST))
        self._sessions.add(
            StoredSession(
                user=user,
                caller="" if user else written_caller(caller),
                sha256=sha256_of(token),
                previous="",
                csrf=csrf,
                created_at=moment,
                seen_at=moment,
                rotated_at=moment,
                confirmed_at="",
            )
        )
        return Session(caller, csrf, token)

    def find(self, token: str) -> StoredSession | None:
        """The session of a token, unless it is over.

        A token that was replaced, and whose successor is in use, was stolen or its successor was: nobody
        can tell which, so the session ends.
        """
        digest = sha256_of(token)
        found = self._sessions.find(digest)
        if found is None or self._is_over(found):
            return None
        if found.sha256 != digest and found.confirmed_at and found.confirmed_at < self._now(UNDER_WAY):
            self._sessions.remove(found.id)
            return None
        return found

    def use(self, found: StoredSession, token: str, caller: Caller) -> Session:
        """The session as it is used now, with another token if it is time for one."""
        replacement = ""
        with suppress(TragError):  # a full disk logs nobody out
            replacement = self._note(found, is_newest=found.sha256 == sha256_of(token))
        return Session(caller, found.csrf, replacement)

    def end(self, token: str) -> None:
        """Forget the session of a token."""
        if found := self._sessions.find(sha256_of(token)):
            self._sessions.remove(found.id)

    def end_all(self, user: str, but: str = "") -> None:
        """Forget all sessions of a user but that of a token."""
        kept = self._sessions.find(sha256_of(but)) if but else None
        self._sessions.remove_of(user, kept.id if kept else 0)

    def _is_over(self, found: StoredSession) -> bool:
        longest = LONGEST if found.user else LONGEST_FROM_ELSEWHERE
        return found.seen_at <= self._now(IDLE) or found.created_at <= self._now(longest)

    def _note(self, found: StoredSession, *, is_newest: bool) -> str:
        """Note that a session was used; the new token if it got one."""
        is_proven = not found.previous or bool(found.confirmed_at)
        if is_newest and not is_proven:
            self._sessions.change(found, confirmed_at=self._now(), seen_at=self._now())
        elif is_newest and found.rotated_at < self._now(ROTATED_AFTER):
            return self._rotate(found, previous=found.sha256)
        elif not is_newest and not is_proven and found.rotated_at < self._now(UNDER_WAY):
            # The answer that brought the new token never came: here is another.
            return self._rotate(found, previous=found.previous)
        elif found.seen_at < self._now(UNDER_WAY):
            self._sessions.change(found, seen_at=self._now())
        return ""

    def _rotate(self, found: StoredSession, previous: str) -> str:
        token, moment = secrets.token_urlsafe(32), self._now()
        values = {"sha256": sha256_of(token), "rotated_at": moment, "seen_at": moment, "confirmed_at": ""}
        # Of two requests at the same time one gets the new token; the other's is the previous one then.
        return token if self._sessions.change(found, previous=previous, **values) else ""

    def _now(self, ago: timedelta = timedelta()) -> str:
        return (self._clock() - ago).isoformat(timespec="seconds")


def sha256_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def written_caller(caller: Caller) -> str:
    """A caller as a session stores it."""
    groups = None if caller.groups is None else sorted(caller.groups)
    return json.dumps([caller.id, caller.name, caller.role, groups])


def read_caller(text: str) -> Caller:
    """The caller that `written_caller` wrote."""
    caller_id, name, role, groups = json.loads(text)
    return Caller(caller_id, name, role, None if groups is None else frozenset(groups))
