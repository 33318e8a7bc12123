"""Who may ask what, and what a browser may do with an answer."""

import re
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.bodies import CHANGING
from api.errors import problem

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
# What is sent to ask and changes nothing; all else that is sent needs a key, whatever route comes to be.
_ASKING = {"/v1/answers", "/v1/context", "/v1/search", "/v1/chat/completions"}
# Conversations and feedback are one's own notes; whoever may read them here may keep, rename and drop them.
_OWN_NOTES = re.compile(r"/v1/(conversations(/[^/]+(/messages)?)?|messages/[^/]+/feedback)")

# The two style sheets that react-aria writes into a page (how touches scroll), by their content.
_STYLES = (
    "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=' "
    "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='"
)
CONTENT_SECURITY_POLICY = (
    f"default-src 'self'; img-src 'self' data:; style-src 'self' {_STYLES}; "
    "script-src 'self'; connect-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'; object-src 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """Adds to every answer what browsers need to keep it safe."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                if scope["path"].startswith("/v1/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, add if scope["type"] == "http" else send)


class SameOrigin:
    """Refuses other sites: foreign names for this address (DNS rebinding), and requests their pages send."""

    def __init__(self, app: ASGIApp, *, names: frozenset[str] | None) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request, or refuse it."""
        if scope["type"] == "http" and (reason := self._reason(scope)):
            await problem(403, "foreign_origin", *reason)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _reason(self, scope: Scope) -> tuple[str, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._names is not None and _name(host) not in self._names:
            return "This server answers only to its loopback address.", "Use http://127.0.0.1 and its port."
        origin = headers.get("origin")
        if origin is not None and scope["method"] in CHANGING and not _same(origin, host):
            return "Another site's page sent this request.", "Open trag's own page and ask there."
        return None


class KeyCheck:
    """Asks for a key before a body is read: for all of /v1 if there is an API key, else for what changes."""

    def __init__(self, app: ASGIApp, *, api_key: str, owner_key: str) -> None:
        self._app = app
        self._keys = [key.encode() for key in (api_key, owner_key) if key]
        self._all = bool(api_key)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request, or refuse it."""
        if scope["type"] == "http" and self._needs_key(scope) and not self.has_key(scope):
            refusal = problem(
                401,
                "unauthorised",
                "This request needs a valid key.",
                "Send the header 'Authorization: Bearer KEY'; TRAG_API_KEY sets the key of the server.",
            )
            refusal.headers["WWW-Authenticate"] = "Bearer"
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _needs_key(self, scope: Scope) -> bool:
        path = scope["path"].rstrip("/")
        if path != "/v1" and not path.startswith("/v1/"):
            return False
        return self._all or (scope["method"] in CHANGING and not _is_open(path))

    def has_key(self, scope: Scope) -> bool:
        """True when the request carries one of the keys."""
        scheme, _, sent = Headers(scope=scope).get("authorization", "").partition(" ")
        # Every key is compared, so that the time tells nothing about which one was near.
        matches = [secrets.compare_digest(sent.strip().encode(), key) for key in self._keys]
        return scheme.lower() == "bearer" and any(matches)


def _is_open(path: str) -> bool:
    return path in _ASKING or _OWN_NOTES.fullmatch(path) is not None


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _same(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
