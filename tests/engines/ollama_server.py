"""A test server that speaks Ollama's protocol, as far as trag uses it, over a real llama.cpp.

    python tests/engines/ollama_server.py MODEL.gguf

It serves the file as `tiny:latest`, prints its address, and ends with its standard input.
"""

import json
import os
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import cache
from http import HTTPStatus
from typing import Any

import httpx
import uvicorn
import xllamacpp
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

NAME = "tiny:latest"
DEFAULT_CONTEXT = 4096
app = FastAPI()


@app.get("/api/version")
def version() -> dict[str, str]:
    return {"version": "0.0.0-test"}


@app.get("/api/tags")
def tags() -> dict[str, Any]:
    return {"models": [{"name": NAME, "model": NAME, "size": 1, "digest": "0"}]}


@app.post("/api/chat")
async def chat(request: Request) -> Response:
    asked = await request.json()
    if asked["model"] not in (NAME, "tiny"):
        return JSONResponse({"error": f"model '{asked['model']}' not found"}, 404)
    if asked.get("truncate", True):
        return JSONResponse({"error": "a real Ollama would cut a long prompt in silence"}, 500)
    client = httpx.AsyncClient(base_url=llama(asked["options"].get("num_ctx", DEFAULT_CONTEXT)), timeout=300)
    send = client.build_request("POST", "/v1/chat/completions", json=translated(asked))
    answer = await client.send(send, stream=True)
    if answer.status_code != HTTPStatus.OK:
        error = json.loads(await answer.aread())["error"]
        return JSONResponse({"error": error["message"]}, answer.status_code)
    return StreamingResponse(parts(answer), media_type="application/x-ndjson")


def translated(asked: dict[str, Any]) -> dict[str, Any]:
    options = asked["options"]
    request = {
        "messages": asked["messages"],
        "max_tokens": options["num_predict"],
        "temperature": options["temperature"],
        "stream": True,
    }
    if schema := asked.get("format"):
        request["response_format"] = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
    return request


async def parts(answer: httpx.Response) -> AsyncIterator[str]:
    reason = "stop"
    async with aclosing(answer):
        async for line in answer.aiter_lines():
            if not line.startswith("data: {"):
                continue
            for choice in json.loads(line[6:])["choices"]:
                reason = choice["finish_reason"] or reason
                if text := choice["delta"].get("content"):
                    yield part(text, done=False)
    yield part("", done=True, done_reason=reason)


def part(text: str, **more: Any) -> str:
    message = {"role": "assistant", "content": text}
    return (
        json.dumps({"model": NAME, "created_at": "2026-01-01T00:00:00Z", "message": message, **more}) + "\n"
    )


@cache
def llama(context_length: int) -> str:
    """The address of a server with this context, as Ollama loads a model anew for another num_ctx."""
    params = xllamacpp.CommonParams()
    params.model.path = sys.argv[1]
    params.n_ctx = context_length
    params.n_parallel = 1
    params.warmup = params.fit_params = False
    params.verbosity = 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 2
    servers.append(xllamacpp.Server(params))
    return str(servers[-1].listening_address)


servers: list[Any] = []


def end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    socket = server.config.bind_socket()
    socket.listen()  # from here on nobody is turned away
    print(json.dumps({"url": f"http://127.0.0.1:{socket.getsockname()[1]}"}), flush=True)  # noqa: T201  its caller reads it
    server.run([socket])
