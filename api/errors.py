"""Every error as problem details (RFC 9457), with our members `code`, `hint` and `problems`."""

import json
import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import (
    CODE_OF_STATUS,
    PROBLEMS,
    UNKNOWN,
    BadCursorError,
    BusyError,
    Meaning,
    NotFoundError,
    NoTreeError,
    meaning_of,
)
from api.queueing.limits import TooManyError
from api.request_ids import request_id
from api.route_names import route_of
from trag.errors import ModelRequestError, TooManyAttemptsError, TragError
from trag.wire import Json, error_to_json

__all__ = [
    "BadCursorError",
    "BusyError",
    "NoTreeError",
    "NotFoundError",
    "Problem",
    "UnexpectedErrors",
    "add_error_handlers",
    "error_response",
    "problem",
    "problem_details",
    "status_of",
    "unexpected",
]

logger = logging.getLogger("trag.api")

MEDIA_TYPE = "application/problem+json"
_SERVERS_OWN = 500
_WHO_IS_THIS = 401
_MOST_SHOWN = 10
_UNKNOWN = {
    404: ("There is nothing under this address.", "The address /docs lists all there is."),
    405: ("This address does not know this method.", "The address /docs lists what it knows."),
}


class Problem(JSONResponse):
    """An answer that says what went wrong; ASCII only, so that no text of a client can break it."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        """The members as JSON."""
        return json.dumps(content).encode("ascii")


def status_of(error: TragError) -> int:
    """The HTTP status of an error."""
    return meaning_of(error).status


def problem_details(error: TragError) -> Json:
    """All that a client may know about an error."""
    return _details(meaning_of(error), error_to_json(error))


def problem(status: int, code: str, detail: str, hint: str = "") -> Problem:
    """A refusal in the one shape."""
    meaning = PROBLEMS.get(code, PROBLEMS[UNKNOWN])
    shown = Meaning(status, meaning.title)
    return Problem(_details(shown, {"code": code, "detail": detail, "hint": hint}), status)


def unexpected(error: BaseException, place: str) -> TragError:
    """What a client may know about a bug: a number to look for in the log, nothing else."""
    number = request_id()
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
            shown = unexpected(exc, route_of(scope))
            await Problem(problem_details(shown), 500)(scope, receive, send)


def add_error_handlers(app: FastAPI) -> None:
    """Give every error of `app` its status and the one shape."""
    app.exception_handler(TragError)(_trag_error)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(http_problem)


def error_response(error: TragError) -> Problem:
    """The answer that tells of an error, and when to come back or how to show who one is."""
    details = problem_details(error)
    response = Problem(details, details["status"])
    if isinstance(error, TooManyError | TooManyAttemptsError):
        response.headers["Retry-After"] = str(error.retry_after)
    if details["status"] == _WHO_IS_THIS:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def http_problem(_request: object, exc: HTTPException) -> Problem:
    """The problem that stands for an error of the framework."""
    code = CODE_OF_STATUS.get(exc.status_code, UNKNOWN)
    detail, hint = _UNKNOWN.get(exc.status_code, (str(exc.detail), ""))
    response = problem(exc.status_code, code, detail, hint)
    response.headers.update(exc.headers or {})
    return response


def _details(meaning: Meaning, members: Json) -> Json:
    details: Json = {
        "type": f"/docs#problem-{members['code']}",
        "title": meaning.title,
        "status": meaning.status,
        "detail": members["detail"],
    }
    if number := request_id():
        details["instance"] = f"urn:trag:request:{number}"
    return details | members


async def _trag_error(request: Request, exc: TragError) -> Problem:
    details = problem_details(exc)
    if details["status"] >= _SERVERS_OWN:
        place, number = route_of(request.scope), request_id()
        logger.warning("request %s: %s gives %s: %s", number, place, exc.code, _sayable(exc))
    return error_response(exc)


def _sayable(error: TragError) -> str:
    # Another server's words may quote the question it was sent; those for debugging tell them.
    if not isinstance(error, ModelRequestError):
        return error.message
    logger.debug("%s", error.message)
    return meaning_of(error).title


async def _invalid(_request: Request, exc: RequestValidationError) -> Problem:
    # Never the input itself: it may be long, secret or broken text.
    sentences = [f"{_place(error['loc'])}: {error['msg']}" for error in exc.errors()[:_MOST_SHOWN]]
    return problem(422, "invalid_request", "; ".join(sentences), "The address /docs shows what is expected.")


def _place(loc: tuple[Any, ...]) -> str:
    # json_invalid puts a position into loc; what a client sent as a key may be long, or no text at all.
    return ".".join(str(part)[:60].encode("utf-8", "replace").decode() for part in loc)
