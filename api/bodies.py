"""What a request may bring: how much, of which type, how slowly, and JSON that means one thing only."""

import asyncio
import json
import re
import time
from collections.abc import Iterable
from typing import Any, NoReturn

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import http_problem, problem

MEGABYTE = 1024 * 1024
BODY_LIMIT = 2 * MEGABYTE
# What names and boundaries add to the files of an upload.
UPLOAD_FRAME = MEGABYTE
# The tree of a large organisation is one file; only a holder of a key can send it.
TREE_LIMIT = 64 * MEGABYTE
UPLOAD = ("POST", "/v1/documents")
# A body has these seconds, and more as it comes: who sends slower than any line holds a place for nothing.
PATIENCE_SECONDS = 20.0
SLOWEST_BYTES_A_SECOND = 10_000
NO_JSON = "The body of a request must be JSON."
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class BodyLimit:
    """Refuses bodies that are too long, announced or not, too slow, or not what the route reads."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._limits = {
            ("PUT", "/v1/tree"): TREE_LIMIT,
            ("POST", "/v1/tree/diff"): TREE_LIMIT,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        route = (scope["method"], scope["path"])
        limit = _upload_limit(scope) if route == UPLOAD else self._limits.get(route, BODY_LIMIT)
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdecimal()) or len(length) > 18 or int(length) > limit:  # noqa: PLR2004
            await problem(413, "too_large", _too_long(limit))(scope, receive, send)
        elif _must_say_its_kind(scope["method"], headers) and _kind(headers) != (
            wanted := _wanted_kind(route)
        ):
            message = "The files of a request must be sent as a form." if route == UPLOAD else NO_JSON
            hint = f"Send the header 'Content-Type: {wanted}'."
            await problem(415, "wrong_content_type", message, hint)(scope, receive, send)
        else:
            await self._app(scope, _measured(receive, limit), send)


class StrictJson:
    """Refuses JSON that readers take differently: a key twice, no number, half a character."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request, or refuse it."""
        if (
            scope["type"] != "http"
            or scope["method"] not in CHANGING
            or _kind(Headers(scope=scope)) != "application/json"
        ):
            await self._app(scope, receive, send)
            return
        try:
            messages = await _whole(receive)
        except HTTPException as exc:
            await http_problem(scope, exc)(scope, receive, send)
            return
        reason = _doubt(b"".join(message.get("body", b"") for message in messages))
        if reason:
            await problem(400, "bad_request", reason, "Send one JSON object in UTF-8.")(scope, receive, send)
            return
        await self._app(scope, _again(messages, receive), send)


def _upload_limit(scope: Scope) -> int:
    # Looked up for each request: the setting may change while the server runs.
    return int(scope["app"].state.upload_limit_mb) * MEGABYTE + UPLOAD_FRAME


def _must_say_its_kind(method: str, headers: Headers) -> bool:
    # A DELETE says all in its address, and no page of another origin can send one unasked.
    is_empty = headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers
    return method in CHANGING and not (method == "DELETE" and is_empty)


def _measured(receive: Receive, limit: int) -> Receive:
    """The body as it comes, until it is too long or too slow."""
    seen, is_whole, started = 0, False, time.monotonic()

    async def measure() -> Message:
        nonlocal seen, is_whole
        if is_whole:
            return await receive()  # waits for the client to leave, however long that takes
        allowed = PATIENCE_SECONDS + seen / SLOWEST_BYTES_A_SECOND
        try:
            message = await asyncio.wait_for(receive(), max(0.0, started + allowed - time.monotonic()))
        except TimeoutError:
            raise HTTPException(408, "The body of this request did not come in time.") from None
        seen += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if seen > limit:
            raise HTTPException(413, _too_long(limit))
        return message

    return measure


async def _whole(receive: Receive) -> list[Message]:
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


def _again(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def again() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return again


def _doubt(body: bytes) -> str:
    """Why this is not JSON that means one thing only; "" if it is, or if there is none."""
    if not body:
        return ""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
        if _SURROGATE.search(body):
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except _DoubtError as exc:
        return str(exc)
    except UnicodeError:
        return "The body holds bytes or escapes that are no characters."
    except RecursionError:
        return "The JSON of this body is nested too deeply."
    except ValueError:
        return "The body is not valid JSON."
    return ""


class _DoubtError(Exception):
    """What is doubtful in a body."""


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _DoubtError(f"The body has the key {key[:40]!a} twice.")
        found[key] = value
    return found


def _no_number(constant: str) -> NoReturn:
    raise _DoubtError(f"{constant} is not a JSON value.")


def _too_long(limit: int) -> str:
    return f"The body of this request may have {limit:,} bytes."


def _kind(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _wanted_kind(route: tuple[str, str]) -> str:
    return "multipart/form-data" if route == UPLOAD else "application/json"
