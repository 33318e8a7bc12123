"""What a caller may not read changes nothing of what is found for them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trag.catalog.access import class_of, classes_for, document_class
from trag.catalog.catalog import Catalog, Revision
from trag.engines.chroma import ChromaVectorStore
from trag.engines.fakes import FakeEmbedder
from trag.engines.keyword import Fts5KeywordIndex
from trag.engines.memory_store import MemoryVectorStore
from trag.protocols import VectorStore
from trag.retrieval.retriever import Retriever
from trag.types import Chunk, Document

WORDS = ["leave", "travel", "budget", "badge", "canteen", "max_size", "Payroll"]
GROUPS = ["everyone", "hr", "it"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
SETS = st.sets(st.sampled_from(GROUPS), max_size=2)
DOCUMENTS = st.lists(st.tuples(st.lists(TEXTS, min_size=1, max_size=2), SETS), min_size=1, max_size=7)
Given = Sequence[tuple[Sequence[str], set[str]]]
Found = list[tuple[str, float, float]]


@contextmanager
def catalog_of(
    folder: Path, documents: Given, store: VectorStore, readable: set[str] | None
) -> Iterator[Catalog]:
    """A catalog and its vectors of the documents that these groups may read; None: of all."""
    catalog, embedder = Catalog(folder / f"catalog-{next(NUMBERS)}.sqlite"), FakeEmbedder()
    for number, (texts, groups) in enumerate(documents):
        if readable is None or groups & (readable | {"everyone"}):
            name = f"d{number}"
            document = Document(name, f"{name}.md", name, "md", len(texts), 1, "2026-01-01T00:00:00+00:00")
            chunks = [
                Chunk(f"{name}-{at}", name, f"{name}.md", text, position=at) for at, text in enumerate(texts)
            ]
            catalog.put_document(Revision(document, "/f", name, groups=tuple(sorted(groups))), chunks)
            vectors = embedder.embed([chunk.embedded_text for chunk in chunks])
            store.add(chunks, vectors, document_class(catalog, name) or 0)
    try:
        yield catalog
    finally:
        catalog.close()


NUMBERS = count()


def found(catalog: Catalog, store: VectorStore, caller: set[str], query: str, scored: int = 8000) -> Found:
    retriever = Retriever(catalog, FakeEmbedder(), store, Fts5KeywordIndex(catalog, scored))
    classes = classes_for(catalog, frozenset(caller))
    return [
        (one.chunk.id, one.score, one.similarity)
        for one in retriever.retrieve(query, 5, ["Payroll"], classes)
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS, st.sets(st.sampled_from(GROUPS[1:])), TEXTS, st.sampled_from([2, 8000]))
def test_hidden_documents_change_neither_order_nor_score(
    documents: Given, caller: set[str], query: str, scored: int
) -> None:
    all_vectors, readable_vectors = MemoryVectorStore(), MemoryVectorStore()
    with (
        TemporaryDirectory() as folder,
        catalog_of(Path(folder), documents, all_vectors, None) as whole,
        catalog_of(Path(folder), documents, readable_vectors, caller) as readable,
    ):
        expected = found(readable, readable_vectors, caller, query, scored)
        assert found(whole, all_vectors, caller, query, scored) == expected


DEMO: Given = [
    (["parental leave is long", "leave and travel"], {"everyone"}),
    (["leave of the payroll staff", "budget of leave"], {"hr"}),
    (["travel budget", "badge for travel"], {"it"}),
    (["leave leave secret leave"], set()),
    (["canteen leave"], {"hr", "it"}),
]


@pytest.mark.parametrize("caller", [set(), {"hr"}, {"hr", "it"}, {"nobody"}])
def test_with_chroma_too(tmp_path: Path, caller: set[str]) -> None:
    stores = [ChromaVectorStore(tmp_path / name) for name in ("all", "readable")]
    with (
        catalog_of(tmp_path, DEMO, stores[0], None) as whole,
        catalog_of(tmp_path, DEMO, stores[1], caller) as readable,
    ):
        expected = found(readable, stores[1], caller, "leave travel")
        assert found(whole, stores[0], caller, "leave travel") == expected
        assert expected
        assert not any(chunk_id.startswith("d3") for chunk_id, _, _ in expected)


def test_a_vector_that_was_not_moved_yet_is_not_found_by_those_who_may_not_read_it_any_more(
    tmp_path: Path,
) -> None:
    from trag.catalog.access import set_groups

    store = MemoryVectorStore()
    with catalog_of(tmp_path, DEMO, store, None) as catalog:
        assert set_groups(catalog, ["d1"], ["it"]) == ["d1"]
        assert store.classes()[class_of(catalog, ["hr"])] == {"d1-0", "d1-1"}
        assert not [one for one in found(catalog, store, {"hr"}, "payroll leave") if one[0].startswith("d1")]
        assert [one for one in found(catalog, store, {"it"}, "payroll leave") if one[0].startswith("d1")]
