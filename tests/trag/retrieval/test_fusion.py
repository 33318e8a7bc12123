import pytest
from hypothesis import given
from hypothesis import strategies as st

from trag.retrieval.fusion import RANK_OFFSET, reciprocal_rank_fusion, relative_score_fusion

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


def test_what_a_ranking_does_not_hold_counts_as_its_last() -> None:
    fused = dict(relative_score_fusion([{"a": 0.8, "b": 0.4}, {"b": 9.0, "c": 3.0}], [0.5, 0.5], limit=2))
    assert fused == pytest.approx({"a": 0.5 + 0.5 / 3, "b": 0.25 + 0.5, "c": 0.25 + 0.5 / 3})


def test_how_far_an_item_is_ahead_counts() -> None:
    clear, close = {"a": 0.9, "b": 0.2}, {"a": 8.0, "b": 9.0}
    assert relative_score_fusion([clear, close], [0.5, 0.5], limit=2)[0][0] == "a"


def test_a_ranking_without_a_positive_score_says_nothing() -> None:
    assert relative_score_fusion([{}, {"a": -1.0}, {"b": 2.0}], [1, 1, 1], limit=9) == [
        ("b", 1.0),
        ("a", 0.0),
    ]


def test_what_a_whole_ranking_does_not_hold_gets_nothing_from_it() -> None:
    fused = dict(relative_score_fusion([{"a": 0.9, "b": 0.8}, {"b": 5.0}], [0.5, 0.5], limit=9))
    assert fused == pytest.approx({"a": 0.5, "b": 0.5 * 8 / 9 + 0.5})
