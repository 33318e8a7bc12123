"""Who is asked in a run of a served folder: its doors with the caller's rights, until it is cancelled."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from typing import Protocol, TypeVar

from eval.arms import ARMS, Asker
from trag.errors import RunError
from trag.stopping import Stop, stoppable_by
from trag.types import (
    AnswerEvent,
    Chunk,
    Context,
    Document,
    FoundPassage,
    Queued,
    ScoredChunk,
    SearchResult,
)

T = TypeVar("T")
# Waits in this thread for a turn at the model, given to whom it is for and what ends the waiting.
Turn = Callable[[str, Stop], AbstractContextManager[None]]
# As many as the question path looks at.
PASSAGES = 24


class AskedDoor(Protocol):
    """What a run needs of a Door."""

    def stream(self, question: str) -> Iterator[AnswerEvent]: ...  # noqa: D102

    def context(self, question: str) -> Context: ...  # noqa: D102

    def search(self, question: str, *, limit: int = 10) -> SearchResult: ...  # noqa: D102

    def documents(self) -> list[Document]: ...  # noqa: D102


class DoorAsker:
    """The product as its door answers, which is the arm t-rag."""

    def __init__(self, door: AskedDoor) -> None:
        self._door = door

    def context(self, question: str) -> Context:
        """What the model would get to read."""
        return self._door.context(question)

    def search(self, question: str) -> list[ScoredChunk]:
        """The ranking of passages; a door tells ranks only."""
        return [_scored(found) for found in self._door.search(question, limit=PASSAGES).passages]

    def stream(self, question: str) -> Iterator[AnswerEvent]:
        """The events of an answer, as anybody at this door gets them."""
        return self._door.stream(question)


class StoppedError(BaseException):
    """The run was cancelled; no Exception, so that it is no failure of the question under way."""


class Stoppable:
    """An asker that raises StoppedError once `stop` is set, and stops the model then.

    Before the model is asked it waits for its `turn`, as `who` among all who ask.
    """

    def __init__(self, asker: Asker, stop: Stop, turn: Turn, who: str) -> None:
        self._asker = asker
        self._stop = stop
        self._turn = turn
        self._who = who

    def context(self, question: str) -> Context:
        """What the model would get to read."""
        return self._unless_stopped(lambda: self._asker.context(question))

    def search(self, question: str) -> list[ScoredChunk]:
        """The ranking of passages."""
        return self._unless_stopped(lambda: self._asker.search(question))

    def stream(self, question: str) -> Iterator[AnswerEvent]:
        """The events of an answer."""
        events, has_turn = self._asker.stream(question), False
        try:
            # A model that is silent is hung up on: a run need not wait for its next word.
            with stoppable_by(self._stop), closing(events), ExitStack() as held:  # type: ignore[type-var]
                for event in events:
                    # The question path may tell it again: a second turn would wait for the first.
                    if isinstance(event, Queued) and not has_turn:
                        has_turn = True
                        held.enter_context(self._turn(self._who, self._stop))
                    self._check()
                    yield event
        except Exception:
            # What fails because the server ends is no failure of the question.
            self._check()
            raise

    def _unless_stopped(self, act: Callable[[], T]) -> T:
        self._check()
        try:
            return act()
        except Exception:
            self._check()
            raise

    def _check(self) -> None:
        if self._stop.is_set:
            raise StoppedError


def checked_arms(arms: tuple[str, ...]) -> tuple[str, ...]:
    """The arms, each once. Raises RunError for one that is not asked here, such as one of another model."""
    others = [arm for arm in arms if arm not in ARMS]
    if others:
        raise RunError(f"There is no arm {others[0]!r}.", hint=f"Arms are: {', '.join(ARMS)}.")
    return tuple(dict.fromkeys(arms))


def _scored(found: FoundPassage) -> ScoredChunk:
    chunk = Chunk(
        found.chunk_id, found.document_id, found.file, found.text, found.heading, found.page, 0, 0, 0
    )
    return ScoredChunk(chunk, 1.0 / found.rank)
