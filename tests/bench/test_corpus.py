"""Generated passages: always the same, alike within a topic, and there to be found."""

from pathlib import Path

import numpy as np

from tests.bench.corpus import DIMENSION, Corpus, built
from trag.factory import build_catalog, build_vector_store


def test_a_corpus_is_the_same_every_time() -> None:
    first, second = Corpus(300), Corpus(300)
    assert first.chunk(7) == second.chunk(7)
    assert np.array_equal(first.vectors, second.vectors)
    assert first.queries(3)[2].text == second.queries(3)[2].text


def test_vectors_have_length_one_and_lie_together_by_topic() -> None:
    vectors = Corpus(300).vectors
    assert vectors.shape == (300, DIMENSION)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[3] > 0.4 > abs(vectors[0] @ vectors[1])


def test_a_query_holds_words_of_its_passage() -> None:
    corpus = Corpus(300)
    for query in corpus.queries(5):
        text = corpus.chunk(int(query.chunk_id[1:])).text.lower()
        assert sum(word in text for word in query.text.rstrip("?").split()[-6:]) == 6


def test_a_folder_is_filled_once(tmp_path: Path) -> None:
    said: list[str] = []
    settings = built(tmp_path, 600, said.append)
    assert built(tmp_path, 600, said.append) == settings
    catalog, store = build_catalog(settings), build_vector_store(settings)
    assert catalog.chunk_ids() == store.ids() == {f"c{number}" for number in range(600)}
    assert len(catalog.documents()) == 2
    catalog.close()
