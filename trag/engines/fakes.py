"""Engines without a model: real classes that are quick and always do the same."""

import re
from collections import deque
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np

from trag.protocols import TextStream, Vectors
from trag.types import Message

DIMENSION = 64
NOT_TOLD = "NOT IN THE SOURCES"
SOURCE = re.compile(r"^\[1\] (.*?)(?=^\[\d+\] |\n\n|\Z)", re.MULTILINE | re.DOTALL)
SENTENCE = re.compile(r".+?[.!?](?=\s|$)", re.DOTALL)
EMPTY: dict[str, Any] = {
    "string": "",
    "integer": 0,
    "number": 0,
    "boolean": False,
    "array": [],
    "null": None,
}


class FakeGenerator:
    """Answers with what was put in its queue, else with the first sentence of the prompt's source [1]."""

    def __init__(self, *, context_length: int = 4096, not_told: str = NOT_TOLD) -> None:
        self._context_length = context_length
        self._not_told = not_told
        self._queue: deque[str] = deque()
        self.asked: list[tuple[Message, ...]] = []
        """The conversations this model was given, oldest first."""

    @property
    def model(self) -> str:
        """Always "fake"."""
        return "fake"

    @property
    def context_length(self) -> int:
        """The tokens the model is said to hold."""
        return self._context_length

    def enqueue(self, text: str) -> None:
        """Give this text as the next answer that is still without one."""
        self._queue.append(text)

    def warm_up(self) -> None:
        """There is nothing to load."""

    def count_tokens(self, text: str) -> int:
        """A token for every four letters of a word, so that long words cost more."""
        return sum(1 + (len(word) - 1) // 4 for word in text.split())

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",  # noqa: ARG002 - it keeps nothing that it could use again
    ) -> TextStream:
        """The answer word by word."""
        self.asked.append(tuple(messages))
        yield from re.findall(r"\S+\s*|\s+", self._answer(messages, schema))[:max_tokens]

    def close(self) -> None:
        """There is nothing to stop."""

    def _answer(self, messages: Sequence[Message], schema: dict[str, Any] | None) -> str:
        if self._queue:
            return self._queue.popleft()
        if schema is not None:
            import json

            return json.dumps(_smallest(schema))
        source = SOURCE.search(messages[-1].content)
        return f"{_first_sentence(source[1])} [1]." if source else self._not_told


class FakeEmbedder:
    """Vectors in which texts are near when they share words: a hashed bag of words."""

    id = "fake-64"
    dimension = DIMENSION
    max_tokens = 256

    def warm_up(self) -> None:
        """There is nothing to load."""

    def count_tokens(self, text: str) -> int:
        """The number of words."""
        return len(text.split())

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), 64)."""
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            # The empty word keeps a text without words from having no direction.
            for word in re.findall(r"\w+", text.casefold()) or [""]:
                vectors[row, _bucket(word)] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def _bucket(word: str) -> int:
    # Python's own hash differs from run to run.
    return blake2b(word.encode("utf-8", errors="replace"), digest_size=1).digest()[0] % DIMENSION


def _first_sentence(source: str) -> str:
    first, _, rest = source.strip().partition("\n")
    # A passage has its file and heading on the first line, a fact stands alone.
    text = rest if rest.strip() and not SENTENCE.fullmatch(first) else source
    found = SENTENCE.match(text.strip())
    return (found[0] if found else text.strip()).rstrip(".!?")


def _smallest(schema: dict[str, Any]) -> Any:
    """The smallest value that follows a JSON schema of the plain kind."""
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        return {name: _smallest(properties.get(name, {})) for name in schema.get("required", ())}
    return EMPTY.get(str(schema.get("type")))


class FakeReranker:
    """Scores a passage by the share of the question's words that stand in it."""

    def warm_up(self) -> None:
        """There is nothing to load."""

    def scores(self, query: str, passages: Sequence[str]) -> list[float]:
        """A score for each passage, higher is better."""
        wanted = set(re.findall(r"\w+", query.casefold()))
        return [len(wanted & set(re.findall(r"\w+", p.casefold()))) / (len(wanted) or 1) for p in passages]
