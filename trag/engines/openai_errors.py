"""What goes wrong at an OpenAI-compatible server, in our own words."""

from collections.abc import Iterator
from contextlib import contextmanager

from trag.errors import ModelError, ModelMissingError, ModelRequestError


@contextmanager
def as_model_error(url: str, model: str) -> Iterator[None]:
    """Turn the client's errors inside the block into ModelErrors that say what to do."""
    import httpx
    import openai

    try:
        yield
    except openai.APIStatusError as exc:
        raise _refusal(url, model, exc.status_code, exc.message) from exc
    except (openai.APITimeoutError, httpx.TimeoutException) as exc:
        hint = "The machine may be too slow for this model, or the server hangs: see its log."
        raise ModelRequestError(f"The model server {url} did not answer in time.", hint=hint) from exc
    except openai.APIConnectionError as exc:
        message = f"The model server {url} can't be reached: {exc.__cause__ or exc}."
        raise ModelRequestError(message, hint="Is it running, and is the address right?") from exc
    except (openai.OpenAIError, httpx.HTTPError, ValueError) as exc:
        hint = "Ask again; see the model server's own log."
        raise ModelRequestError(f"The answer of {url} broke off: {exc}", hint=hint) from exc


def _refusal(url: str, model: str, status: int, message: str) -> ModelError:
    if status in (401, 403):
        hint = "Set `openai_key` to the key this server asks for."
        return ModelRequestError(f"The model server {url} refused the key (HTTP {status}).", hint=hint)
    if status == 404:  # noqa: PLR2004  Not Found
        hint = "Set `model` to a name the server has, and check that the address ends in /v1."
        return ModelMissingError(f"The server {url} has no model {model!r}: {message}", hint=hint)
    if "context" in message.lower() and status in (400, 413):
        hint = "Lower `context_tokens` or `answer_tokens`, or raise `context_length`."
        return ModelRequestError(f"The prompt is too long for {model!r}: {message}", hint=hint)
    hint = "See the model server's own log."
    return ModelRequestError(f"The model server {url} failed (HTTP {status}): {message}", hint=hint)
