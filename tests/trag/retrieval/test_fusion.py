import pytest
from hypothesis import given
from hypothesis import strategies as st

from trag.retrieval.fusion import RANK_OFFSET, reciprocal_rank_fusion

rankings = st.lists(st.lists(st.integers(0, 20), unique=True), min_size=1, max_size=4)


def test_scores_are_the_papers_formula() -> None:
    scores = dict(reciprocal_rank_fusion([["a", "b"], ["b"]]))
    assert scores["a"] == pytest.approx(1 / (RANK_OFFSET + 1))
    assert scores["b"] == pytest.approx(1 / (RANK_OFFSET + 2) + 1 / (RANK_OFFSET + 1))


def test_a_weight_of_zero_silences_a_ranking() -> None:
    assert reciprocal_rank_fusion([["a"], ["b"]], [1.0, 0.0])[0][0] == "a"


@given(rankings)
def test_every_item_comes_out_once_and_best_first(lists: list[list[int]]) -> None:
    fused = reciprocal_rank_fusion(lists)
    assert sorted(item for item, _ in fused) == sorted({item for ranking in lists for item in ranking})
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)


@given(st.lists(st.integers(), unique=True))
def test_one_ranking_keeps_its_order(ranking: list[int]) -> None:
    assert [item for item, _ in reciprocal_rank_fusion([ranking])] == ranking
