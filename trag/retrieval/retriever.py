"""Finds the passages for a question: by meaning, by words, and by the entities it names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from trag.catalog.catalog import Catalog
from trag.protocols import Embedder, KeywordIndex, Reranker, Vectors
from trag.retrieval.diversity import maximal_marginal_relevance
from trag.retrieval.duplicates import without_duplicates
from trag.retrieval.fusion import reciprocal_rank_fusion, relative_score_fusion
from trag.types import Chunk, ScoredChunk


@dataclass(frozen=True, slots=True)
class RetrievalOptions:
    """How many candidates each way brings in, and how they are weighed against each other.

    The weights were measured on two corpora and hardly matter within 0.4 to 0.6; `trade_off` is that
    of MMR. `reranked` of the best go to the reranker, whose order has `reranker_weight` against ours.
    """

    candidates: int = 50
    trade_off: float = 0.97
    dense_weight: float = 0.5
    keyword_weight: float = 0.5
    entity_weight: float = 0.05
    reranked: int = 30
    reranker_weight: float = 2.0


class VectorSearch(Protocol):
    """What retrieval asks of a vector store."""

    def search(
        self, vector: Vectors, k: int, classes: Sequence[int] | None = None
    ) -> list[tuple[str, float, Vectors]]:
        """The nearest chunks of these classes as (chunk id, cosine similarity, vector), best first."""
        ...


@dataclass(frozen=True, slots=True)
class Candidates:
    """What was found: passages by id, their cosine similarities and vectors, and their BM25 scores."""

    chunks: Mapping[str, Chunk]
    dense: Mapping[str, float]
    vectors: Mapping[str, Vectors]
    keyword: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Ways:
    """At most so many passages as were asked for by meaning, by words, and by both, each best first."""

    dense: Sequence[ScoredChunk]
    keyword: Sequence[ScoredChunk]
    fused: Sequence[ScoredChunk]


class Retriever:
    """Dense and keyword candidates, fused by score, those that name an asked-for entity first.

    Repetitions are left out, and what is much like a better passage stands further down (MMR).
    """

    def __init__(
        self,
        catalog: Catalog,
        embedder: Embedder,
        store: VectorSearch,
        keywords: KeywordIndex,
        options: RetrievalOptions | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._catalog = catalog
        self._embedder = embedder
        self._store = store
        self._keywords = keywords
        self._options = options or RetrievalOptions()
        self._reranker = reranker

    def retrieve(
        self, query: str, k: int, names: Sequence[str] = (), classes: Sequence[int] | None = None
    ) -> list[ScoredChunk]:
        """At most `k` chunks of these classes, best first; `names` are those of the entities asked about."""
        found = self._candidates(query, classes)
        pool = max(k, self._options.reranked) if self._reranker else k
        # A few more than asked for make up for the repetitions.
        ranked = without_duplicates(self._fused(found, names)[: 2 * pool], found.vectors)[:pool]
        if self._reranker:
            ranked = self._reranked(self._reranker, query, ranked)
        return self._diverse(ranked, found.vectors, k)

    def ways(
        self, query: str, k: int, names: Sequence[str] = (), classes: Sequence[int] | None = None
    ) -> Ways:
        """What each way finds for itself, and both together, before repetitions are left out."""
        found = self._candidates(query, classes)
        return Ways(
            _by_score(found, found.dense, k),
            _by_score(found, found.keyword, k),
            self._fused(found, names)[:k],
        )

    def _candidates(self, query: str, classes: Sequence[int] | None) -> Candidates:
        options = self._options
        dense = self._store.search(self._embedder.embed([query])[0], options.candidates, classes)
        keyword = dict(self._keywords.search(query, options.candidates, classes))
        # A vector whose chunk the catalog does not know belongs to a document that is gone; one that is
        # not of these classes by now has yet to be moved.
        chunks = self._catalog.chunks([*(chunk_id for chunk_id, _, _ in dense), *keyword], classes)
        known = [found for found in dense if found[0] in chunks]
        similarities = {chunk_id: similarity for chunk_id, similarity, _ in known}
        vectors = {chunk_id: vector for chunk_id, _, vector in known}
        worded = {chunk_id: score for chunk_id, score in keyword.items() if chunk_id in chunks}
        return Candidates(chunks, similarities, vectors, worded)

    def _fused(self, found: Candidates, names: Sequence[str]) -> list[ScoredChunk]:
        options = self._options
        named = {chunk_id: float(_names_any(chunk, names)) for chunk_id, chunk in found.chunks.items()}
        weights = (options.dense_weight, options.keyword_weight, options.entity_weight)
        fused = relative_score_fusion([found.dense, found.keyword, named], weights, limit=options.candidates)
        return [
            ScoredChunk(found.chunks[chunk_id], score, found.dense.get(chunk_id, 0.0))
            for chunk_id, score in fused
            if chunk_id in found.chunks
        ]

    def _reranked(self, reranker: Reranker, query: str, ranked: list[ScoredChunk]) -> list[ScoredChunk]:
        """The best in the order of both rankings: a reranker's scores have no scale in common with ours."""
        head = ranked[: self._options.reranked]
        worth = reranker.scores(query, [scored.chunk.embedded_text for scored in head])
        theirs = sorted(range(len(head)), key=lambda index: -worth[index])
        fused = reciprocal_rank_fusion([theirs, range(len(head))], [self._options.reranker_weight, 1.0])
        # Above every score that fusion gives, so that what was not reranked stays behind.
        first = [replace(head[index], score=2 + score) for index, score in fused]
        return [*first, *ranked[len(head) :]]

    def _diverse(
        self, ranked: list[ScoredChunk], vectors: Mapping[str, Vectors], k: int
    ) -> list[ScoredChunk]:
        if not ranked or not vectors:
            return ranked[:k]
        unknown = np.zeros_like(next(iter(vectors.values())))
        rows = np.stack([vectors.get(scored.chunk.id, unknown) for scored in ranked])
        relevance = np.array([scored.score for scored in ranked], np.float32)
        order = maximal_marginal_relevance(relevance, rows, k, trade_off=self._options.trade_off)
        return [ranked[index] for index in order]


def _by_score(found: Candidates, scores: Mapping[str, float], k: int) -> list[ScoredChunk]:
    best = sorted(scores, key=lambda chunk_id: -scores[chunk_id])[:k]
    return [
        ScoredChunk(found.chunks[chunk_id], scores[chunk_id], found.dense.get(chunk_id, 0.0))
        for chunk_id in best
    ]


def _names_any(chunk: Chunk, names: Sequence[str]) -> bool:
    if not names:
        return False
    text = f"{chunk.file} {chunk.embedded_text}".casefold()
    return any(name.casefold() in text for name in names)
