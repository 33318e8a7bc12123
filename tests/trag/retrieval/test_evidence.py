import pytest

from trag.retrieval.evidence import Line, has_evidence, signals_of
from trag.types import Chunk, Fact, ScoredChunk


def found(text: str, similarity: float) -> list[ScoredChunk]:
    return [ScoredChunk(Chunk("c", "d", "a.md", text), 1.0, similarity)]


def test_a_passage_near_in_meaning_is_evidence() -> None:
    assert has_evidence("How long may I stay at home?", (), (), found("Leave is 16 weeks.", 0.5))


def test_a_passage_with_the_questions_words_is_evidence() -> None:
    assert has_evidence("How many weeks of leave?", (), (), found("Leave is 16 weeks.", 0.1))


def test_a_fact_is_evidence() -> None:
    assert has_evidence("Who is Ana?", (), (Fact("Ana leads Finance."),), [])


def test_passages_about_other_things_are_none() -> None:
    assert not has_evidence("What is the value of pi?", (), (), found("Leave is 16 weeks.", 0.1))


def test_nothing_found_is_none() -> None:
    assert not has_evidence("How long is leave?", (), (), [])


@pytest.mark.parametrize(
    "question", ["Who chairs Working Group Quantum?", "what does the Quantum Office do on leave?"]
)
def test_a_unit_that_nothing_mentions_leaves_nothing_to_answer_from(question: str) -> None:
    facts = (Fact("Ana chairs Working Group Leave."),)
    assert not has_evidence(question, (), facts, found("Leave is 16 weeks in every office.", 0.9))


@pytest.mark.parametrize(
    "question",
    [
        "Who signs Donor Agreements for us?",
        "What does the Finance Division say about leave?",
        "How Long Is Parental Leave At Harbour Aid?",
        "Does Leave count?",
    ],
)
def test_a_name_that_is_known_or_stands_in_a_passage_is_no_obstacle(question: str) -> None:
    passage = "A donor agreement is signed by the director. Leave is 16 weeks."
    assert has_evidence(question, ("Finance Division",), (), found(passage, 0.9))


def test_a_fitted_line_weighs_meaning_against_words() -> None:
    near, far = Line(0.5, 0.5, 0.4), Line(0.5, 0.5, 0.9)
    passages = found("Leave is 16 weeks.", 0.5)
    assert has_evidence("How many weeks of leave?", (), (), passages, near)
    assert not has_evidence("How many weeks of leave?", (), (), passages, far)


def test_facts_and_unknown_names_decide_whatever_the_rule() -> None:
    strict, lenient = Line(0.5, 0.5, 9.0), Line(0.5, 0.5, -9.0)
    assert has_evidence("Who is Ana?", (), (Fact("Ana leads Finance."),), [], strict)
    passages = found("Leave is 16 weeks.", 0.9)
    assert not has_evidence("who leads the Quantum Office?", (), (), passages, lenient)


def test_signals_are_those_of_the_best_passages() -> None:
    signals = signals_of("How many weeks of leave?", (), (), found("Leave is 16 weeks.", 0.5))
    assert signals.similarity == 0.5
    assert signals.coverage == pytest.approx(2 / 3)
    assert not signals.is_decided


def test_nearness_is_that_of_one_passage() -> None:
    passages = [*found("Leave is 16 weeks.", 0.1), *found("Tides rise.", 0.6)]
    signals = signals_of("How many weeks of leave?", (), (), passages)
    assert signals.similarity == pytest.approx(0.6)
    assert signals.nearness == pytest.approx(0.1 + 2 / 3)


def test_facts_count_though_the_question_has_none_of_their_words() -> None:
    facts = (Fact("Ana Reef leads Finance."),)
    asked = "who is the big boss that calls the shots in Finance?"
    assert has_evidence(asked, ("Finance",), facts, found("Tides rise.", 0.1), Line(0.5, 0.5, 9.0))
