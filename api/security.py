"""Who may ask what, and what a browser may do with an answer."""

import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
MEGABYTE = 1024 * 1024
BODY_LIMIT = 2 * MEGABYTE
# What names and boundaries add to the files of an upload.
UPLOAD_FRAME = MEGABYTE
# The tree of a large organisation is one file; only a holder of a key can send it.
TREE_LIMIT = 64 * MEGABYTE
UPLOAD = ("POST", "/v1/documents")
NO_JSON = "The body of a request must be JSON."
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# What is sent to ask and changes nothing; all else that is sent needs a key, whatever route comes to be.
_ASKING = {"/v1/answers", "/v1/context"}

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
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
        if origin is not None and scope["method"] in _CHANGING and not _same(origin, host):
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
        return self._all or (scope["method"] in _CHANGING and path not in _ASKING)

    def has_key(self, scope: Scope) -> bool:
        """True when the request carries one of the keys."""
        scheme, _, sent = Headers(scope=scope).get("authorization", "").partition(" ")
        # Every key is compared, so that the time tells nothing about which one was near.
        matches = [secrets.compare_digest(sent.strip().encode(), key) for key in self._keys]
        return scheme.lower() == "bearer" and any(matches)


class BodyLimit:
    """Refuses bodies that are too long, announced or not, and bodies of another kind than the route reads."""

    def __init__(self, app: ASGIApp, *, upload_limit: int = 200 * MEGABYTE) -> None:
        self._app = app
        self._limits = {("PUT", "/v1/tree"): TREE_LIMIT, UPLOAD: upload_limit + UPLOAD_FRAME}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        route = (scope["method"], scope["path"])
        limit = self._limits.get(route, BODY_LIMIT)
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            await problem(413, "too_large", _too_long(limit))(scope, receive, send)
        elif scope["method"] in _CHANGING and _kind(headers) != (wanted := _wanted_kind(route)):
            message = "The files of a request must be sent as a form." if route == UPLOAD else NO_JSON
            hint = f"Send the header 'Content-Type: {wanted}'."
            await problem(415, "wrong_content_type", message, hint)(scope, receive, send)
        else:
            await self._app(scope, _counted(receive, limit), send)


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def count() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, _too_long(limit))
        return message

    return count


def _too_long(limit: int) -> str:
    return f"The body of this request may have {limit:,} bytes."


def _kind(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _wanted_kind(route: tuple[str, str]) -> str:
    return "multipart/form-data" if route == UPLOAD else "application/json"


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
