"""What every Reranker owes its callers."""

from pathlib import Path

import pytest

from tests.engines.tiny_cross_encoder import make_cross_encoder
from trag.engines.cross_encoder import CrossEncoderReranker
from trag.engines.fakes import FakeReranker
from trag.protocols import Reranker

PASSAGES = ["Parental leave is 16 weeks.", "The generator needs diesel.", "Leave for study is 5 days."]


@pytest.fixture(params=["fake", pytest.param("cross-encoder", marks=pytest.mark.slow)])
def reranker(request: pytest.FixtureRequest, tmp_path: Path) -> Reranker:
    return FakeReranker() if request.param == "fake" else CrossEncoderReranker(make_cross_encoder(tmp_path))


def test_every_passage_gets_a_score(reranker: Reranker) -> None:
    reranker.warm_up()
    assert len(reranker.scores("How long is parental leave?", PASSAGES)) == len(PASSAGES)


def test_a_passage_has_one_score_whoever_stands_beside_it(reranker: Reranker) -> None:
    together = reranker.scores("How long is parental leave?", PASSAGES)
    alone = [reranker.scores("How long is parental leave?", [passage])[0] for passage in PASSAGES]
    assert together == pytest.approx(alone, abs=1e-4)


def test_no_passages_have_no_scores(reranker: Reranker) -> None:
    assert reranker.scores("How long is parental leave?", []) == []


def test_a_very_long_passage_is_cut_not_refused(reranker: Reranker) -> None:
    assert len(reranker.scores("leave", ["leave " * 5000])) == 1
