"""Catalogs of every released schema, as people left them: brought forward, they answer as they did."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

from trag.catalog.access import class_groups
from trag.catalog.catalog import Catalog
from trag.catalog.database import HEAD, MIGRATIONS
from trag.engines.keyword import Fts5KeywordIndex
from trag.settings import load_settings
from trag.types import Answer, Done
from trag.workspace import Workspace

KEPT = Path(__file__).parent / "kept"
RELEASES = sorted(path.stem for path in KEPT.glob("*.sql"))
# What came with which schema.
DELETES, CONVERSATIONS, GROUPS, ACCOUNTS = "0002", "0003", "0005", "0006"


def kept(release: str, folder: Path) -> Path:
    path = folder / "catalog.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(f"BEGIN;\n{(KEPT / f'{release}.sql').read_text()}\nCOMMIT;")
    connection.close()
    return path


def shape(path: Path) -> dict[str, Any]:
    """The tables of a catalog with their columns, and its indexes and triggers."""
    catalog = Catalog(path)
    found = inspect(catalog.engine)
    ordinary = [name for name in found.get_table_names() if not re.match("chunk_words", name)]
    columns = {
        name: {(one["name"], str(one["type"]), one["nullable"]) for one in found.get_columns(name)}
        for name in ordinary
    }
    with catalog.engine.connect() as connection:
        others = "SELECT type, name FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY name"
        named = [tuple(row) for row in connection.exec_driver_sql(others)]
    catalog.close()
    # Documents of a group have a keyword index of their own, which an empty catalog has not.
    return columns | {"": [one for one in named if not re.match(r"chunk_words_\d", one[1])]}


def test_there_is_a_kept_catalog_of_every_schema() -> None:
    made = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("0*.py"))
    assert made == RELEASES
    assert RELEASES[-1] == HEAD


@pytest.mark.parametrize("release", RELEASES)
def test_a_kept_catalog_is_of_its_schema_until_it_is_opened(release: str, tmp_path: Path) -> None:
    connection = sqlite3.connect(kept(release, tmp_path))
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(release,)]
    connection.close()


@pytest.mark.parametrize("release", RELEASES)
def test_brought_forward_it_has_the_tables_of_a_new_one(release: str, tmp_path: Path) -> None:
    assert shape(kept(release, tmp_path)) == shape(tmp_path / "new.sqlite")


@pytest.mark.parametrize("release", RELEASES)
def test_brought_forward_it_has_all_that_was_in_it(release: str, tmp_path: Path) -> None:
    catalog = Catalog(kept(release, tmp_path))
    files = ["hr/leave.md", "travel.md"] if release >= DELETES else ["hr/leave.md", "old.md", "travel.md"]
    documents = catalog.documents()
    assert [document.file for document in documents] == files
    assert all(len(catalog.passages(document.id)) == document.chunks for document in documents)
    (travel,) = [document for document in documents if document.file == "travel.md"]
    assert "21 days" in catalog.passages(travel.id)[0].text
    assert travel.version == (2 if release >= DELETES else 1)
    stored = catalog.tree()
    assert stored is not None
    assert "Finance Division" in stored[1]
    assert set(class_groups(catalog).values()) == ({(), ("hr",)} if release >= GROUPS else {()})
    catalog.close()


@pytest.mark.parametrize("release", RELEASES)
def test_words_are_found_in_their_class_and_those_of_an_edit_are_not(release: str, tmp_path: Path) -> None:
    catalog = Catalog(kept(release, tmp_path))
    index = Fts5KeywordIndex(catalog)
    found = [chunk_id for chunk_id, _ in index.search("parental leave weeks", 5)]
    assert "16 weeks" in catalog.chunks(found)[found[0]].text
    assert not index.search("fourteen 14", 5)
    assert bool(index.search("parental", 5, [0])) is (release < GROUPS)
    catalog.close()


def answer(workspace: Workspace, question: str) -> Answer:
    *_, done = workspace.stream(question)
    assert isinstance(done, Done)
    return done.answer


@pytest.mark.parametrize("release", RELEASES)
def test_brought_forward_it_answers(release: str, tmp_path: Path) -> None:
    kept(release, tmp_path)
    with Workspace(load_settings(tmp_path, llm="fake", embedder="fake")) as workspace:
        told = answer(workspace, "How many weeks is parental leave?")
        assert [one.file for one in told.citations] == ["hr/leave.md"]
        head = answer(workspace, "Who leads the Finance Division?")
        assert (head.answered_by, "Ada Lund" in head.text) == ("tree", True)
        problems = {check.name for check in workspace.verify() if check.state == "problem"}
        assert problems <= {"Originals"}  # the files themselves were not kept with the catalog
        talks = [(one.title, one.messages) for one in workspace.conversations.page()]
        assert talks == ([("About leave", 1)] if release >= CONVERSATIONS else [])
        judged = [one.feedback.corrected_answer for one in workspace.conversations.feedback()]
        assert judged == (["It is 16 weeks."] if release >= CONVERSATIONS else [])
        names = [user.name for user in workspace.accounts.users()]
        assert names == (["ada"] if release >= ACCOUNTS else [])


def test_a_move_forward_that_is_cut_off_leaves_the_catalog_as_it_was(tmp_path: Path) -> None:
    path = kept("0004", tmp_path)
    connection = sqlite3.connect(path)
    # The last migration meets a table that is in its way.
    connection.execute("CREATE TABLE users (name TEXT)")
    connection.commit()
    with pytest.raises(Exception, match="users"):
        Catalog(path).documents()
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0004",)]
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert "access_classes" not in tables
    connection.close()
