import pytest

from eval.context_recall import context_recall
from eval.matching import holds, holds_all
from trag.questions.cases import Case


@pytest.mark.parametrize(
    ("text", "item", "expected"),
    [
        ("It takes 15 days.", "5", False),
        ("It takes 5 days.", "5", True),
        ("ANA torres leads", "Ana Torres", True),
        ("Ana\n  Torres", "Ana Torres", True),
        ("discovery.etcd.io is one", "discovery.etcd.io", True),
        ("discoveryXetcd.io", "discovery.etcd.io", False),
        ("A (B) C", "(B)", True),
    ],
)
def test_items_are_matched_as_whole_words(text: str, item: str, *, expected: bool) -> None:
    assert holds(text, item) is expected


def test_one_alternative_of_each_group_is_enough() -> None:
    assert holds_all("two of them, in May", [["2", "two"], ["May"]])
    assert not holds_all("two of them", [["2", "two"], ["May"]])


def test_recall_counts_by_type_and_names_the_missed() -> None:
    def case(case_id: str, kind: str, needs: str) -> Case:
        row = {"id": case_id, "question": case_id, "answer": "", "type": kind, "must_include": [[needs]]}
        return Case.model_validate(row)

    cases = [case("a", "document", "x"), case("b", "document", "y"), case("c", "unanswerable", "z")]
    found = context_recall(cases, lambda question: ("x", 10 if question == "a" else 20))
    assert list(found) == ["document"]
    recall = found["document"]
    assert (recall.cases, recall.held, recall.share, recall.tokens, recall.missed) == (2, 1, 0.5, 15, ("b",))
