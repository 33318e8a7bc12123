"""Finds the passages for a question: by meaning, by words, and by the entities it names."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trag.catalog.catalog import Catalog
from trag.protocols import Embedder, KeywordIndex, VectorStore
from trag.retrieval.diversity import maximal_marginal_relevance
from trag.retrieval.fusion import reciprocal_rank_fusion
from trag.types import Chunk, ScoredChunk


@dataclass(frozen=True, slots=True)
class RetrievalOptions:
    """How many candidates each way brings in, and how they are weighed against each other."""

    candidates: int = 40
    trade_off: float = 0.8
    dense_weight: float = 1.0
    keyword_weight: float = 1.0
    entity_weight: float = 0.5


class Retriever:
    """Dense (MMR) and keyword candidates, fused by rank, those that name an asked-for entity first."""

    def __init__(
        self,
        catalog: Catalog,
        embedder: Embedder,
        store: VectorStore,
        keywords: KeywordIndex,
        options: RetrievalOptions | None = None,
    ) -> None:
        self._catalog = catalog
        self._embedder = embedder
        self._store = store
        self._keywords = keywords
        self._options = options or RetrievalOptions()

    def retrieve(self, query: str, k: int, names: Sequence[str] = ()) -> list[ScoredChunk]:
        """At most `k` chunks, best first; `names` are those of the entities the question is about."""
        dense, similarities = self._dense(query)
        keyword = [chunk_id for chunk_id, _ in self._keywords.search(query, self._options.candidates)]
        chunks = self._catalog.chunks([*dense, *keyword])
        named = [chunk_id for chunk_id, chunk in chunks.items() if _names_any(chunk, names)]
        options = self._options
        fused = reciprocal_rank_fusion(
            [dense, keyword, named], [options.dense_weight, options.keyword_weight, options.entity_weight]
        )
        # A vector whose chunk the catalog does not know belongs to a document that is gone.
        known = [(chunks[chunk_id], score) for chunk_id, score in fused if chunk_id in chunks]
        return [ScoredChunk(chunk, score, similarities.get(chunk.id, 0.0)) for chunk, score in known[:k]]

    def _dense(self, query: str) -> tuple[list[str], dict[str, float]]:
        vector = self._embedder.embed([query])[0]
        found = self._store.search(vector, self._options.candidates)
        if not found:
            return [], {}
        vectors = np.stack([candidate for _, _, candidate in found])
        order = maximal_marginal_relevance(vector, vectors, len(found), trade_off=self._options.trade_off)
        return [found[index][0] for index in order], {chunk_id: score for chunk_id, score, _ in found}


def _names_any(chunk: Chunk, names: Sequence[str]) -> bool:
    text = f"{chunk.file} {chunk.embedded_text}".casefold()
    return any(name.casefold() in text for name in names)
