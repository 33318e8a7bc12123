"""From an answer to what clients of OpenAI's API read: a completion, or the chunks of one."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from api.openai.asking import SOURCES_TITLE
from trag.engines.gguf_tokenizer import estimate_tokens
from trag.types import Answer, Citation
from trag.wire import Json, answer_to_json

MODEL = "trag"
_KEPT = ("citations", "entities", "refused", "answered_by", "timings", "indexing")
# Where Markdown starts an image or HTML a tag. Clients render answers, and what they load on their own
# could carry words of a poisoned document to somebody's server.
_LOADS = re.compile(r"!(?=\[)|<(?=[A-Za-z/!?])")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069`]+")


@dataclass(frozen=True, slots=True)
class Reply:
    """What all parts of one reply share; `with_sources` adds a list of them to its text."""

    id: str
    created: int
    with_sources: bool = True


def inert(text: str) -> str:
    """The text with nothing in it that a client would load: a space parts the first two signs."""
    return _LOADS.sub(lambda match: match[0] + " ", text)


class Flow:
    """The text of a stream, piece by piece: together exactly what `inert` makes of the whole, stripped."""

    def __init__(self) -> None:
        self._held = ""
        self._last = ""

    def take(self, text: str) -> str:
        """What may be sent now; white space waits for the text behind it, which may never come."""
        whole = self._held + text
        body = whole.rstrip()
        self._held = whole[len(body) :]
        if not self._last:
            body = body.lstrip()
        if not body:
            return ""
        shown = inert(self._last + body)[len(self._last) :]
        self._last = body[-1]
        return shown


def completion(reply: Reply, answer: Answer) -> Json:
    """The whole reply."""
    message = {
        "role": "assistant",
        "content": inert(answer.text.strip()) + tail(reply, answer),
        "refusal": None,
        "trag": details(reply, answer),
    }
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {**_frame(reply, "chat.completion"), "choices": [choice], "usage": usage(answer)}


def chunk(reply: Reply, delta: Json, finish: str | None = None) -> Json:
    """A part of a streamed reply."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return {**_frame(reply, "chat.completion.chunk"), "choices": [choice]}


def usage_chunk(reply: Reply, answer: Answer) -> Json:
    """The chunk that counts tokens, which has no choices."""
    return {**_frame(reply, "chat.completion.chunk"), "choices": [], "usage": usage(answer)}


def details(reply: Reply, answer: Answer) -> Json:
    """What the field `trag` tells of an answer, as in POST /v1/answers."""
    data = answer_to_json(answer, reply.id)
    return {key: data[key] for key in _KEPT if key in data}


def usage(answer: Answer) -> Json:
    """The tokens of the context the model got, and those of the answer, estimated."""
    written = estimate_tokens(answer.text)
    return {
        "prompt_tokens": answer.tokens,
        "completion_tokens": written,
        "total_tokens": answer.tokens + written,
    }


def tail(reply: Reply, answer: Answer) -> str:
    """What stands below the text: what was not taken in yet, and the sources, a line each."""
    parts = [inert(answer.indexing)] if answer.indexing else []
    if reply.with_sources and answer.citations:
        parts.append("\n".join([SOURCES_TITLE, *map(_line, answer.citations)]))
    return "".join(f"\n\n{part}" for part in parts)


def _line(citation: Citation) -> str:
    # Names of files are hostile, too: as code they are shown and never read as Markdown.
    place = _UNSEEN.sub(" ", " > ".join((citation.file, *citation.heading))).strip()
    page = f", page {citation.page}" if citation.page else ""
    return f"- [{citation.number}] `{inert(place)}`{page}"


def _frame(reply: Reply, kind: str) -> Json:
    return {
        "id": reply.id,
        "object": kind,
        "created": reply.created,
        "model": MODEL,
        "system_fingerprint": _fingerprint(),
    }


@cache
def _fingerprint() -> str:
    try:
        return f"trag-{version('trag')}"
    except PackageNotFoundError:
        return "trag"
