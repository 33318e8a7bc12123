import numpy as np
import pytest

from trag.engines.fakes import FakeEmbedder, FakeGenerator
from trag.types import Message


def _answer(generator: FakeGenerator, prompt: str) -> str:
    return "".join(generator.generate([Message("user", prompt)], max_tokens=100))


def test_it_answers_with_the_first_sentence_of_the_first_source() -> None:
    prompt = "Sources:\n[1] Audit sits in Finance. It has 3 posts.\n[2] Other.\n\nQuestion: Where is Audit?"
    assert _answer(FakeGenerator(), prompt) == "Audit sits in Finance [1]."


def test_it_leaves_out_the_line_that_says_where_a_passage_stands() -> None:
    prompt = "Passages:\n\n[1] hr/leave.md > Leave\nStaff get 30 days. More.\n\nQuestion: How many days?"
    assert _answer(FakeGenerator(), prompt) == "Staff get 30 days [1]."


def test_without_a_source_it_says_that_it_is_not_told() -> None:
    assert _answer(FakeGenerator(), "Sources:\n\nQuestion: Where?") == "NOT IN THE SOURCES"


def test_it_says_what_was_put_in_its_queue_and_remembers_what_it_was_asked() -> None:
    generator = FakeGenerator()
    generator.enqueue("First\n answer.")
    generator.enqueue("Second.")
    assert [_answer(generator, "a"), _answer(generator, "b")] == ["First\n answer.", "Second."]
    assert [conversation[-1].content for conversation in generator.asked] == ["a", "b"]


def test_texts_that_share_words_are_near() -> None:
    near, same, far = FakeEmbedder().embed(["annual leave days", "days of annual leave", "security radio"])
    assert near @ same > 0.8
    assert near @ far < 0.5


@pytest.mark.parametrize("texts", [[], [""], ["  ", "東京", "\ud800"]])
def test_any_text_has_a_vector_of_length_one(texts: list[str]) -> None:
    vectors = FakeEmbedder().embed(texts)
    assert vectors.shape == (len(texts), FakeEmbedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)
