"""Vectors in memory: exact search for tests and for a handful of chunks."""

from collections.abc import Sequence

import numpy as np

from trag.protocols import Vectors
from trag.types import Chunk


class MemoryVectorStore:
    """VectorStore that compares with every vector and forgets all of them when it goes."""

    def __init__(self) -> None:
        self._vectors: dict[str, Vectors] = {}
        self._classes: dict[str, int] = {}

    def warm_up(self) -> None:
        """There is nothing to open."""

    def add(self, chunks: Sequence[Chunk], vectors: Vectors, access_class: int = 0) -> None:
        """Store the chunks' vectors in a class; a chunk id that is there already, in any, is replaced."""
        self._vectors |= {chunk.id: vector for chunk, vector in zip(chunks, vectors, strict=True)}
        self._classes |= {chunk.id: access_class for chunk in chunks}

    def move(self, chunk_ids: Sequence[str], access_class: int) -> None:
        """Let these chunks' vectors be of this class alone; ids that are not there are no error."""
        self._classes |= {chunk_id: access_class for chunk_id in chunk_ids if chunk_id in self._vectors}

    def search(
        self, vector: Vectors, k: int, classes: Sequence[int] | None = None
    ) -> list[tuple[str, float, Vectors]]:
        """The nearest chunks of these classes as (chunk id, cosine similarity, vector), best first."""
        # One by one: a product of all of them would round a number by what stands beside it.
        found = [
            (chunk_id, float(np.dot(known, vector)), known)
            for chunk_id, known in self._vectors.items()
            if classes is None or self._classes[chunk_id] in classes
        ]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:k]

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of these chunks by id, exactly as stored; ids that are not there are left out."""
        return {chunk_id: self._vectors[chunk_id] for chunk_id in chunk_ids if chunk_id in self._vectors}

    def delete(self, chunk_ids: Sequence[str]) -> None:
        """Forget these chunks; ids that are not there are no error."""
        for chunk_id in chunk_ids:
            self._vectors.pop(chunk_id, None)
            self._classes.pop(chunk_id, None)

    def ids(self) -> set[str]:
        """The ids of all chunks stored."""
        return set(self._vectors)

    def classes(self) -> dict[int, set[str]]:
        """The ids of the chunks stored by access class."""
        numbers = set(self._classes.values())
        return {number: {one for one, held in self._classes.items() if held == number} for number in numbers}

    def drop(self) -> None:
        """Forget all vectors."""
        self._vectors.clear()
        self._classes.clear()

    def drop_others(self) -> None:
        """There are no others."""
