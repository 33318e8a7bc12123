"""The identity provider as it describes itself, with its keys: asked seldom, remembered for a while."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trag.accounts.oidc.fetching import failure, get_json
from trag.accounts.oidc.issuer import Issuer
from trag.accounts.oidc.keys import KeySet
from trag.errors import IdentityProviderError

if TYPE_CHECKING:
    from jwt import PyJWK

logger = logging.getLogger("trag.oidc")

# Keys are asked for again after FRESH; while the provider is down, the known ones count until KEPT.
FRESH_SECONDS = 10 * 60
KEPT_SECONDS = 6 * 60 * 60
# A token with an unknown key makes us ask; whoever sends many such tokens must not make us ask often.
ASK_AGAIN_SECONDS = 60
RETRY_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Known:
    """What the provider told at a time."""

    description: dict[str, Any]
    keys: KeySet
    at: float


class Provider:
    """One identity provider. Thread-safe; nothing is asked before it is needed."""

    def __init__(self, issuer: Issuer, clock: Callable[[], float] = time.monotonic) -> None:
        self.issuer = issuer
        self._clock = clock
        self._asking = threading.Lock()
        self._known: Known | None = None
        self._tried = float("-inf")
        self._failure = ""

    def description(self) -> dict[str, Any]:
        """The discovery document. Raises IdentityProviderError if it was never seen, or long ago."""
        return self._current(lambda _: True).description

    def key(self, algorithm: str, kid: str | None) -> "PyJWK | None":
        """The key of this id. Raises IdentityProviderError if nobody can tell whether there is one."""
        known = self._current(lambda known: known.keys.find(algorithm, kid) is not None)
        found = known.keys.find(algorithm, kid)
        if found is None and self._failure:
            raise failure(self.issuer, self._failure)
        return found

    def endpoint(self, name: str) -> str:
        """The address of one of the provider's services, on its own host. Raises IdentityProviderError."""
        url = self.description().get(name)
        if not isinstance(url, str) or not self.issuer.owns(url):
            raise failure(self.issuer, f"its {name} is {url!r}, not on its own host")
        return url

    def _current(self, is_enough: Callable[[Known], bool]) -> Known:
        known = self._usable()
        if known is None or not is_enough(known):
            with self._asking:
                if self._usable() is known:  # else somebody else has just asked
                    self._ask()
        elif self._clock() - known.at > FRESH_SECONDS and self._asking.acquire(blocking=False):
            # One asks; the others go on with what is known.
            try:
                self._ask()
            finally:
                self._asking.release()
        if (known := self._usable()) is None:
            raise failure(self.issuer, self._failure or "its keys are too old")
        return known

    def _usable(self) -> Known | None:
        known = self._known
        return known if known is not None and self._clock() - known.at <= KEPT_SECONDS else None

    def _ask(self) -> None:
        now = self._clock()
        if now - self._tried < (RETRY_SECONDS if self._failure else ASK_AGAIN_SECONDS):
            return
        self._tried = now
        try:
            self._known = Known(*self._told(), now)
            self._failure = ""
        except IdentityProviderError as exc:
            self._failure = exc.message.partition("can't be used: ")[2].rstrip(".")
            logger.warning("%s", exc.message)

    def _told(self) -> tuple[dict[str, Any], KeySet]:
        description = get_json(self.issuer, self.issuer.discovery)
        if description.get("issuer") != self.issuer.url:
            named = str(description.get("issuer"))[:200]
            raise failure(self.issuer, f"it calls itself {named!r}; oidc_issuer must say the same")
        jwks_uri = description.get("jwks_uri")
        if not isinstance(jwks_uri, str):
            raise failure(self.issuer, "it names no jwks_uri")
        return description, KeySet(get_json(self.issuer, jwks_uri))
