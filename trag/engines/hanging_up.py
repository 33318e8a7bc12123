"""Hanging up on a model server at once: when an answer is stopped, also while it is silent, or never ends."""

import contextlib
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from trag.stopping import current_stop

if TYPE_CHECKING:
    from httpx import Request, Response, SyncByteStream

# Bytes of one response: more than fifty thousand tokens take. A line that never ends is kept whole.
MOST_BYTES = 16_000_000
# The event with which a new connection tells of its socket.
_CONNECTED = "connection.connect_tcp.complete"


def hang_up_when_stopped(request: "Request") -> None:
    """A hook for httpx: whoever stops the answer of this thread cuts the request's connection.

    A model reads for half a minute before its first word. Whoever waits for that in `recv` is woken by
    nothing but the end of the connection, which is also what tells the model server to stop.
    """
    stop = current_stop()
    if stop is None:
        return

    def trace(event: str, told: dict[str, Any]) -> None:
        if event == _CONNECTED:
            connection = told["return_value"].get_extra_info("socket")
            stop.on_set(lambda: _cut(connection))

    request.extensions["trace"] = trace


def refuse_floods(response: "Response") -> None:
    """A hook for httpx: a response that is longer than any answer raises httpx.ReadError."""
    import httpx

    source = cast("SyncByteStream", response.stream)  # the client is no asynchronous one

    class Limited(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            left = MOST_BYTES
            for chunk in source:
                left -= len(chunk)
                if left < 0:
                    raise httpx.ReadError(f"it is longer than {MOST_BYTES:,} bytes.")
                yield chunk

        def close(self) -> None:
            source.close()

    response.stream = Limited()


def client_options() -> dict[str, Any]:
    """What an httpx client needs for it: the hooks, and a connection of its own for every request."""
    import httpx

    # Only a new connection tells of its socket; on loopback one costs a fraction of a millisecond.
    return {
        "event_hooks": {"request": [hang_up_when_stopped], "response": [refuse_floods]},
        "limits": httpx.Limits(max_keepalive_connections=0),
    }


def _cut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
