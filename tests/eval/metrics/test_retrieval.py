from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.eval.metrics.samples import case, evidence, figures, outcome, passage

QUOTES = {"A": "the keeper is Marwick", "B": "28 days of leave", "C": "open on working days"}
NAMES = ("recall_at_1", "recall_at_5", "recall_at_10", "precision_at_5", "mrr", "ndcg_at_10")


def ranked(ranking: str, wanted: str = "AB") -> dict[str, float]:
    """The figures of a ranking where each letter is a passage: A, B, C with that quote, D with A and B."""
    texts = QUOTES | {"D": f"{QUOTES['A']} and {QUOTES['B']}"}
    passages = tuple(passage(texts.get(letter, "something else")) for letter in ranking)
    asked = case(("x",), evidence=evidence(*(("a.md", QUOTES[letter]) for letter in wanted)))
    found = figures(asked, outcome(passages=passages))
    return {name: found[name] for name in NAMES}


def test_figures_of_a_ranking_worked_out_by_hand() -> None:
    found = ranked("xAxxxxB")
    assert (found["recall_at_1"], found["recall_at_5"], found["recall_at_10"]) == (0, 0.5, 1)
    assert (found["precision_at_5"], found["mrr"]) == (0.2, 0.5)
    ideal = 1 + 1 / log2(3)
    assert found["ndcg_at_10"] == pytest.approx((1 / log2(3) + 1 / log2(8)) / ideal)


def test_a_quote_not_found_is_part_of_the_ideal() -> None:
    assert ranked("Axx")["ndcg_at_10"] == pytest.approx(1 / (1 + 1 / log2(3)))


def test_a_passage_with_both_quotes_at_the_top_is_perfect() -> None:
    found = ranked("Dxxxx")
    assert (found["recall_at_1"], found["mrr"], found["ndcg_at_10"]) == (1, 1, 1)


def test_duplicates_of_a_quote_count_once() -> None:
    found = ranked("AAAAA", wanted="A")
    assert all(value == 1 for value in found.values())
    assert ranked("AAAAB")["ndcg_at_10"] == pytest.approx((1 + 1 / log2(6)) / (1 + 1 / log2(3)))


def test_what_stands_below_ten_earns_no_gain() -> None:
    found = ranked("xxxxxxxxxxA", wanted="A")
    assert (found["recall_at_10"], found["ndcg_at_10"]) == (0, 0)
    assert found["mrr"] == pytest.approx(1 / 11)


def test_the_passage_must_be_of_the_file() -> None:
    asked = case(("x",), evidence=evidence(("a.md", QUOTES["A"])))
    found = figures(asked, outcome(passages=(passage(QUOTES["A"], "b.md"),)))
    assert all(found[name] == 0 for name in NAMES)


def test_nothing_found_is_zero_and_without_evidence_nothing_applies() -> None:
    assert all(value == 0 for value in ranked("").values())
    assert not set(NAMES) & set(figures(case(("x",)), outcome(passages=(passage("x"),))))


@given(st.text("ABCDx", max_size=14), st.sampled_from(["A", "AB", "ABC", "AAB"]))
def test_figures_stay_between_none_and_all(ranking: str, wanted: str) -> None:
    found = ranked(ranking, wanted)
    assert all(0 <= value <= 1 for value in found.values())
    assert found["recall_at_1"] <= found["recall_at_5"] <= found["recall_at_10"]


@given(st.text("ABCDx", max_size=12))
def test_a_useless_passage_on_top_never_helps(ranking: str) -> None:
    before, after = ranked(ranking), ranked(f"x{ranking}")
    assert all(after[name] <= before[name] + 1e-9 for name in NAMES)


@given(st.permutations(["A", "B", "C"]))
def test_the_order_of_the_evidence_is_irrelevant(wanted: list[str]) -> None:
    assert ranked("xBxA", "".join(wanted)) == ranked("xBxA", "ABC")


@given(st.permutations("AABxx"))
def test_recall_does_not_see_the_order_within_its_reach(ranking: list[str]) -> None:
    found = ranked("".join(ranking))
    assert (found["recall_at_5"], found["precision_at_5"]) == (1, 0.6)
