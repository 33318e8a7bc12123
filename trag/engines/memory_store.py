"""Vectors in memory: exact search for tests and for a handful of chunks."""

from collections.abc import Sequence

import numpy as np

from trag.protocols import Vectors
from trag.types import Chunk


class MemoryVectorStore:
    """VectorStore that compares with every vector and forgets all of them when it goes."""

    def __init__(self) -> None:
        self._vectors: dict[str, Vectors] = {}

    def warm_up(self) -> None:
        """There is nothing to open."""

    def add(self, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Store the chunks' vectors; a chunk id that is there already is replaced."""
        self._vectors |= {chunk.id: vector for chunk, vector in zip(chunks, vectors, strict=True)}

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float, Vectors]]:
        """The nearest chunks as (chunk id, cosine similarity, vector), best first."""
        if not self._vectors:
            return []
        ids = list(self._vectors)
        similarities = np.stack(list(self._vectors.values())) @ vector
        order = np.argsort(-similarities, kind="stable")[:k]
        return [(ids[i], float(similarities[i]), self._vectors[ids[i]]) for i in order]

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of these chunks by id, exactly as stored; ids that are not there are left out."""
        return {chunk_id: self._vectors[chunk_id] for chunk_id in chunk_ids if chunk_id in self._vectors}

    def delete(self, chunk_ids: Sequence[str]) -> None:
        """Forget these chunks; ids that are not there are no error."""
        for chunk_id in chunk_ids:
            self._vectors.pop(chunk_id, None)

    def ids(self) -> set[str]:
        """The ids of all chunks stored."""
        return set(self._vectors)

    def drop(self) -> None:
        """Forget all vectors."""
        self._vectors.clear()

    def drop_others(self) -> None:
        """There are no others."""
