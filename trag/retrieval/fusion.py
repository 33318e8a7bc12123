"""Several rankings made into one."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)

# The constant of the paper (Cormack, Clarke, Buettcher 2009): how fast a lower rank loses weight.
RANK_OFFSET = 60


def relative_score_fusion(
    scored: Sequence[Mapping[Item, float]], weights: Sequence[float], *, limit: int
) -> list[tuple[Item, float]]:
    """The items of all rankings with their summed weight * score / best score, best first.

    How far an item is behind the best of its ranking counts, not only its rank. What a ranking cut at
    `limit` does not hold may be as good as its last, and counts as that. Negative scores count as 0.
    """
    totals: dict[Item, float] = {item: 0.0 for scores in scored for item in scores}
    for scores, weight in zip(scored, weights, strict=True):
        best = max(scores.values(), default=0.0)
        last = min(scores.values()) if len(scores) >= limit else 0.0
        for item in totals if best > 0 else ():
            totals[item] += weight * max(0.0, scores.get(item, last)) / best
    return sorted(totals.items(), key=lambda total: -total[1])


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[Item]], weights: Sequence[float] | None = None
) -> list[tuple[Item, float]]:
    """The items of all rankings with their summed weight / (60 + rank), best first, ties by first sight.

    For rankings whose scores have no scale in common.
    """
    scores: dict[Item, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + weight / (RANK_OFFSET + rank)
    return sorted(scores.items(), key=lambda scored: -scored[1])
