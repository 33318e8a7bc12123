"""The end of an answer that a model server does not end."""

from trag.errors import ModelRequestError

# Characters that a token may have, and pieces that it may come in: far more than any model needs.
_CHARACTERS = 64
_PIECES = 2


class Bound:
    """How much of an answer of `max_tokens` is taken."""

    def __init__(self, max_tokens: int, url: str) -> None:
        self._characters, self._pieces = _CHARACTERS * max_tokens, _PIECES * max_tokens + _CHARACTERS
        self._max_tokens, self._url = max_tokens, url

    def take(self, text: str) -> None:
        """Count a piece. Raises ModelRequestError when there are too many."""
        self._pieces -= 1
        self._characters -= len(text)
        if self._pieces < 0 or self._characters < 0:
            raise ModelRequestError(
                f"The answer of {self._url} does not end: it is far longer than {self._max_tokens} tokens.",
                hint="The model server does not keep to max_tokens; see its settings.",
            )
