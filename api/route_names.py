"""What a request asks for, as logs and figures name it: by its route, never by its address."""

import re
from collections.abc import Sequence
from functools import cached_property

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, compile_path
from starlette.types import Scope

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PAGE, UNKNOWN = "page", "unknown"


class RouteNames:
    """The routes of an app by the addresses they answer. An address may hold a name; a route holds none."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = routes

    @cached_property
    def _known(self) -> list[tuple[frozenset[str], str, re.Pattern[str]]]:
        # Routes are added after the guards: they are looked at when the first request comes.
        return [
            (frozenset(context.methods or ()), context.path, compile_path(context.path)[0])
            for context in iter_route_contexts(self._routes)
            if context.path
        ]

    def of(self, method: str, path: str) -> str:
        """The route's template, as /v1/documents/{document_id}; a word for what is no route."""
        fitting = [(methods, name) for methods, name, shape in self._known if shape.match(path)]
        if fitting:
            return next((name for methods, name in fitting if method in methods), fitting[0][1])
        return UNKNOWN if path.startswith("/v1/") or path == "/v1" else PAGE


def route_of(scope: Scope) -> str:
    """The method and the route of a request, for a log."""
    method = scope["method"] if scope["method"] in METHODS else "other"
    return f"{method} {scope.get('state', {}).get('route', UNKNOWN)}"
