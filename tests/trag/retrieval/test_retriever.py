from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from trag.catalog.catalog import Catalog, Revision
from trag.engines.fakes import FakeEmbedder, FakeReranker
from trag.engines.keyword import Fts5KeywordIndex
from trag.engines.memory_store import MemoryVectorStore
from trag.retrieval.retriever import RetrievalOptions, Retriever
from trag.types import Chunk, Document

TEXTS = {
    "leave": "Parental leave is 16 weeks for all staff.",
    "travel": "A travel claim must be filed within 14 days.",
    "code": "Form ZX-81 is needed for diesel.",
    "unit": "The Payroll Section pays on the 25th.",
}


class Index:
    """A catalog with a passage for each text, and its vectors."""

    def __init__(self, folder: Path) -> None:
        self.catalog, self.store = Catalog(folder / "catalog.sqlite"), MemoryVectorStore()
        embedder = FakeEmbedder()
        for name, text in TEXTS.items():
            chunk = Chunk(name, name, f"{name}.md", text)
            document = Document(name, f"{name}.md", name, "md", 1, 1, "2026-01-01T00:00:00+00:00")
            self.catalog.put_document(Revision(document, "/f", name), [chunk])
            self.store.add([chunk], embedder.embed([chunk.embedded_text]))

    def retrieve(
        self, query: str, k: int = 4, names: tuple[str, ...] = (), options: RetrievalOptions | None = None
    ) -> list[str]:
        keywords = Fts5KeywordIndex(self.catalog)
        retriever = Retriever(self.catalog, FakeEmbedder(), self.store, keywords, options)
        return [found.chunk.id for found in retriever.retrieve(query, k, names)]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path)
    yield made
    made.catalog.close()


def test_the_passage_that_answers_comes_first(index: Index) -> None:
    assert index.retrieve("how many weeks of parental leave")[0] == "leave"


def test_a_rare_word_is_found_by_the_keyword_index(index: Index) -> None:
    only_keywords = RetrievalOptions(dense_weight=0, keyword_weight=1)
    assert index.retrieve("ZX-81", options=only_keywords)[0] == "code"


def test_passages_that_name_the_entity_move_up(index: Index) -> None:
    query, strong = "a question of staff within all weeks", RetrievalOptions(entity_weight=0.5)
    assert index.retrieve(query, names=("Payroll Section",), options=strong).index("unit") < index.retrieve(
        query
    ).index("unit")


def test_no_more_than_k_come_back(index: Index) -> None:
    assert len(index.retrieve("travel claim", k=2)) == 2


def test_a_vector_without_its_chunk_in_the_catalog_is_never_served(index: Index) -> None:
    ghost = Chunk("ghost", "gone", "gone.md", "Parental leave is 99 weeks.")
    index.store.add([ghost], FakeEmbedder().embed([ghost.text]))
    assert "ghost" not in index.retrieve("parental leave weeks")


def test_similarity_is_that_of_the_vectors(index: Index) -> None:
    retriever = Retriever(index.catalog, FakeEmbedder(), index.store, Fts5KeywordIndex(index.catalog))
    best = retriever.retrieve(TEXTS["leave"], 1)[0]
    assert best.similarity == pytest.approx(1.0, abs=1e-5)


def test_a_reranker_puts_what_it_finds_best_first(index: Index) -> None:
    class Backwards(FakeReranker):
        """Likes what the others do not."""

        def scores(self, query: str, passages: Sequence[str]) -> list[float]:
            return [-score for score in super().scores(query, passages)]

    keywords = Fts5KeywordIndex(index.catalog)
    reranked = Retriever(index.catalog, FakeEmbedder(), index.store, keywords, reranker=Backwards())
    best = reranked.retrieve("how many weeks of parental leave", 4)
    assert best[0].chunk.id != "leave"
    assert len(best) == len(TEXTS)


def test_a_copy_of_a_passage_in_another_file_takes_no_place(index: Index) -> None:
    copy = Chunk("copy", "other", "other.md", TEXTS["leave"])
    document = Document("other", "other.md", "other", "md", 1, 1, "2026-01-01T00:00:00+00:00")
    index.catalog.put_document(Revision(document, "/f", "other"), [copy])
    index.store.add([copy], FakeEmbedder().embed([copy.embedded_text]))
    found = index.retrieve("how many weeks of parental leave", k=5)
    assert len({"leave", "copy"} & set(found)) == 1
