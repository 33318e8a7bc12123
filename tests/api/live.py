"""A real server on loopback, for tests in which the connection itself matters."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Literal

import uvicorn
from fastapi import FastAPI


@contextlib.contextmanager
def running(app: FastAPI, http: Literal["auto", "h11", "httptools"] = "auto") -> Iterator[str]:
    """The URL of a server that runs `app` until the block ends; `http` is what reads its requests."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, lifespan="off", ws="none", http=http, log_config=None, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


def wait_until(true: threading.Event, seconds: float) -> float:
    """The seconds until the event was set; fails after `seconds`."""
    start = time.monotonic()
    assert true.wait(seconds), f"nothing happened in {seconds} seconds"
    return time.monotonic() - start
