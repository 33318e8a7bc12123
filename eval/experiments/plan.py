"""What the experiments have in common: where their askers come from, and a share with its interval."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol

from eval.arms import Asker
from eval.outcomes import Outcome
from eval.scores import Score
from eval.statistics import wilson
from eval.trials import Trial
from trag.protocols import Door, Retrieval
from trag.types import Chunk, ScoredChunk

Scored = tuple[Outcome, Score]
IsRight = Callable[[Score], bool]
RIGHT_ANSWER: IsRight = attrgetter("is_right")


class AskerSource(Protocol):
    """Who makes the arms; `eval.arms.Arms` does."""

    def asker(self, arm: str, retrieval: Retrieval | None = None) -> Asker:
        """The arm called `arm`; `retrieval` takes the place of the folder's own."""
        ...


class Experiment(Protocol):
    """What the runner needs: the trials, and for each of them who is asked."""

    def plan(self) -> list[Trial]:
        """All trials, the same ones in the same order whenever it is called."""
        ...

    def asker_for(self, trial: Trial) -> Asker:
        """Who is asked in this trial. Raises TragError if the set-up is impossible."""
        ...


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `n` are so, with the 95 % interval of Wilson; of none at all the share is 0."""

    n: int
    count: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself, from 0 to 1."""
        return self.count / self.n if self.n else 0.0


def share_of(values: Iterable[bool]) -> Share:
    """The share of the values that are true."""
    listed = [bool(value) for value in values]
    count = sum(listed)
    low, high = wilson(count, len(listed)) if listed else (0.0, 1.0)
    return Share(len(listed), count, low, high)


def all_passages(door: Door) -> list[Chunk]:
    """Every passage of the index, by file and then in reading order."""
    return [chunk for document in door.documents() for chunk in door.passages(document.id)]


class FixedRetrieval:
    """Finds the same passages for every question, in the order given and as near as can be."""

    def __init__(self, chunks: Iterable[Chunk], similarity: float = 0.9) -> None:
        self._found = [
            ScoredChunk(chunk, 1.0 / rank, similarity) for rank, chunk in enumerate(chunks, start=1)
        ]

    def retrieve(
        self, query: str, k: int, names: Sequence[str] = (), classes: Sequence[int] | None = None
    ) -> list[ScoredChunk]:
        """The first `k` of them."""
        del query, names, classes
        return self._found[:k]
