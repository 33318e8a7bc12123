"""Several rankings made into one."""

from collections.abc import Hashable, Sequence
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)

# The constant of the paper (Cormack, Clarke, Buettcher 2009): how fast a lower rank loses weight.
RANK_OFFSET = 60


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[Item]], weights: Sequence[float] | None = None
) -> list[tuple[Item, float]]:
    """The items of all rankings with their summed weight / (60 + rank), best first, ties by first sight."""
    scores: dict[Item, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + weight / (RANK_OFFSET + rank)
    return sorted(scores.items(), key=lambda scored: -scored[1])
