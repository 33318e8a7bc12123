"""The least role that each route asks for; a route that is not named here is closed to everybody."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem
from trag.types.people import Caller, CallerRole

_READER: CallerRole = "reader"
_EDITOR: CallerRole = "editor"
_ADMIN: CallerRole = "admin"

# By path, then by method. What reads files of the server's own disk is for admins: its keys lie there, too.
LEAST_ROLES: dict[str, dict[str, CallerRole]] = {
    "/metrics": {"GET": _ADMIN},
    "/v1/answers": {"POST": _READER},
    "/v1/answers/{answer_id}/events": {"GET": _READER},
    "/v1/context": {"POST": _READER},
    "/v1/search": {"POST": _READER},
    "/v1/search/ways": {"POST": _EDITOR},
    "/v1/chat/completions": {"POST": _READER},
    "/v1/models": {"GET": _READER},
    "/v1/models/{model}": {"GET": _READER},
    "/v1/status": {"GET": _READER},
    "/v1/verify": {"GET": _EDITOR},
    "/v1/documents": {"GET": _READER, "POST": _EDITOR},
    "/v1/documents/delete": {"POST": _EDITOR},
    "/v1/documents/groups": {"POST": _EDITOR},
    "/v1/documents/{document_id}": {"GET": _READER, "DELETE": _EDITOR, "PATCH": _EDITOR},
    "/v1/document-groups": {"GET": _ADMIN},
    "/v1/document-groups/rules": {"PUT": _ADMIN},
    "/v1/document-groups/default": {"PUT": _ADMIN},
    "/v1/documents/{document_id}/passages": {"GET": _READER},
    "/v1/documents/{document_id}/versions": {"GET": _READER},
    "/v1/documents/{document_id}/original": {"GET": _READER},
    "/v1/documents/{document_id}/pages/{page}": {"GET": _READER},
    "/v1/ingest": {"POST": _ADMIN},
    "/v1/ingest/plan": {"POST": _ADMIN},
    "/v1/reindex": {"POST": _ADMIN},
    "/v1/jobs": {"GET": _EDITOR, "POST": _ADMIN},
    "/v1/jobs/{job_id}": {"GET": _EDITOR},
    "/v1/jobs/{job_id}/events": {"GET": _EDITOR},
    "/v1/jobs/{job_id}/cancel": {"POST": _EDITOR},
    "/v1/jobs/{job_id}/retry": {"POST": _EDITOR},
    "/v1/tree": {"GET": _READER, "PUT": _EDITOR},
    "/v1/tree/diff": {"POST": _EDITOR},
    "/v1/tree/outline": {"GET": _READER},
    # The file names its sources, which a reader may not know.
    "/v1/tree/file": {"GET": _EDITOR},
    "/v1/tree/rollback": {"POST": _EDITOR},
    "/v1/tree/versions": {"GET": _READER},
    "/v1/tree/versions/{version}": {"GET": _EDITOR},
    "/v1/tree/search": {"GET": _READER},
    "/v1/tree/nodes/{node_id:path}": {"GET": _READER, "PATCH": _EDITOR},
    "/v1/conversations": {"GET": _READER, "POST": _READER, "DELETE": _READER},
    "/v1/conversations/export": {"GET": _READER},
    "/v1/conversation-owners": {"GET": _ADMIN},
    "/v1/conversations/{conversation_id}": {"GET": _READER, "PATCH": _READER, "DELETE": _READER},
    "/v1/conversations/{conversation_id}/export": {"GET": _READER},
    "/v1/conversations/{conversation_id}/messages": {"POST": _READER},
    "/v1/messages/{message_id}/feedback": {"POST": _READER, "DELETE": _READER},
    "/v1/feedback": {"GET": _READER},
    "/v1/feedback/export": {"GET": _EDITOR},
    "/v1/evaluation/case-sets": {"GET": _EDITOR, "POST": _EDITOR},
    "/v1/evaluation/case-sets/{name}": {"GET": _EDITOR, "DELETE": _EDITOR},
    "/v1/evaluation/compare": {"GET": _EDITOR},
    "/v1/evaluation/runs": {"GET": _EDITOR, "POST": _EDITOR},
    "/v1/evaluation/runs/{run_id}": {"GET": _EDITOR, "DELETE": _EDITOR},
    "/v1/evaluation/runs/{run_id}/cancel": {"POST": _EDITOR},
    "/v1/evaluation/runs/{run_id}/cases": {"GET": _EDITOR},
    "/v1/evaluation/runs/{run_id}/grades": {"GET": _EDITOR, "POST": _EDITOR},
    "/v1/evaluation/runs/{run_id}/report": {"GET": _EDITOR},
    "/v1/evaluation/runs/{run_id}/report.html": {"GET": _EDITOR},
    "/v1/evaluation/runs/{run_id}/resume": {"POST": _EDITOR},
    # Everybody logs in and out, and keeps their own keys; the route looks whose they are.
    "/v1/session": {"GET": _READER, "POST": _READER, "DELETE": _READER},
    "/v1/session/ways": {"GET": _READER},
    "/v1/session/password": {"POST": _READER},
    "/v1/session/oidc": {"GET": _READER},
    "/v1/session/oidc/callback": {"GET": _READER},
    "/v1/keys": {"GET": _READER, "POST": _READER},
    "/v1/keys/{key_id}": {"DELETE": _READER},
    "/v1/users": {"GET": _ADMIN, "POST": _ADMIN},
    "/v1/users/{name}": {"GET": _ADMIN, "PATCH": _ADMIN, "DELETE": _ADMIN},
    "/v1/users/{name}/password": {"PUT": _ADMIN},
    "/v1/audit": {"GET": _ADMIN},
    "/v1/settings": {"GET": _ADMIN, "PATCH": _ADMIN},
    "/v1/engines": {"GET": _ADMIN},
    "/v1/engines/{role}/check": {"POST": _ADMIN},
    "/v1/backups": {"GET": _ADMIN, "POST": _ADMIN},
    "/v1/groups": {"GET": _ADMIN, "POST": _ADMIN},
    "/v1/groups/{name}": {"DELETE": _ADMIN},
}


class Roles:
    """Refuses who may not do what a route does, before a body is read."""

    def __init__(self, app: ASGIApp, *, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request, or refuse it."""
        caller: Caller | None = scope.get("state", {}).get("caller")
        if scope["type"] == "http" and caller is not None and (reason := self._reason(scope, caller)):
            await problem(403, "forbidden", *reason)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    @cached_property
    def _known(self) -> list[tuple[str, str, re.Pattern[str]]]:
        # Routes are added after the guards: they are looked at when the first request comes.
        return [(method, path, compile_path(path)[0]) for method, path in routes_of(self._routes)]

    def _reason(self, scope: Scope, caller: Caller) -> tuple[str, str] | None:
        method, asked = scope["method"], scope["path"]
        path = next(
            (path for known, path, shape in self._known if known == method and shape.match(asked)), ""
        )
        if not path:
            return None  # there is no such route: the router says so
        least = LEAST_ROLES.get(path, {}).get(method)
        if least is None:
            return "Nobody may do this: no role is declared for it.", "Tell whoever runs this server."
        if not caller.may(least):
            return f"This is for the role {least}; you are {caller.role}.", "Ask an admin."
        return None


def routes_of(routes: Sequence[BaseRoute]) -> Iterator[tuple[str, str]]:
    """The method and the path of all that asks for a role, in the order it is looked for."""
    for context in iter_route_contexts(routes):
        if (context.path or "").startswith(("/v1", "/metrics")):
            for method in sorted(context.methods or ()):
                yield method, context.path or ""
