"""Every error as JSON of one shape: {"code", "message", "hint"}."""

import logging
import uuid
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trag.errors import (
    ApiError,
    CasesError,
    DataFolderError,
    DiskFullError,
    DocumentError,
    IndexMismatchError,
    JobError,
    ModelError,
    ModelRequestError,
    SettingsError,
    TragError,
    TreeError,
)
from trag.wire import error_to_json

logger = logging.getLogger("trag.api")


class NotFoundError(TragError):
    """There is no such thing under this address."""

    code = "not_found"


class NoTreeError(NotFoundError):
    """No organisation tree is in force."""

    code = "no_tree"


class BusyError(TragError):
    """The server has as much to do as it can."""

    code = "busy"


STATUS: dict[type[TragError], int] = {
    SettingsError: 500,
    DataFolderError: 503,
    DiskFullError: 507,
    DocumentError: 422,
    TreeError: 422,
    JobError: 409,
    IndexMismatchError: 409,
    ModelError: 503,
    ModelRequestError: 502,
    CasesError: 422,
    NotFoundError: 404,
    BusyError: 503,
    ApiError: 502,
    TragError: 500,
}
_CODES = {
    400: "bad_request",
    401: "unauthorised",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "wrong_content_type",
}
_UNKNOWN = {
    404: ("There is nothing under this address.", "The address /docs lists all there is."),
    405: ("This address does not know this method.", "The address /docs lists what it knows."),
}


def status_of(error: TragError) -> int:
    """The HTTP status of an error: that of the nearest kind in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem(status: int, code: str, message: str, hint: str = "") -> JSONResponse:
    """A refusal in the one shape."""
    return JSONResponse({"code": code, "message": message, "hint": hint}, status)


def unexpected(error: BaseException, place: str) -> TragError:
    """What a client may know about a bug: a number to look for in the log, nothing else."""
    number = uuid.uuid4().hex[:12]
    logger.error("request %s failed in %s", number, place, exc_info=error)
    return TragError("Something went wrong in the server.", hint=f"Its log tells more at request {number}.")


class UnexpectedErrors:
    """Turns a bug into a 500 without a stack trace."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request."""
        started = False

        async def note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, note)
        except Exception as exc:
            if started or scope["type"] != "http":
                raise
            shown = unexpected(exc, f"{scope['method']} {scope['path']}")
            await JSONResponse(error_to_json(shown), 500)(scope, receive, send)


def add_error_handlers(app: FastAPI) -> None:
    """Give every error of `app` its status and the one shape."""
    app.exception_handler(TragError)(_trag_error)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_http_error)


async def _trag_error(_request: Request, exc: TragError) -> JSONResponse:
    return JSONResponse(error_to_json(exc), status_of(exc))


async def _invalid(_request: Request, exc: RequestValidationError) -> JSONResponse:
    # Never the input itself: it may be long, secret or broken text.
    sentences = [f"{_place(error['loc'])}: {error['msg']}" for error in exc.errors()[:10]]
    return problem(422, "invalid_request", "; ".join(sentences), "The address /docs shows what is expected.")


async def _http_error(_request: Request, exc: HTTPException) -> JSONResponse:
    code = _CODES.get(exc.status_code, "error")
    message, hint = _UNKNOWN.get(exc.status_code, (str(exc.detail), ""))
    response = problem(exc.status_code, code, message, hint)
    response.headers.update(exc.headers or {})
    return response


def _place(loc: tuple[Any, ...]) -> str:
    # json_invalid puts a position into loc; what a client sent as a key may be long.
    return ".".join(str(part)[:60] for part in loc)
