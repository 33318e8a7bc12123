"""What every Embedder owes its callers."""

from pathlib import Path

import numpy as np
import pytest

from trag.engines.fakes import FakeEmbedder
from trag.engines.onnx_embedder import OnnxEmbedder, model_folder
from trag.protocols import Embedder

TEXTS = ["How long is parental leave?", "Parental leave is 16 weeks.", "The generator needs diesel."]


@pytest.fixture(scope="module")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(params=["fake", "onnx"])
def embedder(request: pytest.FixtureRequest, models_dir: Path) -> Embedder:
    return FakeEmbedder() if request.param == "fake" else OnnxEmbedder(models_dir)


def test_vectors_have_the_stated_shape_and_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (3, embedder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_a_text_has_one_vector_whoever_stands_beside_it(embedder: Embedder) -> None:
    assert np.allclose(embedder.embed(TEXTS)[1], embedder.embed([TEXTS[1]])[0], atol=1e-5)


def test_a_question_is_nearer_to_its_answer_than_to_another_text(embedder: Embedder) -> None:
    question, answer, other = embedder.embed(TEXTS)
    assert question @ answer > question @ other


def test_nothing_in_gives_nothing_out(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_a_longer_text_counts_more_tokens(embedder: Embedder) -> None:
    assert embedder.count_tokens("one two three four") > embedder.count_tokens("one two")


def test_a_text_over_the_limit_is_cut_not_refused(embedder: Embedder) -> None:
    assert embedder.embed(["word " * 5000]).shape == (1, embedder.dimension)


@pytest.mark.slow
def test_the_onnx_file_gives_the_vectors_of_sentence_transformers(models_dir: Path) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its imports warn about each other
        from trag.engines.sentence_transformers import SentenceTransformersEmbedder

        reference = SentenceTransformersEmbedder(model_folder()).embed(TEXTS)
    assert np.abs(OnnxEmbedder(models_dir).embed(TEXTS) - reference).max() < 1e-6
