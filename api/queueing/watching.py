"""Who hears how questions fare."""

from typing import Protocol

from trag.types import Answer


class Watch(Protocol):
    """Hears of each question. Called in any thread; must be quick and not raise."""

    def turned_away(self, code: str) -> None:
        """A question was refused for being one too many."""
        ...

    def waited(self, seconds: float) -> None:
        """A question got its turn at the model."""
        ...

    def answered(self, answer: Answer) -> None:
        """A question has its answer."""
        ...

    def failed(self, code: str) -> None:
        """A question ended without an answer, with an error of this code."""
        ...


class Nobody:
    """Hears nothing."""

    def turned_away(self, code: str) -> None:
        """Do nothing."""

    def waited(self, seconds: float) -> None:
        """Do nothing."""

    def answered(self, answer: Answer) -> None:
        """Do nothing."""

    def failed(self, code: str) -> None:
        """Do nothing."""
