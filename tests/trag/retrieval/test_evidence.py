from trag.retrieval.evidence import has_evidence
from trag.types import Chunk, Fact, ScoredChunk


def found(text: str, similarity: float) -> list[ScoredChunk]:
    return [ScoredChunk(Chunk("c", "d", "a.md", text), 1.0, similarity)]


def test_a_passage_near_in_meaning_is_evidence() -> None:
    assert has_evidence("How long may I stay at home?", (), found("Leave is 16 weeks.", 0.5))


def test_a_passage_with_the_questions_words_is_evidence() -> None:
    assert has_evidence("How many weeks of leave?", (), found("Leave is 16 weeks.", 0.1))


def test_a_fact_is_evidence() -> None:
    assert has_evidence("Who is Ana?", (Fact("Ana leads Finance."),), [])


def test_passages_about_other_things_are_none() -> None:
    assert not has_evidence("What is the value of pi?", (), found("Leave is 16 weeks.", 0.1))


def test_nothing_found_is_none() -> None:
    assert not has_evidence("How long is leave?", (), [])
