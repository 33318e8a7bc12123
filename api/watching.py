"""Every request is counted, timed and noted in the log: by its route, its end and who asked."""

import logging
import time
from collections.abc import Sequence

from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics
from api.route_names import PAGE, RouteNames, route_of
from api.stopping import WATCHED

logger = logging.getLogger("trag.requests")
# What a server stands for that nothing was sent for: its client was gone before.
LEFT = 499


class Watching:
    """Counts and logs each request when it is over. What monitors and pages fetch is logged for debugging."""

    def __init__(self, app: ASGIApp, *, routes: Sequence[BaseRoute], metrics: Metrics) -> None:
        self._app = app
        self._names = RouteNames(routes)
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = LEFT

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        start = time.monotonic()
        name = self._names.of(scope["method"], scope["path"])
        scope.setdefault("state", {})["route"] = name
        try:
            await self._app(scope, receive, watch)
        finally:
            self._note(scope, name, status, time.monotonic() - start)

    def _note(self, scope: Scope, name: str, status: int, seconds: float) -> None:
        method, _, route = route_of(scope).partition(" ")
        self._metrics.requested(method, route, status, seconds)
        caller = scope["state"].get("caller")
        told = {
            "caller": caller.id if caller else "",
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        level = logging.DEBUG if name in WATCHED or name == PAGE else logging.INFO
        logger.log(level, "%s %s: %d in %.0f ms", method, route, status, seconds * 1000, extra={"told": told})
