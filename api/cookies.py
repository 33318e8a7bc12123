"""The cookie of the page's session."""

from starlette.types import Scope

from trag.accounts.sessions import LONGEST

_PLAIN, _SECURE = "trag_session", "__Host-trag_session"


def cookie_name(scope: Scope) -> str:
    """Its name: over https one that no other host, and nobody without https, can set."""
    return _SECURE if _is_secure(scope) else _PLAIN


def set_cookie(scope: Scope, token: str) -> str:
    """The value of Set-Cookie that brings a token, which no script and no other site gets to use."""
    return _written(scope, token, int(LONGEST.total_seconds()))


def drop_cookie(scope: Scope) -> str:
    """The value of Set-Cookie that takes it away."""
    return _written(scope, "", 0)


def _written(scope: Scope, token: str, seconds: int) -> str:
    secure = "; Secure" if _is_secure(scope) else ""
    return f"{cookie_name(scope)}={token}; HttpOnly; SameSite=Strict; Path=/; Max-Age={seconds}{secure}"


def _is_secure(scope: Scope) -> bool:
    return scope.get("scheme") == "https"
