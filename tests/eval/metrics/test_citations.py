from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.eval.metrics.samples import case, evidence, figures, outcome, source
from trag.types import Citation

LEAVE = source(1, "Keepers get 28 days of leave a year. Leave is asked for in writing.")
LAMP = source(2, "The keeper lights the reserve lamp and calls the duty officer.", "b.md")
OPEN = replace(LEAVE, quote="Keepers get 28 days of leave a year.")


def cited(text: str, *citations: Citation, **changes: Any) -> dict[str, float]:
    got = outcome(text, sources=(LEAVE, LAMP), citations=citations, **changes)
    return figures(case(("28",), evidence=evidence(("a.md", "28 days of leave"))), got)


def test_a_true_quote_that_carries_its_sentence_is_precise() -> None:
    found = cited("Keepers get 28 days of leave a year [1].", OPEN)
    assert (found["citation_precision"], found["citation_recall"], found["evidence_cited"]) == (1, 1, 1)


def test_a_source_that_does_not_carry_the_sentence_is_not() -> None:
    assert cited("Keepers get 28 days of leave a year [2].", LAMP)["citation_precision"] == 0
    assert cited("Keepers get 28 days of leave a year [2].", LAMP)["evidence_cited"] == 0


def test_a_quote_that_does_not_stand_in_its_source_is_not() -> None:
    text = "Keepers get 28 days of leave a year [1]."
    assert cited(text, replace(LEAVE, quote="Keepers get 30 days"))["citation_precision"] == 0
    wrong_file = replace(OPEN, file="c.md")
    assert cited(text, wrong_file)["citation_precision"] == 0


def test_one_false_sentence_spoils_a_citation() -> None:
    text = "Keepers get 28 days of leave a year [1]. Keepers light the reserve lamp at midnight [1]."
    assert cited(text, OPEN)["citation_precision"] == 0


def test_precision_counts_each_source_once() -> None:
    text = "Keepers get 28 days of leave a year [1]. The sun rises over Harl [2]."
    assert cited(text, OPEN, LAMP)["citation_precision"] == 0.5


def test_a_mark_without_a_citation_and_a_citation_without_a_mark_carry_nothing() -> None:
    assert cited("Keepers get 28 days of leave a year [1][7].", OPEN)["citation_precision"] == 0.5
    assert cited("Keepers get 28 days of leave a year [1].", OPEN, LAMP)["citation_precision"] == 0.5


def test_two_sources_may_carry_a_sentence_together_when_both_are_needed() -> None:
    text = "Keepers get 28 days of leave a year, and the keeper calls the duty officer [1][2]."
    assert cited(text, OPEN, LAMP)["citation_precision"] == 1
    needless = "Keepers get 28 days of leave a year [1][2]."
    assert cited(needless, OPEN, LAMP)["citation_precision"] == 0.5


def test_recall_is_the_share_of_claims_with_a_mark() -> None:
    text = "Keepers get 28 days [1]. They ask in writing. Does that help?"
    assert cited(text, OPEN)["citation_recall"] == 0.5
    assert cited("Keepers get 28 days.")["citation_recall"] == 0


def test_a_list_needs_one_mark() -> None:
    assert (
        cited("Leave of keepers: [1]\n- 28 days of leave\n- asked for in writing", OPEN)["citation_recall"]
        == 1
    )


def test_the_fact_of_the_tree_is_its_own_source() -> None:
    fact = Citation(1, "org.yaml", None, "Isolde Marwick is Keeper of Gannet Point.")
    assert cited(f"{fact.quote} [1]", fact, by="tree")["citation_precision"] == 1
    assert cited("Ned Farthing is Keeper of Gannet Point. [1]", fact, by="tree")["citation_precision"] == 0
    assert cited(f"{fact.quote} [1]", fact)["citation_precision"] == 0  # number 1 is a passage to the model
    later = replace(fact, number=3)
    assert cited(f"{fact.quote} [3]", later)["citation_precision"] == 1


def test_refusals_and_answers_without_sources() -> None:
    refused = cited("The documents do not tell.", refused=True)
    assert not {"citation_precision", "citation_recall"} & set(refused)
    assert refused["evidence_cited"] == 0
    assert "citation_precision" not in cited("Keepers get 28 days.")


@given(st.permutations([OPEN, LAMP]), st.permutations([LEAVE, LAMP]))
def test_the_order_of_citations_and_sources_is_irrelevant(
    citations: list[Citation], sources: list[Citation]
) -> None:
    text = "Keepers get 28 days of leave a year [1]. The keeper calls the duty officer [2]."
    got = outcome(text, sources=tuple(sources), citations=citations)
    assert figures(case(("28",)), got)["citation_precision"] == 1
