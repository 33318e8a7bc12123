"""How far a new index is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PassagesEmbedded:
    """`done` of `total` passages have a vector in the new index, after `seconds`."""

    done: int
    total: int
    seconds: float


@dataclass(frozen=True, slots=True)
class IndexMade:
    """The end of a reindex: the embedder whose index answers from now on, and how many passages it has."""

    embedder: str
    passages: int
    seconds: float


ReindexEvent = PassagesEmbedded | IndexMade
