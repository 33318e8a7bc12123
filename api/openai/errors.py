"""Errors in the shape that clients of OpenAI's API read: {"error": {"message", "type", "param", "code"}}."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import meaning_of
from trag.errors import TragError
from trag.wire import Json

_FOLDERS = ("/v1/chat", "/v1/models")
_ERROR_FROM = 400
_SERVER_ERROR_FROM = 500
_TYPES = {403: "permission_error", 429: "rate_limit_error"}
# Names that clients of OpenAI's API look for.
_CODES = {401: "invalid_api_key"}


class ChatRequestError(TragError):
    """A request that can't be answered as it is; `param` names the part that stands in the way."""

    code = "invalid_request"
    status = 400

    def __init__(
        self, message: str, param: str, *, code: str = "", status: int = 400, hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.param = param
        self.code = code or self.code
        self.status = status


def error_body(status: int, code: str, message: str, hint: str = "", param: str | None = None) -> Json:
    """The one shape."""
    kind = "server_error" if status >= _SERVER_ERROR_FROM else "invalid_request_error"
    return {
        "error": {
            "message": f"{message} {hint}".strip(),
            "type": _TYPES.get(status, kind),
            "param": param,
            "code": _CODES.get(status, code),
        }
    }


def error_body_of(error: TragError) -> Json:
    """The one shape of an error of trag."""
    if isinstance(error, ChatRequestError):
        return error_body(error.status, error.code, error.message, error.hint, error.param)
    return error_body(meaning_of(error).status, error.code, error.message, error.hint)


class OpenAIRoute(APIRoute):
    """A route whose refusals name the parameter that was wrong."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with its refusals in the one shape."""
        handle = super().get_route_handler()

        async def handle_and_refuse(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as exc:
                return _invalid(exc)
            except ChatRequestError as exc:
                return JSONResponse(error_body_of(exc), exc.status)

        return handle_and_refuse


def _invalid(exc: RequestValidationError) -> Response:
    first = exc.errors()[0]
    # Never the input itself: it may be long, secret or broken text.
    place = ".".join(str(part)[:60] for part in first["loc"][1:]) if first["type"] != "json_invalid" else ""
    message = f"{place}: {first['msg']}." if place else f"{first['msg']}."
    return JSONResponse(error_body(400, ChatRequestError.code, message, param=place or None), 400)


class OpenAIErrors:
    """Gives every other error on these addresses the one shape: keys, sizes, methods, bugs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request."""
        ours = scope["type"] == "http" and f"{scope['path']}/".startswith(tuple(f"{f}/" for f in _FOLDERS))
        await self._app(scope, receive, _Reshaped(send) if ours else send)


class _Reshaped:
    """Sends what it gets, an error's body in the one shape."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= _ERROR_FROM:
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._end(self._start)

    async def _end(self, start: Message) -> None:
        body = reshaped(start["status"], self._body)
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(body))
        headers["content-type"] = "application/json"
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def reshaped(status: int, body: bytes) -> bytes:
    """An error's body in the one shape, as it is if it has it already."""
    try:
        data = json.loads(body)
    except ValueError:
        data = None
    data = data if isinstance(data, dict) else {}
    if isinstance(data.get("error"), dict):
        return body
    # Two shapes are known: trag's own, and that of problem details.
    message = str(data.get("message") or data.get("detail") or data.get("title") or f"Status {status}.")
    return json.dumps(
        error_body(status, str(data.get("code") or "error"), message, str(data.get("hint") or ""))
    ).encode()
