"""Logging in: by password, by session, by API key."""

import math
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from trag.accounts.callers import caller_by_key, caller_of
from trag.accounts.names import plain_name
from trag.accounts.passwords import Passwords
from trag.accounts.sessions import Session, SessionBook, read_caller, sha256_of
from trag.accounts.throttle import MOST, Throttle, network
from trag.catalog.api_keys import ApiKeys
from trag.catalog.catalog import Catalog
from trag.catalog.users import Users
from trag.errors import LoginError, TooManyAttemptsError, TragError
from trag.types.accounts import User
from trag.types.people import Caller

KEY_PREFIX = "trag_"
# A name is guessed from many addresses; who waits longer for it is its owner.
LONGEST_FOR_A_NAME = 60.0
LONGEST_FOR_AN_ADDRESS = 900.0
BETWEEN_NOTES = timedelta(minutes=1)


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


class Logins:
    """Who somebody is by what they bring; what is revoked counts no more from that moment. Thread-safe."""

    def __init__(
        self,
        catalog: Catalog,
        passwords: Passwords,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.passwords = passwords
        self._users = Users(catalog)
        self._keys = ApiKeys(catalog)
        self._clock = clock
        self.sessions = SessionBook(catalog, clock)
        self._names = Throttle(longest=LONGEST_FOR_A_NAME, clock=self._seconds)
        self._addresses = Throttle(longest=LONGEST_FOR_AN_ADDRESS, clock=self._seconds)
        self._at_home: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._has_users = False

    def has_users(self) -> bool:
        """True if there is a user; from then on there always is, since the last admin stays."""
        self._has_users = self._has_users or self._users.any()
        return self._has_users

    def authenticate(self, name: str, password: str, address: str) -> Caller:
        """The user of this name and password, logging in from this address.

        Raises LoginError, the same for an unknown user, a disabled one and a wrong password, and
        TooManyAttemptsError for who has to wait: then nothing is looked at.
        """
        known, place = plain_name(name), network(address)
        # Where its user has logged in before, strangers elsewhere who guess a name are not waited for.
        tried = (known, place if (known, place) in self._at_home else "")
        self._claim(tried, place)
        user = self._check(known, password)
        self._names.forget(tried)
        self._addresses.take_back(place)
        self._remember(known, place)
        return caller_of(user)

    def begin_session(self, caller: Caller) -> Session:
        """A new login of the page, with the token for its cookie.

        Who is no user here but was let in by an identity provider stays who they are for twelve hours.
        """
        user = self._users.get(_name(caller))
        return self.sessions.begin(caller, user.name if user else None)

    def caller_of_session(self, token: str) -> Session | None:
        """Who is logged in by this token; the session's `token` is set where the cookie must change."""
        found = self.sessions.find(token)
        if found is None:
            return None
        if found.user is None:
            return self.sessions.use(found, token, read_caller(found.caller))
        user = self._users.get(found.user)
        if user is None or user.is_disabled:
            return None
        return self.sessions.use(found, token, caller_of(user))

    def end_session(self, token: str) -> None:
        """Log out; a token that nobody has is no error."""
        self.sessions.end(token)

    def caller_of_key(self, token: str) -> Caller | None:
        """Who asks by this API key; None if there is none such, or if it is over."""
        key = self._keys.find(sha256_of(token)) if token.startswith(KEY_PREFIX) else None
        user = self._users.get(key.user) if key else None
        if key is None or user is None or user.is_disabled:
            return None
        moment = self._clock()
        if key.expires_at and key.expires_at <= written(moment):
            return None
        if not key.last_used_at or key.last_used_at <= written(moment - BETWEEN_NOTES):
            with suppress(TragError):  # a full disk stops nobody from asking
                self._keys.used(key.id, written(moment))
        return caller_by_key(user, key)

    def change_password(self, caller: Caller, old: str, new: str, address: str, token: str = "") -> None:
        """Give the caller another password; all their sessions end but that of `token`.

        Raises LoginError if `old` is wrong, as `authenticate`; `new` was found good by the caller.
        """
        name = _name(caller)
        self.authenticate(name, old, address)
        self._users.change(name, password=self.passwords.hash(new))
        self.sessions.end_all(name, but=token)

    def _check(self, name: str, password: str) -> User:
        user = self._users.get(name)
        stored = self._users.password(name) if user and not user.is_disabled else ""
        if not self.passwords.match(stored, password) or user is None:
            raise LoginError(
                "The name or the password is wrong.", hint="Ask an admin if you forgot your password."
            )
        if self.passwords.is_outdated(stored):
            self._users.change(name, password=self.passwords.hash(password))
        return user

    def _claim(self, name: tuple[str, str], place: str) -> None:
        # Who has to wait is told so before anything is counted.
        seconds = max(self._names.wait(name), self._addresses.wait(place))
        seconds = seconds or self._addresses.claim(place) or self._names.claim(name)
        if seconds:
            raise TooManyAttemptsError(
                "Too many tries to log in with a wrong password.", retry_after=math.ceil(seconds)
            )

    def _remember(self, name: str, place: str) -> None:
        self._at_home[name, place] = None
        while len(self._at_home) > MOST:
            self._at_home.popitem(last=False)

    def _seconds(self) -> float:
        return self._clock().timestamp()


def written(moment: datetime) -> str:
    """A moment as the catalog writes it."""
    return moment.isoformat(timespec="seconds")


def _name(caller: Caller) -> str:
    return caller.id.removeprefix("user:")
