"""What a model really wrote, kept beside what was shown of it after the checks."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from typing import Any

from trag.protocols import Generator, TextStream
from trag.types import Message

_written: ContextVar[list[str] | None] = ContextVar("written", default=None)


@contextmanager
def recording() -> Iterator[list[str]]:
    """Collects the pieces that every Recorder writes in this thread meanwhile."""
    pieces: list[str] = []
    token = _written.set(pieces)
    try:
        yield pieces
    finally:
        _written.reset(token)


class Recorder:
    """A Generator that writes what another one does, and lets `recording` hear it."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator

    @property
    def model(self) -> str:
        """The name of the other's model."""
        return self._generator.model

    @property
    def context_length(self) -> int:
        """The tokens the other can hold."""
        return self._generator.context_length

    def warm_up(self) -> None:
        """Load the other's model."""
        self._generator.warm_up()

    def count_tokens(self, text: str) -> int:
        """The length of `text` in the other's tokens."""
        return self._generator.count_tokens(text)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",
    ) -> TextStream:
        """The other's pieces."""
        with closing(
            self._generator.generate(messages, max_tokens=max_tokens, schema=schema, scope=scope)
        ) as pieces:
            for piece in pieces:
                heard = _written.get()
                if heard is not None:
                    heard.append(piece)
                yield piece

    def close(self) -> None:
        """Stop what the other started."""
        self._generator.close()
