"""Whose a token is: the server's own keys, API keys of users, tokens of an identity provider."""

import hashlib
import math
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from trag.accounts import Logins, Session
from trag.accounts.throttle import Throttle, network
from trag.errors import TooManyAttemptsError
from trag.types.people import Caller

VerifyToken = Callable[[str], Caller | None]
Way = Literal["owner", "key", "token", "session", "nothing"]

_LONGEST_GUESSING = 60.0
_MOST_PROVEN = 1000


@dataclass(frozen=True, slots=True)
class Login:
    """By what the caller of a request is known; `cookie` is the token of their `session`."""

    way: Way
    session: Session | None = None
    cookie: str = ""


class Callers:
    """Knows who asks. `verify_token` knows tokens of an identity provider; None for one it does not know."""

    def __init__(
        self,
        *,
        api_key: str = "",
        owner_key: str = "",
        logins: Logins | None = None,
        verify_token: VerifyToken | None = None,
    ) -> None:
        self.logins = logins
        self._keys = [key.encode() for key in (owner_key, api_key) if key]
        self._has_api_key = bool(api_key)
        self._verify_token = verify_token
        self._guesses = Throttle(longest=_LONGEST_GUESSING)
        self._proven: OrderedDict[bytes, None] = OrderedDict()

    def is_open(self) -> bool:
        """True where who asks needs to show nothing: without users, API key and identity provider."""
        is_closed = self._has_api_key or self._verify_token is not None
        return not is_closed and (self.logins is None or not self.logins.has_users())

    def is_servers_own(self, token: str) -> bool:
        """True for the keys of the server itself."""
        # Every key is compared, so that the time tells nothing about which one was near.
        matches = [secrets.compare_digest(token.encode("utf-8", "replace"), key) for key in self._keys]
        return any(matches)

    def by_token(self, token: str, address: str) -> tuple[Caller, Login] | None:
        """Who asks by this token; None for nobody.

        Raises TooManyAttemptsError for an address that guesses, unless the token was right before.
        """
        place, digest = network(address), hashlib.sha256(token.encode("utf-8", "replace")).digest()
        if digest not in self._proven and (seconds := self._guesses.wait(place)):
            raise TooManyAttemptsError(
                "Too many wrong keys came from this address.", retry_after=math.ceil(seconds)
            )
        found = self._look_up(token) if token else None
        if found is None:
            self._guesses.claim(place)
            return None
        self._proven[digest] = None
        while len(self._proven) > _MOST_PROVEN:
            self._proven.popitem(last=False)
        return found

    def by_session(self, token: str) -> Session | None:
        """The session of a cookie."""
        return self.logins.caller_of_session(token) if self.logins and token else None

    def _look_up(self, token: str) -> tuple[Caller, Login] | None:
        if self.logins and (caller := self.logins.caller_of_key(token)):
            return caller, Login("key")
        caller = self._verify_token(token) if self._verify_token else None
        return (caller, Login("token")) if caller else None
