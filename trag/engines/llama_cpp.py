"""The embedded language model: a GGUF file served by llama.cpp in a child process of our own."""

import hashlib
import os
import threading
from collections.abc import Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trag.engines.gguf_tokenizer import estimate_tokens, load_tokenizer
from trag.engines.llama_server import Address, LlamaServer
from trag.engines.model_files import DEFAULT, Progress, check_model, find_parts, resolve_model
from trag.engines.openai import OpenAIGenerator
from trag.errors import ModelMissingError, ModelRequestError, SettingsError
from trag.protocols import TextStream
from trag.types import Message

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class EmbeddedGenerator:
    """The default model, or any GGUF file, on this machine. Nothing is started before it is needed."""

    def __init__(
        self,
        model: str,
        models_dir: Path,
        *,
        context_length: int = 4096,
        threads: int = 0,
        start_timeout: float = 120,
        timeout: float = 600,
        progress: Progress | None = None,
    ) -> None:
        self._file = model
        self._models_dir = models_dir
        self._context_length = context_length
        self._threads = threads or _cores()
        self._start_timeout = start_timeout
        self._timeout = timeout
        self._progress = progress
        self._lock = threading.Lock()
        self._beginning = threading.Lock()
        self._last_scope: str | None = None
        self._server: LlamaServer | None = None
        self._spoken_to: tuple[Address, OpenAIGenerator] | None = None

    @property
    def model(self) -> str:
        """The name of the model's file, without its ending."""
        return Path(self._file).stem if self._file else DEFAULT.name

    @property
    def context_length(self) -> int:
        """The tokens the model can hold, as set."""
        return self._context_length

    @property
    def pid(self) -> int | None:
        """The process id of the model's server; None when it does not run."""
        return self._server.pid if self._server else None

    def warm_up(self) -> None:
        """Make the model file if need be and start its server. Raises ModelError."""
        self._client()

    def count_tokens(self, text: str) -> int:
        """The length of `text` in the model's tokens; the model need not run, nor its file be made yet."""
        tokenizer = self._tokenizer
        if tokenizer is None:
            return estimate_tokens(text)
        return len(tokenizer.encode(text, add_special_tokens=False).ids)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",
    ) -> TextStream:
        """Pieces of the answer; closing the iterator stops the model. A server that died is started again."""
        try:
            first, rest = self._begin(messages, max_tokens, schema, scope)
            with closing(rest):
                yield first
                yield from rest
        except ModelRequestError as exc:
            if isinstance(exc.__cause__, _timeouts()):
                self.close()  # it hangs; the next question gets a new one
            raise

    def close(self) -> None:
        """Stop the server; may be called more than once."""
        with self._lock:
            if self._spoken_to:
                self._spoken_to[1].close()
            if self._server:
                self._server.close()
            self._spoken_to = None

    def _begin(
        self, messages: Sequence[Message], max_tokens: int, schema: dict[str, Any] | None, scope: str
    ) -> tuple[str, TextStream]:
        """The first piece and the others; asks a second time if the server turns out to be dead."""
        # With its first piece an answer has the server's only slot: until then no other may come between.
        with self._beginning:
            pieces = self._client().generate(messages, max_tokens=max_tokens, schema=schema, scope=scope)
            try:
                return next(pieces), pieces
            except ModelRequestError:
                if self._server is None or not self._server.has_ended():
                    raise
            pieces = self._client().generate(messages, max_tokens=max_tokens, schema=schema, scope=scope)
            return next(pieces), pieces

    def _sharing(self, scope: str) -> dict[str, Any]:
        """Whether the slot may use again what it has read: how fast it is tells what that was."""
        before, self._last_scope = self._last_scope, scope
        return {"cache_prompt": before == scope}

    def _client(self) -> OpenAIGenerator:
        with self._lock:
            self._server = self._server or self._make_server()
            address = self._server.start()
            if self._spoken_to is None or self._spoken_to[0] != address:
                self._spoken_to = (address, self._speak_to(address))
            return self._spoken_to[1]

    def _make_server(self) -> LlamaServer:
        path = resolve_model(self._file, self._models_dir, self._progress)
        trained = check_model(path).trained_context if self._file else 0
        if 0 < trained < self._context_length:
            raise SettingsError(
                f"context_length={self._context_length} is more than the {trained} tokens {path} can hold.",
                hint=f"Set `context_length` to {trained} or less.",
            )
        return LlamaServer(
            path,
            context_length=self._context_length,
            threads=self._threads,
            start_timeout=self._start_timeout,
        )

    def _speak_to(self, address: Address) -> OpenAIGenerator:
        return OpenAIGenerator(
            self.model,
            f"{address.url}/v1",
            address.key,
            context_length=self._context_length,
            timeout=self._timeout,
            extra=self._sharing,
        )

    @cached_property
    def _tokenizer(self) -> "Tokenizer | None":
        source = _own_header(self._file) if self._file else self._default_header()
        if source is None:
            return None
        path, key = source
        return load_tokenizer(path, self._models_dir / "tokenizers" / f"{key}.json")

    def _default_header(self) -> tuple[Path, str] | None:
        """The file that begins with the default model's header: its first part will do."""
        try:
            return find_parts(DEFAULT)[0], DEFAULT.sha256
        except ModelMissingError:
            made = self._models_dir / f"{DEFAULT.name}.gguf"
            return (made, DEFAULT.sha256) if made.is_file() else None


def _own_header(model: str) -> tuple[Path, str]:
    path = Path(model).expanduser()
    check_model(path)
    stat = path.stat()
    identity = f"{path.resolve()} {stat.st_size} {stat.st_mtime_ns}"
    return path, hashlib.sha256(identity.encode()).hexdigest()


def _cores() -> int:
    """The cores this process may use, which can be fewer than the machine has."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _timeouts() -> tuple[type[Exception], ...]:
    import httpx
    import openai

    return openai.APITimeoutError, httpx.TimeoutException
