"""A language model behind any server that speaks OpenAI's chat completions: vLLM, llama-server, ours."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from trag.engines.bounds import Bound
from trag.engines.gguf_tokenizer import estimate_tokens
from trag.engines.hanging_up import client_options
from trag.engines.openai_errors import as_model_error
from trag.errors import ModelMissingError, ModelRequestError
from trag.prompt_text import plain
from trag.protocols import TextStream
from trag.types import Message

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat import ChatCompletionChunk

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class OpenAIGenerator:
    """A model on an OpenAI-compatible server; an empty name takes the only one it serves.

    `extra` gives what is sent besides, by the scope of a request.
    """

    def __init__(
        self,
        model: str,
        url: str,
        key: str = "",
        *,
        context_length: int = 4096,
        timeout: float = 600,
        extra: Callable[[str], dict[str, Any]] | None = None,
        count: Callable[[str], int] = estimate_tokens,
    ) -> None:
        self._model = model
        self._url = url.rstrip("/")
        self._key = key
        self._context_length = context_length
        self._timeout = timeout
        self._extra = extra or (lambda _scope: {})
        self._count = count
        self._opened: OpenAI | None = None

    @property
    def model(self) -> str:
        """The model's name on its server."""
        return self._model

    @property
    def context_length(self) -> int:
        """The tokens the model can hold."""
        return self._context_length

    def warm_up(self) -> None:
        """Check that the server answers and has the model. Raises ModelError."""
        served = self._served()
        if not self._model and len(served) == 1:
            self._model = served[0]
        if served and self._model not in served:
            raise ModelMissingError(
                f"The server {self._url} has no model {self._model!r}; it has: {', '.join(sorted(served))}.",
                hint="Set `model` to one of these.",
            )

    def count_tokens(self, text: str) -> int:
        """The length of `text` in tokens, estimated unless the model's own way to count was given."""
        return self._count(text)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",
    ) -> TextStream:
        """Pieces of the answer; closing the iterator hangs up, and the server stops. Raises ModelError."""
        if not self._model:
            self.warm_up()
        written = finished = False
        request = self._request(messages, max_tokens, schema, scope)
        bound = Bound(max_tokens, self._url)
        with as_model_error(self._url, self._model):
            stream = self._client().chat.completions.create(**request)
            with stream:
                for chunk in stream:
                    text, is_last = _read(chunk)
                    finished = finished or is_last
                    bound.take(text)
                    if text:
                        written = True
                        yield text
        self._refuse_unfinished(written=written, finished=finished)

    def close(self) -> None:
        """Close the connections; may be called more than once."""
        opened, self._opened = self._opened, None
        if opened:
            opened.close()

    def _refuse_unfinished(self, *, written: bool, finished: bool) -> None:
        if not finished:
            raise ModelRequestError(
                f"The answer of {self._url} broke off.", hint="Ask again; see the model server's own log."
            )
        if not written:
            raise ModelRequestError(
                f"The model {self._model!r} at {self._url} gave an empty answer.",
                hint="The model may be unfit for chat; try another one.",
            )

    def _request(
        self, messages: Sequence[Message], max_tokens: int, schema: dict[str, Any] | None, scope: str
    ) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self._model,
            "messages": plain(messages),
            "max_tokens": max_tokens,
            "temperature": 0,
            "seed": 0,
            "stream": True,
            "extra_body": self._extra(scope),
        }
        if schema is not None:
            named = {"name": "answer", "schema": schema, "strict": True}
            request["response_format"] = {"type": "json_schema", "json_schema": named}
        return request

    def _served(self) -> list[str]:
        from openai import NotFoundError

        with as_model_error(self._url, self._model):
            try:
                return [model.id for model in self._client().with_options(timeout=10).models.list()]
            except NotFoundError:
                return []  # a server may do without a list

    def _client(self) -> "OpenAI":
        if self._opened is None:
            import httpx
            from openai import OpenAI

            # A proxy set in the environment must not get to see what is meant for this machine.
            http = httpx.Client(
                trust_env=host_of(self._url) not in LOOPBACK,
                timeout=httpx.Timeout(self._timeout, connect=10),
                **client_options(),
            )
            self._opened = OpenAI(
                base_url=self._url,
                api_key=self._key or "none",
                max_retries=0,
                http_client=http,
                timeout=http.timeout,
            )
        return self._opened


def _read(chunk: "ChatCompletionChunk") -> tuple[str, bool]:
    """The text of a piece, and whether it is the last. Raises ValueError: the client checks nothing."""
    try:
        text = "".join(choice.delta.content or "" for choice in chunk.choices)
        return text, any(choice.finish_reason is not None for choice in chunk.choices)
    except (AttributeError, TypeError) as exc:
        raise ValueError("a piece of it is no chat completion.") from exc


def host_of(url: str) -> str | None:
    """The host an address names."""
    return urlsplit(url).hostname
