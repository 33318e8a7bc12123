"""Real model servers for tests: each a process of its own, ended when the block is left."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from trag.engines.llama_server import LlamaServer
from trag.engines.ollama import OllamaGenerator, find_ollama
from trag.engines.openai import OpenAIGenerator

OLLAMA_SERVER = Path(__file__).with_name("ollama_server.py")
REAL_OLLAMA = os.environ.get("TRAG_OLLAMA_URL", "")


@dataclass(frozen=True)
class RunningOllama:
    """An Ollama server for tests; `pid` is None if it is a real one, not ours to kill."""

    url: str
    model: str
    pid: int | None

    def generator(self, *, context_length: int = 65536, model: str = "") -> OllamaGenerator:
        return OllamaGenerator(
            model or self.model,
            self.url,
            context_length=context_length,
            allow_unreleased=self.pid is not None,
        )


@contextmanager
def running_ollama(gguf: Path) -> Iterator[RunningOllama]:
    """The real Ollama at TRAG_OLLAMA_URL with its first model, else the test server with `gguf`."""
    if REAL_OLLAMA:
        yield RunningOllama(REAL_OLLAMA, (find_ollama(REAL_OLLAMA) or ["no model"])[0], None)
        return
    command = [sys.executable, "-P", str(OLLAMA_SERVER), str(gguf)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603  our own file
        try:
            assert process.stdout is not None
            yield RunningOllama(json.loads(process.stdout.readline())["url"], "tiny", process.pid)
        finally:
            process.kill()


@contextmanager
def running_openai(
    gguf: Path, *, context_length: int = 65536
) -> Iterator[tuple[OpenAIGenerator, LlamaServer]]:
    """An OpenAI-compatible server with `gguf`, and the generator that speaks to it."""
    server = LlamaServer(gguf, context_length=context_length, threads=2)
    address = server.start()
    generator = OpenAIGenerator("", f"{address.url}/v1", address.key, context_length=context_length)
    try:
        yield generator, server
    finally:
        generator.close()
        server.close()


def closed_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
