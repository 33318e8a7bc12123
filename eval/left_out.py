"""Retrieval as it would be if some passages were not there, over the index as it is.

A question whose documents are left out is one without an answer, and as hard as they come: it is about
this organisation, and everything near its answer is still there.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from eval.matching import holds_all
from trag.engines.keyword import Fts5KeywordIndex
from trag.factory import build_pipeline
from trag.pipeline import QuestionPipeline
from trag.protocols import KeywordIndex, Vectors
from trag.questions.cases import Case
from trag.retrieval.retriever import Retriever, VectorSearch
from trag.terms import terms_of
from trag.types import Chunk
from trag.workspace import Workspace

# Of the question's words, how many a passage must share for a required item in it to be the answer:
# a number such as "30" stands in many passages that tell something else.
SHARED_WORDS = 0.4


@dataclass(frozen=True, slots=True)
class OtherVectors:
    """VectorSearch without some of the chunks; more are fetched, so that as many come back."""

    store: VectorSearch
    left_out: Collection[str]

    def search(
        self, vector: Vectors, k: int, classes: Sequence[int] | None = None
    ) -> list[tuple[str, float, Vectors]]:
        """The nearest of the other chunks, best first."""
        fetched, most = k, k + len(self.left_out)
        while True:
            found = self.store.search(vector, fetched, classes)
            others = [one for one in found if one[0] not in self.left_out]
            if len(others) >= k or len(found) < fetched or fetched == most:
                return others[:k]
            fetched = min(4 * fetched, most)


@dataclass(frozen=True, slots=True)
class OtherWords:
    """KeywordIndex without some of its chunks."""

    index: KeywordIndex
    left_out: Collection[str]

    def search(self, query: str, k: int, classes: Sequence[int] | None = None) -> list[tuple[str, float]]:
        """The best of the other chunks, best first."""
        found = self.index.search(query, k + len(self.left_out), classes)
        return [one for one in found if one[0] not in self.left_out][:k]


class Elsewhere:
    """The question path over a data folder without the passages that answer a case."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        documents = workspace.catalog.documents()
        self._chunks = [chunk for one in documents for chunk in workspace.catalog.passages(one.id)]
        self._files = {one.file for one in documents}

    def can_leave_out(self, case: Case) -> bool:
        """True for a question on documents, all of which are known and in the index."""
        files = {piece.file for piece in case.evidence}
        return case.type == "document" and bool(files) and files <= self._files

    def pipeline(self, case: Case) -> QuestionPipeline:
        """The question path that finds neither the documents of `case` nor its answer in another."""
        workspace, left_out = self._workspace, self.left_out(case)
        retriever = Retriever(
            workspace.catalog,
            workspace.embedder,
            OtherVectors(workspace.store, left_out),
            OtherWords(Fts5KeywordIndex(workspace.catalog), left_out),
            reranker=workspace.reranker,
        )
        return build_pipeline(
            workspace.settings, lambda: retriever, workspace.generator, lambda: workspace.guide
        )

    def left_out(self, case: Case) -> frozenset[str]:
        """The ids of the chunks that must go for `case` to have no answer."""
        return frozenset(chunk.id for chunk in answering(case, self._chunks))


def answering(case: Case, chunks: Iterable[Chunk]) -> list[Chunk]:
    """The chunks of the documents of `case`, and those elsewhere that hold its answer too."""
    files = {piece.file for piece in case.evidence}
    asked = terms_of(case.question).words
    return [chunk for chunk in chunks if chunk.file in files or _tells(chunk, case, asked)]


def _tells(chunk: Chunk, case: Case, asked: frozenset[str]) -> bool:
    shared = len(asked & terms_of(chunk.embedded_text).words)
    return shared >= SHARED_WORDS * len(asked) and holds_all(chunk.embedded_text, case.must_include)
