"""A language model on an Ollama server, through Ollama's own client."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from trag.engines.bounds import Bound
from trag.engines.gguf_tokenizer import estimate_tokens
from trag.engines.hanging_up import client_options
from trag.engines.openai import LOOPBACK, host_of
from trag.errors import ModelError, ModelMissingError, ModelRequestError
from trag.prompt_text import plain
from trag.protocols import TextStream
from trag.types import Message

if TYPE_CHECKING:
    from ollama import ChatResponse, Client

# Older servers give away their memory to anyone who sends a crafted model file (CVE-2026-7482).
OLDEST_SAFE = (0, 17, 1)


class OllamaGenerator:
    """A model on an Ollama server; an empty name takes the only one there is.

    A server that was built from source calls itself 0.0.0: its age can't be told, so it is refused
    unless `allow_unreleased`.
    """

    def __init__(
        self,
        model: str,
        url: str,
        *,
        context_length: int = 4096,
        timeout: float = 600,
        keep_alive: str = "30m",
        allow_unreleased: bool = False,
    ) -> None:
        self._model = model
        self._url = url.rstrip("/")
        self._context_length = context_length
        self._timeout = timeout
        self._keep_alive = keep_alive
        self._allow_unreleased = allow_unreleased
        self._opened: Client | None = None
        self._checked = False

    @property
    def model(self) -> str:
        """The model's name on its server."""
        return self._model

    @property
    def context_length(self) -> int:
        """The tokens the model can hold."""
        return self._context_length

    def warm_up(self) -> None:
        """Check that the server answers, is safe and has the model. Raises ModelError."""
        with _as_model_error(self._url, self._model):
            refuse_unsafe(self._url, server_version(self._url), allow_unreleased=self._allow_unreleased)
            served = [str(model.model) for model in self._client().list().models]
        if not self._model and len(served) == 1:
            self._model = served[0]
        if _tagged(self._model) not in map(_tagged, served):
            raise _missing(self._url, self._model, f"it has: {', '.join(sorted(served)) or 'none'}")
        self._checked = True

    def count_tokens(self, text: str) -> int:
        """The length of `text` in tokens, estimated: Ollama has no way to ask."""
        return estimate_tokens(text)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",  # noqa: ARG002 - Ollama has no say in what it uses again
    ) -> TextStream:
        """Pieces of the answer; closing the iterator hangs up, and the server stops. Raises ModelError."""
        if not self._checked:
            self.warm_up()
        written = finished = False
        bound = Bound(max_tokens, self._url)
        with _as_model_error(self._url, self._model):
            for part in self._chat(plain(messages), max_tokens, schema):
                finished = finished or bool(part.done)
                bound.take(part.message.content or "")
                if part.message.content:
                    written = True
                    yield part.message.content
        if not finished:
            raise ModelRequestError(f"The answer of {self._url} broke off.", hint="Ask again.")
        if not written:
            raise ModelRequestError(
                f"The model {self._model!r} at {self._url} gave an empty answer.",
                hint="The model may be unfit for chat; try another one.",
            )

    def close(self) -> None:
        """Close the connections; may be called more than once."""
        opened, self._opened = self._opened, None
        if opened:
            opened.close()  # type: ignore[no-untyped-call]

    def _chat(
        self, messages: list[dict[str, str]], max_tokens: int, schema: dict[str, Any] | None
    ) -> Iterator["ChatResponse"]:
        from ollama import ChatResponse

        request = {
            "model": self._model,
            "messages": messages,
            "stream": True,
            "keep_alive": self._keep_alive,
            # The server's own default is small, and it cuts what is longer in silence: forbid that too.
            # `Client.chat` can't say so, hence the call below it.
            "options": {
                "num_ctx": self._context_length,
                "num_predict": max_tokens,
                "temperature": 0,
                "seed": 0,
            },
            "truncate": False,
            "shift": False,
        }
        if schema is not None:
            request["format"] = schema
        return self._client()._request(ChatResponse, "POST", "/api/chat", json=request, stream=True)  # noqa: SLF001

    def _client(self) -> "Client":
        if self._opened is None:
            from httpx import Timeout
            from ollama import Client

            # A proxy set in the environment must not get to see what is meant for this machine.
            self._opened = Client(
                self._url,
                timeout=Timeout(self._timeout, connect=10),
                trust_env=host_of(self._url) not in LOOPBACK,
                **client_options(),
            )
        return self._opened


