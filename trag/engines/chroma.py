"""Vectors in Chroma, in process, spoken to through llama-index's ChromaVectorStore."""

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from trag.errors import DataFolderError, DiskFullError
from trag.protocols import Vectors
from trag.types import Chunk

COLLECTION = "chunks"
# Chroma refuses larger batches (5461 in 1.5).
BATCH = 4000


class ChromaVectorStore:
    """VectorStore: a collection in a folder that this process alone has open.

    A vector keeps no text beside it: the catalog has that, and what stands there twice can disagree.
    """

    def __init__(self, folder: Path, collection: str = COLLECTION) -> None:
        self._folder = folder
        self._name = collection
        self._client: Any = None
        self._store: Any = None

    def warm_up(self) -> None:
        """Open the folder now. Raises DataFolderError."""
        if self._store is not None:
            return
        import chromadb
        from chromadb.config import Settings as ChromaSettings
        from llama_index.vector_stores.chroma import ChromaVectorStore as LlamaIndexStore

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            options = ChromaSettings(anonymized_telemetry=False, is_persistent=True)
            client = chromadb.PersistentClient(str(self._folder), settings=options)
            collection = client.get_or_create_collection(
                self._name,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
            )
        except Exception as exc:  # Chroma raises what its Rust core and sqlite3 raise
            raise _translated(exc, self._folder) from exc
        self._client, self._store = client, LlamaIndexStore(chroma_collection=collection)

    @property
    def llama_index_store(self) -> Any:
        """The same vectors as llama-index's own `ChromaVectorStore`."""
        self.warm_up()
        return self._store

    @property
    def _collection(self) -> Any:
        return self.llama_index_store._collection  # noqa: SLF001 - the only way to ids and embeddings

    def add(self, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Store the chunks' vectors; a chunk id that is there already is replaced."""
        from llama_index.core.schema import TextNode

        if not chunks:
            return
        self.warm_up()
        nodes = [
            TextNode(
                id_=chunk.id, text="", embedding=vector.tolist(), metadata={"document_id": chunk.document_id}
            )
            for chunk, vector in zip(chunks, vectors, strict=True)
        ]
        try:
            known = self._known([chunk.id for chunk in chunks])
            if known:
                self._collection.delete(ids=known)
            self._store.add(nodes)
        except DataFolderError:
            raise
        except Exception as exc:
            raise _translated(exc, self._folder) from exc

    def _known(self, chunk_ids: Sequence[str]) -> list[str]:
        # Asking is ten times as fast as deleting what is not there.
        return [
            known for some in _batches(chunk_ids) for known in self._collection.get(some, include=[])["ids"]
        ]

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float, Vectors]]:
        """The nearest chunks as (chunk id, cosine similarity, vector), best first."""
        found = self._collection.query(
            query_embeddings=[vector.tolist()], n_results=k, include=["distances", "embeddings"]
        )
        return [
            (chunk_id, 1.0 - float(distance), np.asarray(embedding, dtype=np.float32))
            for chunk_id, distance, embedding in zip(
                found["ids"][0], found["distances"][0], found["embeddings"][0], strict=True
            )
        ]

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of these chunks by id, exactly as stored; ids that are not there are left out."""
        stored: dict[str, Vectors] = {}
        for some in _batches(chunk_ids):
            found = self._collection.get(some, include=["embeddings"])
            stored |= zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True)
        return stored

    def delete(self, chunk_ids: Sequence[str]) -> None:
        """Forget these chunks, also where an index is being made; ids that are not there are no error."""
        self.warm_up()
        try:
            collections = self._client.list_collections() if chunk_ids else []
            for collection, some in product(collections, _batches(chunk_ids)):
                collection.delete(ids=some)
        except Exception as exc:
            raise _translated(exc, self._folder) from exc

    def ids(self) -> set[str]:
        """The ids of all chunks stored."""
        return set(self._collection.get(include=[])["ids"])

    def drop(self) -> None:
        """Forget all vectors and the collection itself."""
        self.warm_up()
        self._drop(self._name)
        self._client = self._store = None

    def drop_others(self) -> None:
        """Forget the other collections of the folder, which nobody is to ask any more."""
        self.warm_up()
        for collection in self._client.list_collections():
            if collection.name != self._name:
                self._drop(collection.name)

    def _drop(self, name: str) -> None:
        try:
            self._client.delete_collection(name)
        except Exception as exc:
            raise _translated(exc, self._folder) from exc


def _batches(chunk_ids: Sequence[str]) -> Iterator[list[str]]:
    for first in range(0, len(chunk_ids), BATCH):
        yield list(chunk_ids[first : first + BATCH])


def _translated(exc: Exception, folder: Path) -> DataFolderError:
    if "full" in str(exc).lower() or "No space left" in str(exc):
        return DiskFullError(f"The disk of {folder} is full.", hint="Make room and run the command again.")
    return DataFolderError(
        f"The vectors in {folder} can't be used: {exc}.",
        hint="`trag doctor` shows the state of the data folder.",
    )
