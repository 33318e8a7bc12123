"""Model servers that fail in one way or another: they speak OpenAI's protocol and Ollama's, up to a point."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SAID = "Parental leave is 16 weeks [1]."


def word(text: str) -> bytes:
    """A piece of an answer as OpenAI's protocol has it."""
    return _event({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]})


def _event(value: Any) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()


END = _event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}) + b"data: [DONE]\n\n"


def piece(text: str, *, done: bool = False) -> bytes:
    """A piece of an answer as Ollama sends it."""
    message = {"role": "assistant", "content": text}
    return json.dumps({"model": "tiny", "message": message, "done": done}).encode() + b"\n"


class Failing(ThreadingHTTPServer):
    """Answers well until it is told how to fail; `hold` is what a hung answer waits for."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.fail: Callable[[_Handler], None] | None = None
        self.hold = threading.Event()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients hang up: that is what they are tested for."""


class _Handler(BaseHTTPRequestHandler):
    server: Failing

    def do_GET(self) -> None:
        if self.path == "/api/version":
            self.send("application/json", json.dumps({"version": "0.30.0"}).encode())
        elif self.path == "/api/tags":
            self.send(
                "application/json", json.dumps({"models": [{"name": "tiny", "model": "tiny"}]}).encode()
            )
        else:
            self.send("application/json", json.dumps({"object": "list", "data": [{"id": "tiny"}]}).encode())

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.fail:
            self.server.fail(self)
        else:
            self.send("text/event-stream", self.well())

    def well(self) -> bytes:
        """The whole answer."""
        return piece(SAID) + piece("", done=True) if self.is_ollama else word(SAID) + END

    @property
    def is_ollama(self) -> bool:
        """True when it is Ollama's protocol."""
        return self.path.startswith("/api/")

    def send(self, kind: str, body: bytes, status: int = 200) -> None:
        """Send this, and hang up."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
        """Say nothing."""


def broken(handler: _Handler) -> None:
    """HTTP 500, in words of its own."""
    handler.send("application/json", b'{"error": {"message": "out of memory"}}', 500)


def page(handler: _Handler) -> None:
    """The page of a proxy, instead of an answer."""
    handler.send("text/html", b"<!doctype html><html><body><h1>Welcome</h1></body></html>")


def bad_gateway(handler: _Handler) -> None:
    """The page of a proxy that can't reach the model."""
    handler.send("text/html", b"<html><body><h1>502 Bad Gateway</h1></body></html>", 502)


def cut(handler: _Handler) -> None:
    """Half an answer."""
    handler.send("text/event-stream", piece(SAID) if handler.is_ollama else word(SAID))


def empty(handler: _Handler) -> None:
    """An answer without a word."""
    handler.send("text/event-stream", piece("", done=True) if handler.is_ollama else END)


def nothing(handler: _Handler) -> None:
    """A body without a byte."""
    handler.send("text/event-stream", b"")


def binary(handler: _Handler) -> None:
    """Bytes that are no text."""
    handler.send("text/event-stream", b"data: \xff\xfe\x00\x80\n\n" * 20)


def other_json(handler: _Handler) -> None:
    """JSON of another shape."""
    shapes = ("5", "null", "[]", '{"choices": null}', '{"choices": [{"delta": null}]}', '{"message": 7}')
    lead = "" if handler.is_ollama else "data: "
    handler.send("text/event-stream", "".join(f"{lead}{shape}\n\n" for shape in shapes).encode())


def endless(handler: _Handler) -> None:
    """Words without end, far beyond the tokens that were asked for."""
    handler.send("text/event-stream", b"")
    said = piece("on and on ") if handler.is_ollama else word("on and on ")
    with suppress(OSError):
        while not handler.server.hold.is_set():
            handler.wfile.write(said)


def endless_line(handler: _Handler) -> None:
    """A line without end."""
    handler.send("text/event-stream", b"data: ")
    with suppress(OSError):
        while not handler.server.hold.is_set():
            handler.wfile.write(b"0" * 65536)


def hung(handler: _Handler) -> None:
    """A word, and then nothing."""
    handler.send("text/event-stream", piece("Parental ") if handler.is_ollama else word("Parental "))
    handler.server.hold.wait(60)


def deaf(handler: _Handler) -> None:
    """Nothing at all."""
    handler.server.hold.wait(60)


def unknown_model(handler: _Handler) -> None:
    """The model has gone."""
    handler.send("application/json", b'{"error": "model \'tiny\' not found"}', 404)


@contextmanager
def failing(port: int = 0) -> Iterator[Failing]:
    """A server that runs until the block ends."""
    with Failing(port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.hold.set()
            server.shutdown()