def find_ollama(url: str, timeout: float = 1.0) -> list[str] | None:
    """The models of an Ollama server, or None if there is none at `url`."""
    import httpx

    try:
        with httpx.Client(timeout=timeout, trust_env=False) as client:
            found = client.get(f"{url.rstrip('/')}/api/tags").raise_for_status().json()
        return [str(model["name"]) for model in found["models"]]
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError):
        return None


def server_version(url: str) -> str:
    """The version an Ollama server tells. Raises httpx's errors."""
    import httpx

    with httpx.Client(timeout=10, trust_env=host_of(url) not in LOOPBACK) as client:
        return str(client.get(f"{url}/api/version").raise_for_status().json()["version"])


def refuse_unsafe(url: str, version: str, *, allow_unreleased: bool = False) -> None:
    """Raise ModelRequestError for a version with known holes, or without a number to judge by."""
    match = re.match(r"v?(\d+)\.(\d+)\.(\d+)", version)
    numbers = tuple(map(int, match.groups())) if match else (0, 0, 0)
    if numbers == (0, 0, 0):
        if allow_unreleased:
            return
        message = f"The Ollama server {url} calls itself {version!r}: a build whose age can't be told."
        raise ModelRequestError(message, hint="Use a released Ollama of version 0.17.1 or later.")
    if numbers < OLDEST_SAFE:
        raise ModelRequestError(
            f"The Ollama server {url} has version {version}, which leaks memory (CVE-2026-7482).",
            hint="Update Ollama to version 0.17.1 or later.",
        )


@contextmanager
def _as_model_error(url: str, model: str) -> Iterator[None]:
    import httpx
    import ollama

    try:
        yield
    except ollama.ResponseError as exc:
        raise _refusal(url, model, exc.status_code, str(exc.error)) from exc
    except httpx.TimeoutException as exc:
        hint = "The machine may be too slow for this model: see `ollama ps` and the server's log."
        raise ModelRequestError(f"The Ollama server {url} did not answer in time.", hint=hint) from exc
    except (httpx.ConnectError, ConnectionError) as exc:
        hint = "Is it running (`ollama serve`), and is `ollama_url` right?"
        raise ModelRequestError(f"The Ollama server {url} can't be reached: {exc}.", hint=hint) from exc
    # TypeError and AttributeError: the client takes whatever JSON comes for a piece of an answer.
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, AttributeError) as exc:
        hint = "Is this really an Ollama server? If so, ask again and see its log."
        raise ModelRequestError(f"The answer of {url} broke off: {exc}", hint=hint) from exc


def _refusal(url: str, model: str, status: int, message: str) -> ModelError:
    if status == 404:  # noqa: PLR2004  Not Found
        return _missing(url, model, message)
    if "context" in message.lower():
        hint = "Lower `context_tokens` or `answer_tokens`, or raise `context_length`."
        return ModelRequestError(f"The prompt is too long for {model!r}: {message}", hint=hint)
    return ModelRequestError(f"The Ollama server {url} failed: {message}", hint="See the server's own log.")


def _missing(url: str, model: str, detail: str) -> ModelMissingError:
    if not model:
        hint = "Set `model` to the one to use; `ollama pull NAME` gets one."
        return ModelMissingError(f"No model is named for the Ollama server {url}; {detail}.", hint=hint)
    message = f"The Ollama server {url} has no model {model!r}; {detail}."
    return ModelMissingError(message, hint=f"Get it with `ollama pull {model}`, or set `model` to another.")


def _tagged(name: str) -> str:
    return name if ":" in name else f"{name}:latest"
