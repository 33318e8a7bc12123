"""A server that speaks OpenAI's chat completions and knows one sentence: `model_server.py ADDRESS`."""

import json
import socketserver
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SENTENCE = "A travel request must be handed in at least 14 days before departure [1]."


class Answering(BaseHTTPRequestHandler):
    """Lists one model, and gives the sentence as a stream."""

    def do_GET(self) -> None:
        self._send(
            "application/json", json.dumps({"object": "list", "data": [{"id": "one", "object": "model"}]})
        )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        pieces = [piece({"role": "assistant", "content": SENTENCE}), piece({}, "stop")]
        self._send("text/event-stream", "".join(f"data: {one}\n\n" for one in [*pieces, "[DONE]"]))

    def _send(self, kind: str, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  the base class's name
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """One that, unlike its base class, does not ask a resolver for its own name."""

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]


def piece(delta: dict[str, str], end: str | None = None) -> str:
    """A chunk of a streamed completion."""
    choice = {"index": 0, "delta": delta, "finish_reason": end}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "one", "choices": [choice]}
    return json.dumps(chunk)


if __name__ == "__main__":
    with Server((sys.argv[1], 0), Answering) as server:
        print(f"http://{sys.argv[1]}:{server.server_port}/v1", flush=True)
        server.serve_forever()
