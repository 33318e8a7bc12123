"""Asks who somebody is before anything below /v1, or of /metrics, is done, and before a body is read."""

import re
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.bodies import CHANGING
from api.callers import Callers, Login
from api.cookies import cookie_name, set_cookie
from api.errors import error_response, problem
from trag.errors import TragError
from trag.types.people import OWNER, Caller

CSRF_HEADER = "X-CSRF-Token"
# What is sent to ask and changes nothing; all else that is sent needs a key, whatever route comes to be.
_ASKING = {"/v1/answers", "/v1/context", "/v1/search", "/v1/search/ways", "/v1/chat/completions"}
# Conversations and feedback are one's own notes; whoever may read them here may keep, rename and drop them.
_OWN_NOTES = re.compile(r"/v1/(conversations(/[^/]+(/messages)?)?|messages/[^/]+/feedback)")
# Where somebody comes who has nothing to show yet.
_LOGIN = {
    ("POST", "/v1/session"),
    ("GET", "/v1/session/ways"),
    ("GET", "/v1/session/oidc"),
    ("GET", "/v1/session/oidc/callback"),
}
_NAMES_OF_KEYS = {"key", "api_key", "apikey", "api-key", "access_token", "token", "authorization"}

_Found = tuple[Caller | None, Login]


class Authentication:
    """Puts who asks into the state of a request, as `caller` and `login`, or refuses the request."""

    def __init__(self, app: ASGIApp, *, callers: Callers) -> None:
        self._app = app
        self._callers = callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request, or refuse it."""
        if scope["type"] != "http" or not _asks_for_a_caller(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            found = _key_in_address(scope) or await self._find(scope)
        except TragError as error:
            found = error_response(error)
        if isinstance(found, Response):
            await found(scope, receive, send)
            return
        caller, login = found
        scope.setdefault("state", {}).update(caller=caller, login=login)
        token = login.session.token if login.session else ""
        await self._app(scope, receive, _with_cookie(send, scope, token) if token else send)

    async def _find(self, scope: Scope) -> _Found | Response:
        headers, callers = Headers(scope=scope), self._callers
        given = headers.get("authorization", "")
        scheme, _, token = given.partition(" ")
        token = token.strip() if scheme.lower() == "bearer" else ""
        if token and callers.is_servers_own(token):
            return OWNER, Login("owner")
        path, method = scope["path"].rstrip("/"), scope["method"]
        if (method not in CHANGING or _is_open(path)) and await run_in_threadpool(callers.is_open):
            return OWNER, Login("nothing")
        if (method, path) in _LOGIN:
            return None, Login("nothing")
        if given:
            return await run_in_threadpool(callers.by_token, token, _address(scope)) or _unauthorised()
        return await self._by_cookie(scope, headers)

    async def _by_cookie(self, scope: Scope, headers: Headers) -> _Found | Response:
        cookie = _cookie(headers, cookie_name(scope))
        session = await run_in_threadpool(self._callers.by_session, cookie)
        if session is None:
            return _unauthorised()
        sent = headers.get(CSRF_HEADER, "").encode()
        if scope["method"] in CHANGING and not secrets.compare_digest(sent, session.csrf.encode()):
            return _forged()
        return session.caller, Login("session", session, session.token or cookie)


def _asks_for_a_caller(path: str) -> bool:
    path = path.rstrip("/")
    return path in {"/v1", "/metrics"} or path.startswith("/v1/")


def _is_open(path: str) -> bool:
    return path in _ASKING or _OWN_NOTES.fullmatch(path) is not None


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""


def _unauthorised() -> Response:
    refusal = problem(
        401,
        "unauthorised",
        "This request needs a valid key.",
        "Log in, or send the header 'Authorization: Bearer KEY'.",
    )
    refusal.headers["WWW-Authenticate"] = "Bearer"
    return refusal


def _forged() -> Response:
    return problem(
        403,
        "csrf",
        "This request does not prove that trag's own page sent it.",
        f"Send the header {CSRF_HEADER} with the `csrf_token` that GET /v1/session tells.",
    )


def _key_in_address(scope: Scope) -> Response | None:
    """The refusal of a key where logs and histories keep it."""
    sent = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    if not any(name.lower() in _NAMES_OF_KEYS or value.startswith("trag_") for name, value in sent):
        return None
    return problem(
        400,
        "key_in_address",
        "A key stands in the address of this request, where logs keep it.",
        "Revoke that key, and send another in the header 'Authorization: Bearer KEY'.",
    )


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _with_cookie(send: Send, scope: Scope, token: str) -> Send:
    async def add(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("Set-Cookie", set_cookie(scope, token))
        await send(message)

    return add
