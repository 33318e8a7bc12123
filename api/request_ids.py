"""A number for each request: in its answer, in the log, and in what an error tells."""

import logging
import re
import uuid
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-Id"
_HARMLESS = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
_current: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """The id of the request that is being answered; "" outside of one."""
    return _current.get()


class RequestIds:
    """Gives each request an id, the client's own if it is short and harmless, and says it in the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        number = given if _HARMLESS.match(given) else uuid.uuid4().hex

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = number
            await send(message)

        token = _current.set(number)
        try:
            await self._app(scope, receive, add)
        finally:
            _current.reset(token)


class RequestIdFilter(logging.Filter):
    """Lets every line of a log say which request it is about; "-" for none."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add `request` to the record."""
        record.request = request_id() or "-"
        return True
