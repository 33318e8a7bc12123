"""The sample organisation's questions: hard for plain RAG, and what trag's context makes of them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.arms import Arms
from eval.outcomes import Key, Outcome
from eval.scores import Score
from eval.scoring import Scorer
from eval.trials import ask, trial_of
from trag.engines.onnx_embedder import OnnxEmbedder
from trag.questions.cases import Case, read_cases
from trag.settings import load_settings
from trag.workspace import Workspace

EXAMPLES = Path(__file__).parents[2] / "examples"
ENTITY = ("entity_simple", "entity_complex")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return read_cases(EXAMPLES / "questions.jsonl")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sample organisation as `make run` takes it in, counted with the real embedder's tokens."""
    with Workspace(load_settings(tmp_path_factory.mktemp("data"), llm="fake")) as opened:
        list(opened.ingest(EXAMPLES / "documents"))
        tree = EXAMPLES / "org.yaml"
        opened.import_tree(tree.read_text(encoding="utf-8"), tree.name)
        yield opened


def share(scores: Iterable[Score], *kinds: str, metric: str = "context_recall") -> float:
    values = [score.metrics[metric] for score in scores if score.type in kinds and metric in score.metrics]
    return sum(values) / len(values)


def test_every_file_goes_in(workspace: Workspace) -> None:
    files = {p.relative_to(EXAMPLES / "documents").as_posix() for p in (EXAMPLES / "documents").rglob("*.*")}
    assert {document.file for document in workspace.documents()} == files


def test_plain_rag_finds_at_most_60_percent_of_the_entity_questions(
    workspace: Workspace, cases: list[Case]
) -> None:
    retrieve = plain_rag(workspace)
    outcomes = [
        Outcome(Key("plain", case.id), case.question, context=retrieve(case.question)) for case in cases
    ]
    scores = Scorer(None).score_all({case.id: case for case in cases}, outcomes, with_answer=False)
    assert share(scores, *ENTITY) <= 0.6


def test_trag_finds_nearly_all_of_them(trag_scores: list[Score]) -> None:
    missed = [score.key.case_id for score in trag_scores if score.problem]
    assert share(trag_scores, *ENTITY) >= 0.95, missed
    assert share(trag_scores, "document") >= 0.9, missed


def test_the_evidence_is_found_and_so_are_the_entities(trag_scores: list[Score]) -> None:
    assert share(trag_scores, "document", metric="recall_at_10") >= 0.95
    assert share(trag_scores, "document", metric="evidence_in_context") >= 0.95
    assert share(trag_scores, *ENTITY, metric="entity_recall") >= 0.95
    assert share(trag_scores, *ENTITY, metric="entity_precision") >= 0.95


@pytest.fixture(scope="module")
def trag_scores(workspace: Workspace, cases: list[Case]) -> list[Score]:
    with Arms(workspace) as arms:
        asker = arms.asker("t-rag")
        outcomes = [ask(asker, trial_of(case, "t-rag"), with_answer=False) for case in cases]
    guide = workspace.guide
    scorer = Scorer(guide.organisation if guide else None)
    return scorer.score_all({case.id: case for case in cases}, outcomes, with_answer=False)


def plain_rag(workspace: Workspace) -> Any:
    """LlamaIndex as it comes: chunks of 1,024 tokens, the two nearest, and the same embedder."""
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding

    from ingest.parsing import parse

    embedder = OnnxEmbedder(workspace.settings.models_dir)

    class Embedding(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            vector: list[float] = embedder.embed([text])[0].tolist()
            return vector

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    files = sorted((EXAMPLES / "documents").rglob("*.*"))
    index = VectorStoreIndex.from_documents(
        [Document(text=parse(file).text) for file in files], embed_model=Embedding()
    )
    retriever = index.as_retriever()
    return lambda question: "\n".join(node.text for node in retriever.retrieve(question))
