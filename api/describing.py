"""The description of the API: what every route may answer, and what its parts are for."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from api.bodies import CHANGING
from api.problems import PROBLEMS
from api.responses import ProblemDetails

Responses = dict[int | str, dict[str, Any]]

# Their errors have the shape that clients of OpenAI's API read.
_OTHERS_SHAPE = ("/v1/chat/", "/v1/models")
_MEDIA_TYPE = "application/problem+json"
_SCHEMA = "#/components/schemas/ProblemDetails"
_EVENTS = "text/event-stream"
_EVENT = {
    "type": "object",
    "description": "A server-sent event; the last is `done`, or `error` with problem details.",
    "properties": {
        "event": {"type": "string"},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
    "required": ["event", "data"],
}
_ALWAYS = ("key_in_address", "unauthorised", "forbidden", "foreign_origin", "too_many_attempts", "error")
_OF_THE_FOLDER = ("data_folder",)
_OF_A_BODY = ("bad_request", "too_slow", "too_large", "wrong_content_type", "invalid_request")

TAGS = [
    {"name": "answers", "description": "Questions and their checked, cited answers, whole or as events."},
    {"name": "conversations", "description": "Conversations that are kept: ask in them, rename, export."},
    {"name": "feedback", "description": "What people think of answers, and what would have been right."},
    {
        "name": "evaluation",
        "description": "Runs that measure whether answers are right, and what came of them.",
    },
    {"name": "search", "description": "Passages for a question, without an answer."},
    {"name": "documents", "description": "The documents, their passages, versions and originals."},
    {"name": "jobs", "description": "What is being taken in, what waits, and how it went."},
    {"name": "tree", "description": "The organisation tree: import, versions, units and people."},
    {"name": "session", "description": "Logging in and out on the page."},
    {"name": "accounts", "description": "Users, their groups and their API keys."},
    {"name": "ingest", "description": "Taking in what lies on the server's own disk."},
    {"name": "OpenAI-compatible", "description": "For clients of OpenAI's API; errors have its shape, too."},
    {"name": "administration", "description": "For admins: audit log, settings, models, backups."},
    {"name": "status", "description": "How the server is, for people and for monitors."},
]


def problems(*codes: str) -> Responses:
    """The responses of a route that may refuse for these reasons, to be given as `responses`."""
    return {status: _response(status, told) for status, told in _by_status(codes).items()}


def tagged() -> Responses:
    """The response of a GET that has an ETag, to be given in `responses`."""
    header = {"description": "Changes whenever the answer does.", "schema": {"type": "string"}}
    return {
        200: {"headers": {"ETag": header}},
        304: {"description": "The client has it already, says If-None-Match", "headers": {"ETag": header}},
    }


# How a client shows who it is; the page also sends X-CSRF-Token with what it changes.
SCHEMES = {
    "key": {"type": "http", "scheme": "bearer", "description": "An API key; asked for what changes."},
    "session": {"type": "apiKey", "in": "cookie", "name": "trag_session", "description": "Of the page."},
}


class Api(FastAPI):
    """An application whose description tells every refusal that its routes share."""

    def openapi(self) -> dict[str, Any]:
        """The description as OpenAPI 3.1."""
        if self.openapi_schema is None:
            description = super().openapi()
            schemas = description.setdefault("components", {}).setdefault("schemas", {})
            schemas["ProblemDetails"] = ProblemDetails.model_json_schema()
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            description["components"]["securitySchemes"] = SCHEMES
            for path, methods in description["paths"].items():
                for method, route in methods.items():
                    _complete(path, method.upper(), route)
        return self.openapi_schema or {}


def _complete(path: str, method: str, route: dict[str, Any]) -> None:
    responses = route["responses"]
    for response in responses.values():
        if _EVENTS in response.get("content", {}):
            response["content"][_EVENTS] = {"schema": _EVENT}
    if path.startswith(_OTHERS_SHAPE):
        responses.pop("422", None)
        return
    if "HTTPValidationError" in str(responses.get("422")):
        del responses["422"]  # the framework's own shape, which this API never sends
    for status, told in _by_status(_shared(path, method, route)).items():
        shared = _response(status, told)
        known = responses.setdefault(str(status), shared)
        sentences = dict.fromkeys([*known["description"].split("; "), *told.split("; ")])
        known["description"] = "; ".join(sentences)
    route["responses"] = dict(sorted(responses.items()))
    if path.startswith("/v1/"):
        route["security"] = [{"key": []}] if method in CHANGING else [{}, {"key": []}]


def _shared(path: str, method: str, route: dict[str, Any]) -> Iterator[str]:
    if not path.startswith("/v1"):
        yield "foreign_origin"
        yield "error"
        return
    yield from (*_ALWAYS, *_OF_THE_FOLDER)
    yield from ("index_mismatch", "disk_full", "csrf") if method in CHANGING else ()
    yield from _OF_A_BODY if method in CHANGING else ()
    yield from ("not_found",) if "{" in path else ()
    yield from ("invalid_request",) if route.get("parameters") else ()


def _by_status(codes: Any) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        found.setdefault(PROBLEMS[code].status, []).append(f"{PROBLEMS[code].title} (`{code}`)")
    return {status: "; ".join(told) for status, told in found.items()}


def _response(status: int, told: str) -> dict[str, Any]:
    response: dict[str, Any] = {"description": told, "content": {_MEDIA_TYPE: {"schema": {"$ref": _SCHEMA}}}}
    header = {401: "WWW-Authenticate", 429: "Retry-After"}.get(status)
    if header:
        response["headers"] = {header: {"schema": {"type": "string"}}}
    return response
