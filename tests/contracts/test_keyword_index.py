"""What every KeywordIndex owes its callers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from trag.catalog.access import class_of
from trag.catalog.catalog import Catalog, Revision
from trag.engines.keyword import Fts5KeywordIndex
from trag.protocols import KeywordIndex
from trag.types import Chunk, Document

TEXTS = {
    "leave": "Parental leave is 16 weeks for all staff.",
    "travel": "A travel claim must be filed by all staff within 2 weeks.",
    "code": "Form ZX-81 is needed for diesel by all staff.",
    "canteen": "The canteen serves all staff.",
    "badge": "A badge opens the doors for all staff.",
}


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    made = Catalog(tmp_path / "catalog.sqlite")
    for name, text in TEXTS.items():
        document = Document(name, f"{name}.md", name, "md", 1, 1, "2026-01-01T00:00:00+00:00")
        made.put_document(Revision(document, "/f", name), [Chunk(name, name, f"{name}.md", text)])
    yield made
    made.close()


@pytest.fixture(params=["all passages scored", "few passages scored"])
def index(request: pytest.FixtureRequest, catalog: Catalog) -> KeywordIndex:
    return Fts5KeywordIndex(catalog, 1000 if request.param == "all passages scored" else 1)


def test_the_passage_with_the_rare_word_comes_first(index: KeywordIndex) -> None:
    found = index.search("which form do staff need for diesel?", 3)
    assert found[0][0] == "code"
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert found[0][1] > 0


def test_no_more_than_k_come_back_and_none_twice(index: KeywordIndex) -> None:
    found = [chunk_id for chunk_id, _ in index.search("all staff weeks leave", 2)]
    assert len(found) == len(set(found)) == 2


def test_words_of_every_passage_find_passages(index: KeywordIndex) -> None:
    assert {chunk_id for chunk_id, _ in index.search("all staff", 5)} == set(TEXTS)


def test_words_of_no_passage_find_nothing(index: KeywordIndex) -> None:
    assert index.search("submarine", 5) == []


@pytest.mark.parametrize(
    "query",
    ['"', "a AND OR NOT", "leave*", "(a+)+$", "x' OR 1=1 --", "", "  ", "NEAR(", "的", "_ staff", "\0"],
)
def test_any_text_is_a_valid_query(index: KeywordIndex, query: str) -> None:
    assert isinstance(index.search(query, 5), list)


def test_what_is_gone_is_not_found(index: KeywordIndex, catalog: Catalog) -> None:
    document = Document("code", "code.md", "code", "md", 0, 1, "2026-01-01T00:00:00+00:00")
    catalog.put_document(Revision(document, "/f", "2"), [])
    assert "code" not in dict(index.search("diesel for all staff", 5))


def test_what_stands_in_a_class_that_is_not_read_is_neither_found_nor_counted(
    index: KeywordIndex, catalog: Catalog
) -> None:
    before = index.search("travel claim by staff", 5, [0])
    document = Document("x", "x.md", "x", "md", 1, 1, "2026-01-01T00:00:00+00:00")
    chunks = [Chunk("x", "x", "x.md", "travel claim, travel claim of staff")]
    catalog.put_document(Revision(document, "/f", "x", groups=("hr",)), chunks)
    assert index.search("travel claim by staff", 5, [0]) == before
    assert "x" in dict(index.search("travel claim by staff", 5))
    assert dict(index.search("travel claim by staff", 5, [class_of(catalog, ["hr"])])).keys() == {"x"}
    assert index.search("travel claim by staff", 5, []) == []
