import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from trag.protocols import Vectors
from trag.retrieval.diversity import maximal_marginal_relevance


def unit_vectors(seed: int, rows: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, 8)).astype(np.float32)
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths


def by_definition(query: Vectors, vectors: Vectors, k: int, trade_off: float) -> list[int]:
    """The paper's formula, word by word and slowly."""
    picked: list[int] = []
    while len(picked) < min(k, len(vectors)):
        worth = {
            i: trade_off * float(vectors[i] @ query)
            - (1 - trade_off) * max((float(vectors[i] @ vectors[j]) for j in picked), default=0.0)
            for i in range(len(vectors))
            if i not in picked
        }
        picked.append(max(worth, key=lambda i: worth[i]))
    return picked


@given(st.integers(0, 1000), st.integers(0, 12), st.integers(0, 15), st.sampled_from([0.3, 0.5, 0.8]))
def test_picks_are_those_of_the_definition(seed: int, rows: int, k: int, trade_off: float) -> None:
    vectors = unit_vectors(seed, rows + 1)
    query, vectors = vectors[0], vectors[1:]
    picked = maximal_marginal_relevance(vectors @ query, vectors, k, trade_off=trade_off)
    assert picked == by_definition(query, vectors, k, trade_off)


def test_a_trade_off_of_one_is_similarity_order() -> None:
    vectors = unit_vectors(1, 9)
    query, vectors = vectors[0], vectors[1:]
    expected = list(np.argsort(-(vectors @ query)))
    assert maximal_marginal_relevance(vectors @ query, vectors, 8, trade_off=1.0) == expected


def test_a_second_copy_of_a_passage_waits_for_other_passages() -> None:
    near, copy, other = [0.9, 0.1, 0.0], [0.9, 0.1, 0.0], [0.7, 0.0, 0.7]
    vectors = np.array([near, copy, other], np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    query = np.array([1.0, 0.0, 0.0], np.float32)
    assert maximal_marginal_relevance(vectors @ query, vectors, 3, trade_off=0.5) == [0, 2, 1]
