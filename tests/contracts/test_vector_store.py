"""What every VectorStore owes its callers."""

from pathlib import Path

import numpy as np
import pytest

from trag.engines.chroma import ChromaVectorStore
from trag.engines.memory_store import MemoryVectorStore
from trag.protocols import Vectors, VectorStore
from trag.types import Chunk


@pytest.fixture(params=["memory", "chroma"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> VectorStore:
    return MemoryVectorStore() if request.param == "memory" else ChromaVectorStore(tmp_path / "vectors")


def chunks(*ids: str) -> list[Chunk]:
    return [Chunk(chunk_id, "d", "a.md", f"text of {chunk_id}") for chunk_id in ids]


def unit(*rows: tuple[float, ...]) -> Vectors:
    vectors = np.array(rows, np.float32)
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths


def test_the_nearest_comes_first_with_its_similarity_and_vector(store: VectorStore) -> None:
    vectors = unit((1, 0, 0), (1, 1, 0), (0, 0, 1))
    store.add(chunks("a", "b", "c"), vectors)
    found = store.search(unit((1, 0, 0))[0], 2)
    assert [chunk_id for chunk_id, _, _ in found] == ["a", "b"]
    assert [similarity for _, similarity, _ in found] == pytest.approx([1.0, 2**-0.5], abs=1e-4)
    assert np.allclose(found[1][2], vectors[1], atol=1e-5)


def test_an_empty_store_finds_nothing(store: VectorStore) -> None:
    assert store.search(unit((1, 0, 0))[0], 5) == []
    assert store.ids() == set()


def test_vectors_are_given_back_by_id(store: VectorStore) -> None:
    vectors = unit((1, 0, 0), (1, 1, 0))
    store.add(chunks("a", "b"), vectors)
    found = store.vectors(["b", "nobody"])
    assert list(found) == ["b"]
    assert np.allclose(found["b"], vectors[1], atol=1e-6)
    assert store.vectors([]) == {}


def test_adding_an_id_again_replaces_it(store: VectorStore) -> None:
    store.add(chunks("a"), unit((1, 0, 0)))
    store.add(chunks("a"), unit((0, 1, 0)))
    assert store.ids() == {"a"}
    assert store.search(unit((0, 1, 0))[0], 5)[0][1] == pytest.approx(1.0, abs=1e-4)


def test_many_chunks_of_one_document_are_all_kept(store: VectorStore) -> None:
    names = [f"c{n}" for n in range(300)]
    store.add(chunks(*names), unit(*((1.0, float(n), 1.0) for n in range(300))))
    assert store.ids() == set(names)


def test_what_is_deleted_is_found_no_more(store: VectorStore) -> None:
    store.add(chunks("a", "b"), unit((1, 0, 0), (0, 1, 0)))
    store.delete(["a", "never there"])
    assert store.ids() == {"b"}
    assert [chunk_id for chunk_id, _, _ in store.search(unit((1, 0, 0))[0], 5)] == ["b"]


def test_deleting_nothing_deletes_nothing(store: VectorStore) -> None:
    store.add(chunks("a"), unit((1, 0, 0)))
    store.delete([])
    assert store.ids() == {"a"}


def test_chroma_keeps_its_vectors_when_it_is_opened_again(tmp_path: Path) -> None:
    ChromaVectorStore(tmp_path).add(chunks("a"), unit((1, 0, 0)))
    assert ChromaVectorStore(tmp_path).ids() == {"a"}


def test_llama_index_reads_the_same_vectors(tmp_path: Path) -> None:
    """The store goes through llama-index: its own query path sees what was added."""
    from llama_index.core.vector_stores import VectorStoreQuery

    store = ChromaVectorStore(tmp_path)
    store.add(chunks("a", "b"), unit((1, 0, 0), (0, 1, 0)))
    found = store.llama_index_store.query(
        VectorStoreQuery(query_embedding=[0.0, 1.0, 0.0], similarity_top_k=1)
    )
    assert found.ids == ["b"]
    assert found.nodes[0].metadata["document_id"] == "d"


def test_a_dropped_store_is_empty_and_can_be_used_again(store: VectorStore) -> None:
    store.add(chunks("a"), unit((1, 0, 0)))
    store.drop()
    assert store.ids() == set()
    store.add(chunks("b"), unit((0, 1, 0, 0)))  # of another dimension, even
    assert store.ids() == {"b"}


def test_dropping_the_others_leaves_the_store_itself(store: VectorStore) -> None:
    store.add(chunks("a"), unit((1, 0, 0)))
    store.drop_others()
    assert store.ids() == {"a"}


def test_collections_of_one_folder_are_apart_until_the_others_are_dropped(tmp_path: Path) -> None:
    old, new = ChromaVectorStore(tmp_path, "old"), ChromaVectorStore(tmp_path, "new")
    old.add(chunks("a"), unit((1, 0, 0)))
    new.add(chunks("b"), unit((1, 0)))
    new.drop_others()
    assert (new.ids(), ChromaVectorStore(tmp_path, "old").ids()) == ({"b"}, set())


def test_what_is_deleted_is_gone_from_an_index_in_the_making_too(tmp_path: Path) -> None:
    answering, made = ChromaVectorStore(tmp_path, "old"), ChromaVectorStore(tmp_path, "new")
    for store, vectors in ((answering, unit((1, 0, 0), (0, 1, 0))), (made, unit((1, 0), (0, 1)))):
        store.add(chunks("a", "b"), vectors)
    answering.delete(["a"])
    assert (answering.ids(), made.ids()) == ({"b"}, {"b"})


def test_what_is_added_again_in_one_index_stays_in_the_other(tmp_path: Path) -> None:
    answering, made = ChromaVectorStore(tmp_path, "old"), ChromaVectorStore(tmp_path, "new")
    answering.add(chunks("a"), unit((1, 0, 0)))
    made.add(chunks("a"), unit((1, 0)))
    made.add(chunks("a"), unit((0, 1)))
    assert answering.ids() == {"a"}


def found(store: VectorStore, classes: list[int] | None) -> list[str]:
    return [chunk_id for chunk_id, _, _ in store.search(unit((1, 0, 0))[0], 5, classes)]


def test_only_the_classes_asked_for_are_searched(store: VectorStore) -> None:
    store.add(chunks("a"), unit((1, 0, 0)))
    store.add(chunks("b"), unit((1, 1, 0)), 1)
    store.add(chunks("c"), unit((0, 1, 1)), 7)
    assert found(store, [7, 1]) == ["b", "c"]
    assert (found(store, [0]), found(store, []), found(store, [3])) == (["a"], [], [])
    assert found(store, None) == ["a", "b", "c"]
    assert (store.ids(), store.classes()) == ({"a", "b", "c"}, {0: {"a"}, 1: {"b"}, 7: {"c"}})


def test_a_moved_vector_is_in_its_new_class_alone_and_the_same(store: VectorStore) -> None:
    vectors = unit((1, 0, 0), (1, 1, 0))
    store.add(chunks("a", "b"), vectors, 1)
    store.move(["b", "never there"], 2)
    assert (found(store, [1]), found(store, [2])) == (["a"], ["b"])
    assert np.allclose(store.vectors(["b"])["b"], vectors[1], atol=1e-6)
    store.move(["b"], 2)
    store.delete(["b"])
    assert store.ids() == {"a"}


def test_what_is_added_again_in_another_class_leaves_the_first(store: VectorStore) -> None:
    store.add(chunks("a"), unit((1, 0, 0)), 1)
    store.add(chunks("a"), unit((0, 1, 0)), 2)
    assert (found(store, [1]), found(store, [2])) == ([], ["a"])


def test_dropping_the_others_leaves_every_class_of_the_index(tmp_path: Path) -> None:
    old, new = ChromaVectorStore(tmp_path, "chunks"), ChromaVectorStore(tmp_path, "chunks-new")
    for store in (old, new):
        store.add(chunks("a"), unit((1, 0, 0)))
        store.add(chunks("b"), unit((0, 1, 0)), 3)
    new.drop_others()
    assert ChromaVectorStore(tmp_path, "chunks-new").classes() == {0: {"a"}, 3: {"b"}}
    assert ChromaVectorStore(tmp_path, "chunks").ids() == set()


def test_a_move_that_was_cut_off_between_its_halves_is_finished_by_the_next(tmp_path: Path) -> None:
    store = ChromaVectorStore(tmp_path)
    store.add(chunks("a"), unit((1, 0, 0)), 1)
    store.add(chunks("b"), unit((0, 1, 0)), 2)
    into = store._collections()[2]
    into.upsert(ids=["a"], embeddings=unit((1, 0, 0)).tolist(), metadatas=[{"document_id": "d"}])
    assert store.classes() == {0: set(), 1: {"a"}, 2: {"a", "b"}}
    store.move(["a"], 2)
    assert store.classes() == {0: set(), 1: set(), 2: {"a", "b"}}
