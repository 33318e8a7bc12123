import pytest

from tests.eval.metrics.samples import case, evidence, figures, outcome, passage, source


def test_the_context_must_hold_every_required_item() -> None:
    asked = case(("Marwick",), ("28", "twenty-eight"))
    assert figures(asked, outcome(context="Marwick has 28 days"))["context_recall"] == 1
    assert figures(asked, outcome(context="Marwick has leave"))["context_recall"] == 0
    assert figures(asked, outcome())["context_recall"] == 0


def test_the_number_of_a_source_is_no_item() -> None:
    assert figures(case(("2",)), outcome(context="[2] a.md\nkeepers"))["context_recall"] == 0


def test_recall_of_the_context_does_not_apply_to_unanswerable_questions() -> None:
    assert "context_recall" not in figures(case(), outcome(context="anything"))


def test_evidence_is_looked_for_in_the_sources_of_its_file() -> None:
    asked = case(("x",), evidence=evidence(("a.md", "one two three"), ("b.md", "four five six")))
    both = outcome(sources=(source(1, "zero one two three"), source(2, "four five six", "b.md")))
    assert figures(asked, both)["evidence_in_context"] == 1
    one = outcome(sources=(source(1, "One, two, three!"), source(2, "four five six", "c.md")))
    assert figures(asked, one)["evidence_in_context"] == 0.5
    assert "evidence_in_context" not in figures(case(("x",)), both)


def test_tokens_of_passages_follow_the_rate_of_the_context() -> None:
    counted = outcome(context="x" * 400, tokens=100, passages=(passage("y" * 200), passage("z" * 200)))
    assert figures(case(), counted)["context_tokens"] == 100
    assert figures(case(), counted)["retrieved_tokens"] == 100


def test_without_a_rate_tokens_are_estimated_by_words() -> None:
    assert figures(case(), outcome(passages=(passage("a b c d"),)))["retrieved_tokens"] == pytest.approx(5.32)


def test_what_failed_before_there_was_a_context_costs_nothing_and_holds_nothing() -> None:
    failed = figures(case(("x",)), outcome(error="gone"))
    assert failed["context_recall"] == 0
    assert not {"context_tokens", "retrieved_tokens", "seconds"} & set(failed)
