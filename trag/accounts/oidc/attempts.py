"""One attempt to sign in with a browser: all it must prove on its way back comes from one cookie."""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Self

ATTEMPT_SECONDS = 600
_MOST_CHARACTERS = 4096
# A path of this very server, and nothing that a browser would take for another one.
_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9\-._~!$&'()*+,;=:@%/?#]{0,1000}")


def safe_path(path: str) -> str:
    """The path itself if it leads to this server, else its front page."""
    return path if _PATH.fullmatch(path) else "/"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt: state, nonce and PKCE verifier follow from the cookie and the server's secret.

    So nothing is kept for the attempts that are never finished, and a state fits one browser only.
    """

    cookie: str
    secret: bytes

    @classmethod
    def begin(cls, secret: bytes, now: float, path: str) -> Self:
        """A new attempt, to come back to `path`."""
        where = base64.urlsafe_b64encode(safe_path(path).encode()).decode()
        return cls(f"{int(now)}.{secrets.token_urlsafe(32)}.{where}", secret)

    @property
    def state(self) -> str:
        """What the provider must send back."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """What the ID token must hold."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """What proves to the provider that whoever began is the one who ends."""
        return self._derived("verifier")

    @property
    def challenge(self) -> str:
        """The verifier's SHA-256, as PKCE's S256 wants it."""
        return _text(hashlib.sha256(self.verifier.encode()).digest())

    def path(self, state: str, now: float) -> str | None:
        """Where to go afterwards; None if the state belongs to another attempt, or it began too long ago."""
        sent = state.encode("utf-8", "replace")
        if len(self.cookie) > _MOST_CHARACTERS or not hmac.compare_digest(sent, self.state.encode()):
            return None
        # The state proves that the cookie is one of ours, so its parts can be read.
        began, _, where = self.cookie.split(".")
        is_due = now - int(began) <= ATTEMPT_SECONDS
        return safe_path(base64.urlsafe_b64decode(where).decode()) if is_due else None

    def _derived(self, purpose: str) -> str:
        message = f"{purpose}:{self.cookie}".encode("utf-8", "replace")
        return _text(hmac.new(self.secret, message, hashlib.sha256).digest())


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
