"""Asking with a watch: engines that cost nothing, and the moments at which a question passes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from tests.bench.tokens import count_tokens_like_the_default_model
from trag.draft import Draft
from trag.engines.fakes import FakeGenerator
from trag.pipeline import QuestionPipeline
from trag.protocols import Embedder, TextStream, Vectors
from trag.sentences import split_sentences
from trag.tree.guide import TreeGuide
from trag.types import AnsweredBy, Context, Done, Message, Token

SENTENCES = 4


class ListeningGenerator:
    """The fake model, with the default model's count of tokens, that notes when it starts and ends."""

    model = "fake"

    def __init__(self) -> None:
        self._fake = FakeGenerator()
        self.count_tokens = count_tokens_like_the_default_model()
        self.started = self.ended = 0.0

    @property
    def context_length(self) -> int:
        """The tokens the model is said to hold."""
        return self._fake.context_length

    def warm_up(self) -> None:
        """There is nothing to load."""

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",
    ) -> TextStream:
        """The fake's answer, word by word."""
        self.started = perf_counter()
        yield from self._fake.generate(messages, max_tokens=max_tokens, schema=schema)
        self.ended = perf_counter()

    def close(self) -> None:
        """There is nothing to stop."""


class RememberingEmbedder:
    """An Embedder that makes a vector once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self.id, self.dimension, self.max_tokens = embedder.id, embedder.dimension, embedder.max_tokens

    def warm_up(self) -> None:
        """Load the embedder."""
        self._embedder.warm_up()

    def count_tokens(self, text: str) -> int:
        """The length in the embedder's tokens."""
        return self._embedder.count_tokens(text)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors made now or before."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._embedder.embed([text])[0]
        return np.stack([self._known[text] for text in texts])


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered, with seconds until the model started, after it ended, and in all."""

    question: str
    answered_by: AnsweredBy
    until_model: float
    after_model: float
    seconds: float


def ask(pipeline: QuestionPipeline, generator: ListeningGenerator, question: str) -> Asked:
    """Ask the question; the model's seconds mean nothing where it was not asked."""
    start = perf_counter()
    first = 0.0
    answered_by: AnsweredBy = "none"
    for event in pipeline.stream(question):
        if isinstance(event, Token) and not first:
            first = perf_counter()
        elif isinstance(event, Done):
            answered_by = event.answer.answered_by
    end = perf_counter()
    return Asked(question, answered_by, generator.started - start, first - generator.ended, end - start)


def take_sentences(guide: TreeGuide | None, material: Sequence[tuple[str, Context]]) -> Iterator[float]:
    """The seconds for the check of each sentence, out of a question's own sources and of the next one's."""
    for (question, context), (_, other) in zip(material, (*material[1:], material[0]), strict=True):
        draft = Draft(question, context, guide, ())
        for sentence in (*_sentences(context), *_sentences(other)):
            start = perf_counter()
            draft.take(f"{sentence} ")
            yield perf_counter() - start


def _sentences(context: Context) -> list[str]:
    passages = (sentence for source in context.sources for sentence in split_sentences(source.quote))
    return [sentence for sentence, _ in zip(passages, range(SENTENCES), strict=False)]
