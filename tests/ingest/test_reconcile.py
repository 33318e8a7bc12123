from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ingest.reconcile import BATCH, Reconciled, reconcile
from trag.catalog.catalog import Catalog, Revision
from trag.engines.chroma import ChromaVectorStore
from trag.engines.fakes import FakeEmbedder
from trag.engines.memory_store import MemoryVectorStore
from trag.protocols import VectorStore
from trag.types import Chunk, Document

EMBEDDER = FakeEmbedder()


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    made = Catalog(tmp_path / "catalog.db")
    yield made
    made.close()


@pytest.fixture(params=["memory", "chroma"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> VectorStore:
    return MemoryVectorStore() if request.param == "memory" else ChromaVectorStore(tmp_path / "vectors")


def passages(count: int, document: str = "d") -> list[Chunk]:
    return [
        Chunk(f"{document}{n}", document, "a.md", f"Text {n}.", ("Guide",), position=n) for n in range(count)
    ]


def put(catalog: Catalog, chunks: Sequence[Chunk]) -> None:
    document = Document(chunks[0].document_id, "a.md", "A", "md", len(chunks), 1, "2026-01-01T00:00:00+00:00")
    catalog.put_document(Revision(document, "/documents", "0" * 64), chunks)


def add(store: VectorStore, chunks: Sequence[Chunk]) -> None:
    store.add(chunks, EMBEDDER.embed([chunk.embedded_text for chunk in chunks]))


def test_what_is_in_line_stays_as_it_is(catalog: Catalog, store: VectorStore) -> None:
    put(catalog, passages(3))
    add(store, passages(3))
    assert reconcile(catalog, store, EMBEDDER) == Reconciled(0, 0)
    assert store.ids() == catalog.chunk_ids()


def test_vectors_without_a_passage_are_removed(catalog: Catalog, store: VectorStore) -> None:
    put(catalog, passages(3))
    add(store, passages(3))
    add(store, passages(2, "orphan"))
    assert reconcile(catalog, store, EMBEDDER) == Reconciled(2, 0)
    assert store.ids() == catalog.chunk_ids()


def test_passages_without_a_vector_get_the_one_they_had(catalog: Catalog, store: VectorStore) -> None:
    made = passages(3)
    put(catalog, made)
    add(store, made[:1])
    assert reconcile(catalog, store, EMBEDDER) == Reconciled(0, 2)
    (vector,) = EMBEDDER.embed([made[2].embedded_text])
    chunk_id, similarity, _ = store.search(vector, 1)[0]
    assert chunk_id == made[2].id
    assert similarity == pytest.approx(1, abs=1e-4)


def test_a_lost_index_of_many_batches_is_made_again(catalog: Catalog, store: VectorStore) -> None:
    put(catalog, passages(2 * BATCH + 1))
    assert reconcile(catalog, store, EMBEDDER) == Reconciled(0, 2 * BATCH + 1)
    assert store.ids() == catalog.chunk_ids()


def test_an_empty_catalog_and_an_empty_store_are_in_line(catalog: Catalog, store: VectorStore) -> None:
    assert reconcile(catalog, store, EMBEDDER) == Reconciled(0, 0)
