import sqlite3
from pathlib import Path

import pytest

from trag.catalog.catalog import Catalog, Revision
from trag.engines.keyword import Fts5KeywordIndex
from trag.errors import DataFolderError
from trag.types import Chunk, Document, TreeSummary


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog(tmp_path / "catalog.sqlite")


def revision(document_id: str = "d1", sha256: str = "s1", chunks: int = 2, file: str = "a.md") -> Revision:
    document = Document(document_id, file, "A", "md", chunks, 10, "2026-01-01T00:00:00+00:00")
    return Revision(document, "/folder", sha256)


def chunk(chunk_id: str, text: str, position: int = 0, document_id: str = "d1") -> Chunk:
    return Chunk(chunk_id, document_id, "a.md", text, ("Title", "Part"), 2, position, 0, len(text))


def test_what_is_put_in_comes_out_the_same(catalog: Catalog) -> None:
    chunks = [chunk("c1", "Leave is 16 weeks.", 0), chunk("c2", "Ask Ana.", 1)]
    catalog.put_document(revision(), chunks)
    assert catalog.documents() == [revision().document]
    assert catalog.passages("d1") == chunks
    assert catalog.chunks(["c2", "gone"]) == {"c2": chunks[1]}
    assert (catalog.sha256("d1"), catalog.sources(), catalog.chunk_count()) == ("s1", {"/folder"}, 2)


def test_a_new_version_takes_the_place_of_the_old_one(catalog: Catalog) -> None:
    catalog.put_document(revision(), [chunk("c1", "Leave is 16 weeks."), chunk("c2", "Ask Ana.", 1)])
    gone = catalog.put_document(revision(sha256="s2", chunks=1), [chunk("c2", "Ask Ana.", 0)])
    assert gone == ["c1"]
    assert catalog.chunk_ids() == {"c2"}
    assert [found.position for found in catalog.passages("d1")] == [0]
    assert catalog.sha256("d1") == "s2"


def test_the_keyword_index_follows_every_change(catalog: Catalog) -> None:
    index = Fts5KeywordIndex(catalog)
    catalog.put_document(revision(), [chunk("c1", "Leave is 16 weeks."), chunk("c2", "Diesel for cars.", 1)])
    assert [chunk_id for chunk_id, _ in index.search("how many weeks of leave?", 5)] == ["c1"]
    catalog.put_document(revision(sha256="s2"), [chunk("c2", "Diesel for cars.", 0)])
    assert index.search("weeks of leave", 5) == []


def test_a_failed_change_changes_nothing(catalog: Catalog) -> None:
    catalog.put_document(revision(), [chunk("c1", "Leave is 16 weeks.")])
    twice = [chunk("c9", "One"), chunk("c9", "Two")]
    with pytest.raises(DataFolderError):
        catalog.put_document(revision(sha256="s2"), twice)
    assert (catalog.chunk_ids(), catalog.sha256("d1")) == ({"c1"}, "s1")


@pytest.mark.parametrize(
    "query", ['"', "a AND OR NOT", "leave*", "(a+)+$", "x' OR 1=1 --", "", "  ", "NEAR(", "的"]
)
def test_any_text_is_a_valid_query(catalog: Catalog, query: str) -> None:
    catalog.put_document(revision(), [chunk("c1", "Leave is 16 weeks.")])
    assert isinstance(Fts5KeywordIndex(catalog).search(query, 5), list)


def test_words_meet_their_other_forms_and_accents(catalog: Catalog) -> None:
    catalog.put_document(revision(), [chunk("c1", "Müller approves claims.")])
    assert Fts5KeywordIndex(catalog).search("muller claim", 5)[0][0] == "c1"


def test_the_last_tree_is_in_force_and_kept_word_by_word(catalog: Catalog) -> None:
    assert catalog.tree() is None
    for version in (1, 2):
        summary = TreeSummary("Org", "org.yaml", version, "2026-01-01T00:00:00+00:00", 3, 2)
        catalog.add_tree(summary, f"# text {version}\n")
    stored = catalog.tree()
    assert stored is not None
    assert (stored[0].version, stored[1]) == (2, "# text 2\n")


def test_every_tree_is_kept_and_the_newest_comes_first(catalog: Catalog) -> None:
    assert (catalog.trees(), catalog.tree(1)) == ([], None)
    for version in (1, 2, 3):
        catalog.add_tree(TreeSummary("Org", "org.yaml", version, "2026-01-01", 3, 2), f"# text {version}\n")
    assert [summary.version for summary in catalog.trees()] == [3, 2, 1]
    first = catalog.tree(1)
    assert first is not None
    assert (first[0], first[1]) == (catalog.trees()[2], "# text 1\n")
    assert catalog.tree(4) is None


def test_a_stamp_can_be_set_again(catalog: Catalog) -> None:
    assert catalog.stamp("embedder") is None
    catalog.set_stamp("embedder", "a")
    catalog.set_stamp("embedder", "b")
    assert catalog.stamp("embedder") == "b"


def test_neighbours_are_the_passages_around(catalog: Catalog) -> None:
    chunks = [chunk(f"c{n}", f"text {n}", n) for n in range(5)]
    catalog.put_document(revision(chunks=5), chunks)
    assert [found.id for found in catalog.neighbours(chunks[3], 1)] == ["c2", "c3", "c4"]


def test_a_file_that_is_no_catalog_is_named(tmp_path: Path) -> None:
    file = tmp_path / "catalog.sqlite"
    file.write_bytes(b"this is not a database, it is a text file of some length" * 20)
    with pytest.raises(DataFolderError, match=r"catalog\.sqlite can't be used"):
        Catalog(file).documents()


def test_a_full_disk_is_said_to_be_full(catalog: Catalog) -> None:
    from trag.errors import DiskFullError

    catalog.put_document(revision(), [chunk("c1", "Leave is 16 weeks.")])
    with catalog.engine.begin() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    catalog.close()
    limit_pages(catalog, pages)
    big = [chunk(f"c{n}", "word " * 500, n) for n in range(200)]
    with pytest.raises(DiskFullError, match="full"):
        catalog.put_document(revision("d2", "s2"), [Chunk(f"x{c.id}", "d2", "b.md", c.text) for c in big])
    assert catalog.chunk_ids() == {"c1"}


def limit_pages(catalog: Catalog, pages: int) -> None:
    """SQLite's own way to run out of room: the same error a full disk gives."""
    from sqlalchemy import event

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages + 2}")

    event.listen(catalog.engine, "connect", limit)
    catalog.engine.dispose()


def test_the_tables_are_those_of_the_models(catalog: Catalog) -> None:
    """A model changed without a migration fails here."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from trag.catalog.models import Table

    with catalog.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_ours})
        assert compare_metadata(context, Table.metadata) == []


def _is_ours(_object: object, name: str | None, *_: object) -> bool:
    return not (name or "").startswith("chunk_words")
