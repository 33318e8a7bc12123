"""Maximal marginal relevance: good passages that do not say the same thing twice."""

import numpy as np
from numpy.typing import NDArray

from trag.protocols import Vectors


def maximal_marginal_relevance(
    relevance: NDArray[np.float32], vectors: Vectors, k: int, *, trade_off: float
) -> list[int]:
    """Rows of `vectors` in the order of MMR (Carbonell and Goldstein 1998), at most `k`.

    Each pick maximises trade_off * relevance - (1 - trade_off) * similarity to the nearest of ALL
    earlier picks. Vectors have length 1, or 0 where none is known; trade_off 1 is plain order.
    """
    nearest = np.full(len(vectors), -np.inf, np.float32)
    picked: list[int] = []
    for _ in range(min(k, len(vectors))):
        worth = trade_off * relevance - ((1 - trade_off) * nearest if picked else 0.0)
        worth[picked] = -np.inf
        best = int(np.argmax(worth))
        nearest = np.maximum(nearest, vectors @ vectors[best])
        picked.append(best)
    return picked
