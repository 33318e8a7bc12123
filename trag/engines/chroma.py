"""Vectors in Chroma, in process, spoken to through llama-index's ChromaVectorStore."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from trag.errors import DataFolderError, DiskFullError, TragError
from trag.protocols import Vectors
from trag.types import Chunk

COLLECTION = "chunks"
# What stands between the name of an index and the number of an access class.
SUFFIX = ".class-"
# Chroma refuses larger batches (5461 in 1.5).
BATCH = 4000


class ChromaVectorStore:
    """VectorStore: collections in a folder that this process alone has open, one for each access class.

    A vector keeps no text beside it: the catalog has that, and what stands there twice can disagree.
    The collection of class 0 has the name of the index, those of the others begin with it.
    """

    def __init__(self, folder: Path, collection: str = COLLECTION) -> None:
        self._folder = folder
        self._name = collection
        self._client: Any = None
        self._stores: dict[int, Any] = {}
        # A vector that is deleted while it moves must not come back.
        self._writing = RLock()

    def warm_up(self) -> None:
        """Open the folder now. Raises DataFolderError."""
        if self._stores:
            return
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        with self._writing, _translating(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            options = ChromaSettings(anonymized_telemetry=False, is_persistent=True)
            self._client = chromadb.PersistentClient(str(self._folder), settings=options)
            names = [collection.name for collection in self._client.list_collections()]
            numbers = (self._class_of(name) for name in names)
            self._stores = {number: self._open(number) for number in {0, *numbers} if number is not None}

    def _open(self, access_class: int) -> Any:
        from llama_index.vector_stores.chroma import ChromaVectorStore as LlamaIndexStore

        collection = self._client.get_or_create_collection(
            f"{self._name}{SUFFIX}{access_class}" if access_class else self._name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
        )
        return LlamaIndexStore(chroma_collection=collection)

    def _class_of(self, name: str) -> int | None:
        """The class of a collection of this index; None for one of another index."""
        index, _, number = name.partition(SUFFIX)
        return int(number or 0) if index == self._name else None

    @property
    def llama_index_store(self) -> Any:
        """The vectors of class 0 as llama-index's own `ChromaVectorStore`."""
        self.warm_up()
        return self._stores[0]

    def _collections(self, classes: Sequence[int] | None = None) -> dict[int, Any]:
        self.warm_up()
        stores = dict(self._stores)
        wanted = sorted(stores if classes is None else stores.keys() & set(classes))
        # The only way to ids and embeddings.
        return {number: stores[number]._collection for number in wanted}  # noqa: SLF001

    def add(self, chunks: Sequence[Chunk], vectors: Vectors, access_class: int = 0) -> None:
        """Store the chunks' vectors in a class; a chunk id that is there already, in any, is replaced."""
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
        with self._writing, _translating(self._folder):
            for collection in self._collections().values():
                known = _known(collection, [chunk.id for chunk in chunks])
                if known:
                    collection.delete(ids=known)
            self._store(access_class).add(nodes)

    def _store(self, access_class: int) -> Any:
        if access_class not in self._stores:
            self._stores = {**self._stores, access_class: self._open(access_class)}
        return self._stores[access_class]

    def move(self, chunk_ids: Sequence[str], access_class: int) -> None:
        """Let these chunks' vectors be of this class alone; ids that are not there are no error."""
        self.warm_up()
        with self._writing, _translating(self._folder):
            others = {number: one for number, one in self._collections().items() if number != access_class}
            for source, some in product(others.values(), _batches(chunk_ids)):
                found = source.get(some, include=["embeddings", "metadatas"])
                if found["ids"]:
                    # There first: cut off in between, a vector is in two classes, and none is lost.
                    target = self._store(access_class)._collection  # noqa: SLF001
                    rows = {"embeddings": found["embeddings"], "metadatas": found["metadatas"]}
                    target.upsert(ids=found["ids"], **rows)
                    source.delete(ids=found["ids"])

    def search(
        self, vector: Vectors, k: int, classes: Sequence[int] | None = None
    ) -> list[tuple[str, float, Vectors]]:
        """The nearest chunks of these classes as (chunk id, cosine similarity, vector), best first."""
        near = [found for one in self._collections(classes).values() for found in _nearest(one, vector, k)]
        return sorted(near, key=lambda found: (-found[1], found[0]))[:k]

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of these chunks by id, exactly as stored; ids that are not there are left out."""
        stored: dict[str, Vectors] = {}
        for collection, some in product(self._collections().values(), _batches(chunk_ids)):
            found = collection.get(some, include=["embeddings"])
            stored |= zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True)
        return stored

    def delete(self, chunk_ids: Sequence[str]) -> None:
        """Forget these chunks, also where an index is being made; ids that are not there are no error."""
        self.warm_up()
        with self._writing, _translating(self._folder):
            collections = self._client.list_collections() if chunk_ids else []
            for collection, some in product(collections, _batches(chunk_ids)):
                collection.delete(ids=some)

    def ids(self) -> set[str]:
        """The ids of all chunks stored."""
        return set().union(*self.classes().values())

    def classes(self) -> dict[int, set[str]]:
        """The ids of the chunks stored by access class."""
        return {number: set(one.get(include=[])["ids"]) for number, one in self._collections().items()}

    def close(self) -> None:
        """Let go of the folder's files; used again, they are opened again."""
        with self._writing:
            if self._client is not None:
                self._client.close()
            self._client, self._stores = None, {}

    def drop(self) -> None:
        """Forget all vectors and the collections themselves."""
        self.warm_up()
        self._drop(lambda name: self._class_of(name) is not None)
        self._client, self._stores = None, {}

    def drop_others(self) -> None:
        """Forget the other collections of the folder, which nobody is to ask any more."""
        self.warm_up()
        self._drop(lambda name: self._class_of(name) is None)

    def _drop(self, is_wanted: Callable[[str], bool]) -> None:
        with self._writing, _translating(self._folder):
            for collection in self._client.list_collections():
                if is_wanted(collection.name):
                    self._client.delete_collection(collection.name)


def _known(collection: Any, chunk_ids: Sequence[str]) -> list[str]:
    # Asking is ten times as fast as deleting what is not there.
    return [known for some in _batches(chunk_ids) for known in collection.get(some, include=[])["ids"]]


def _nearest(collection: Any, vector: Vectors, k: int) -> Iterator[tuple[str, float, Vectors]]:
    found = collection.query(
        query_embeddings=[vector.tolist()], n_results=k, include=["distances", "embeddings"]
    )
    rows = zip(found["ids"][0], found["distances"][0], found["embeddings"][0], strict=True)
    for chunk_id, distance, embedding in rows:
        yield chunk_id, 1.0 - float(distance), np.asarray(embedding, dtype=np.float32)


def _batches(chunk_ids: Sequence[str]) -> Iterator[list[str]]:
    for first in range(0, len(chunk_ids), BATCH):
        yield list(chunk_ids[first : first + BATCH])


@contextmanager
def _translating(folder: Path) -> Iterator[None]:
    try:
        yield
    except TragError:
        raise
    except Exception as exc:  # Chroma raises what its Rust core and sqlite3 raise
        raise _translated(exc, folder) from exc


def _translated(exc: Exception, folder: Path) -> DataFolderError:
    if "full" in str(exc).lower() or "No space left" in str(exc):
        return DiskFullError(f"The disk of {folder} is full.", hint="Make room and run the command again.")
    return DataFolderError(
        f"The vectors in {folder} can't be used: {exc}.",
        hint="`trag doctor` shows the state of the data folder.",
    )
