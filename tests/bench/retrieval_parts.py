"""Retrieval whole and in its parts, each a call with a query, on what the parts before it gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.bench.corpus import DIMENSION, Query
from tests.bench.tokens import count_tokens_like_the_default_model
from trag.catalog.catalog import Catalog
from trag.context import build_context
from trag.engines.keyword import Fts5KeywordIndex
from trag.factory import build_retriever
from trag.pipeline import PASSAGES, PipelineOptions
from trag.protocols import Vectors, VectorStore
from trag.retrieval.diversity import maximal_marginal_relevance
from trag.retrieval.fusion import relative_score_fusion
from trag.retrieval.retriever import RetrievalOptions
from trag.types import Chunk, Context, ScoredChunk

OPTIONS = RetrievalOptions()
CANDIDATES = OPTIONS.candidates


class GivenVectors:
    """An Embedder that knows the vectors of its queries beforehand."""

    id = "given"
    dimension = DIMENSION
    max_tokens = 256

    def __init__(self, vectors: dict[str, Vectors]) -> None:
        self._vectors = vectors

    def warm_up(self) -> None:
        """There is nothing to load."""

    def count_tokens(self, text: str) -> int:
        """The number of words."""
        return len(text.split())

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The vectors of known queries."""
        return np.stack([self._vectors[text] for text in texts])


@dataclass(frozen=True, slots=True)
class Found:
    """What the engines give for a query: the input of fusion, MMR and context."""

    dense: dict[str, float]
    vectors: Vectors
    keyword: dict[str, float]
    passages: tuple[ScoredChunk, ...]


class Parts:
    """Retrieval over one index; the engines' findings are made once, so that a part is timed alone."""

    def __init__(
        self, catalog: Catalog, store: VectorStore, vectors: Vectors, queries: Sequence[Query]
    ) -> None:
        self._catalog, self._store, self._vectors = catalog, store, vectors
        self._keywords = Fts5KeywordIndex(catalog)
        embedder = GivenVectors({query.text: query.vector for query in queries})
        self._retriever = build_retriever(catalog, embedder, store)
        self._count_tokens = count_tokens_like_the_default_model()
        self._found = {query.text: self._find(query) for query in queries}

    def _find(self, query: Query) -> Found:
        dense = self.dense(query)
        return Found(
            {chunk_id: similarity for chunk_id, similarity, _ in dense},
            np.stack([vector for _, _, vector in dense]),
            dict(self.keyword(query)),
            tuple(self.all(query)),
        )

    def all(self, query: Query) -> list[ScoredChunk]:
        """The whole of retrieval."""
        return self._retriever.retrieve(query.text, PASSAGES)

    def dense(self, query: Query) -> list[tuple[str, float, Vectors]]:
        """The nearest vectors, from Chroma."""
        return self._store.search(query.vector, CANDIDATES)

    def keyword(self, query: Query) -> list[tuple[str, float]]:
        """The best passages by their words, from SQLite."""
        return self._keywords.search(query.text, CANDIDATES)

    def texts(self, query: Query) -> dict[str, Chunk]:
        """The passages of both lists, from the catalog."""
        found = self._found[query.text]
        return self._catalog.chunks([*found.dense, *found.keyword])

    def mmr(self, query: Query) -> list[int]:
        """The nearest vectors in an order without repetition."""
        vectors = self._found[query.text].vectors
        return maximal_marginal_relevance(
            vectors @ query.vector, vectors, len(vectors), trade_off=OPTIONS.trade_off
        )

    def fusion(self, query: Query) -> list[tuple[str, float]]:
        """Both lists made into one."""
        found = self._found[query.text]
        weights = (OPTIONS.dense_weight, OPTIONS.keyword_weight)
        return relative_score_fusion([found.dense, found.keyword], weights, limit=CANDIDATES)

    def context(self, query: Query) -> Context:
        """The passages as the model gets them, within the budget."""
        passages = self._found[query.text].passages
        budget = PipelineOptions().context_tokens
        return build_context(
            (), passages, budget=budget, count_tokens=self._count_tokens, question=query.text
        )

    def exact(self, query: Query) -> Any:
        """The numbers of the nearest vectors, found by comparing with all of them."""
        similarities = self._vectors @ query.vector
        return np.argpartition(-similarities, CANDIDATES)[:CANDIDATES]

    def nearest_found(self, query: Query) -> float:
        """The share of the truly nearest chunks that Chroma finds."""
        nearest = {f"c{number}" for number in self.exact(query)}
        return len(nearest.intersection(self._found[query.text].dense)) / len(nearest)
