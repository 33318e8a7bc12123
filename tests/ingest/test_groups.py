"""Groups of documents on their way in, and their vectors wherever the catalog says."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from ingest.reconcile import put_in_their_classes, reconcile
from tests.ingest.house import House
from trag.catalog.access import class_of, set_folder_groups, set_groups
from trag.catalog.catalog import Catalog
from trag.settings import load_settings
from trag.types import OWNER, Caller
from trag.workspace import Workspace


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, Catalog(tmp_path / "catalog.sqlite"))


def classes(house: House) -> dict[str, set[str]]:
    """The groups that the vectors of each file are stored under, which have to be its own."""
    numbers = house.store.classes()
    by_file: dict[str, set[str]] = {}
    for document in house.catalog.documents():
        ids = house.catalog.chunk_ids(document.id)
        held = {number for number, stored in numbers.items() if stored & ids}
        assert held == {class_of(house.catalog, document.groups)}
        by_file[document.file] = set(document.groups)
    return by_file


def test_new_documents_get_the_groups_of_their_folder(house: House) -> None:
    set_folder_groups(house.catalog, f"{house.documents.resolve()}/hr", ["hr"])
    house.write("hr/a.md", "# Leave\n\nLeave is long.")
    house.write("b.md", "# Travel\n\nTravel is short.")
    house.ingest()
    assert classes(house) == {"hr/a.md": {"hr"}, "b.md": set()}


def test_a_changed_document_keeps_its_groups_and_its_new_vectors_have_them(house: House) -> None:
    house.write("a.md", "# Leave\n\nLeave is long.")
    house.ingest()
    set_groups(house.catalog, [house.document("a.md").id], ["hr"])
    put_in_their_classes(house.catalog, house.store)
    house.write("a.md", "# Leave\n\nLeave is short.")
    assert house.ingest() == {"a.md": "changed"}
    assert classes(house) == {"a.md": {"hr"}}


def test_a_vector_in_a_wrong_class_is_moved_and_not_embedded_again(house: House) -> None:
    house.write("a.md", "# Leave\n\nLeave is long.")
    house.ingest()
    set_groups(house.catalog, [house.document("a.md").id], ["hr"])
    house.embedder.embedded.clear()
    done = reconcile(house.catalog, house.store, house.embedder)
    assert (done.removed, done.restored, done.moved) == (0, 0, 1)
    assert not house.embedder.embedded
    assert classes(house) == {"a.md": {"hr"}}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "leave.md").write_text("# Leave\n\nParental leave takes sixteen weeks.")
    with ZipFile(documents / "box.zip", "w") as box:
        box.writestr("in.md", "# Box\n\nThe diesel form is ZX-81.")
    return Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake"))


HR = Caller("user:ana", "Ana", "reader", frozenset({"hr"}))


def seen(workspace: Workspace, caller: Caller, question: str) -> set[str]:
    return {passage.file for passage in workspace.pipeline.search_result(question, 5, caller).passages}


def test_groups_open_and_close_documents_at_once_in_the_real_index(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace:
        list(workspace.ingest(tmp_path / "documents"))
        question = "How long is parental leave, and which form is for diesel?"
        assert seen(workspace, OWNER, question) == {"leave.md", "box.zip/in.md"}
        assert seen(workspace, HR, question) == set()
        workspace.library.set_groups(["box.zip"], ["hr"])
        assert seen(workspace, HR, question) == {"box.zip/in.md"}
        changed = workspace.library.set_folder_groups(str(tmp_path / "documents"), ["hr"])
        assert [(one.file, one.groups) for one in changed] == [("leave.md", ("hr",))]
        assert seen(workspace, HR, question) == {"leave.md", "box.zip/in.md"}
        workspace.library.set_groups(["leave.md"], [])
        assert seen(workspace, HR, question) == {"box.zip/in.md"}
        assert {check.state for check in workspace.verify()} == {"ok"}


def test_what_is_taken_in_for_groups_gets_them_also_where_it_was_there(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace:
        list(workspace.ingest(tmp_path / "documents"))
        list(workspace.library.ingest(tmp_path / "documents", groups=["hr"]))
        assert {one.groups for one in workspace.documents()} == {("hr",)}
        assert {check.state for check in workspace.verify()} == {"ok"}


def test_a_move_that_was_cut_off_is_told_and_mended_at_the_next_opening(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace:
        list(workspace.ingest(tmp_path / "documents"))
        (document,) = [one for one in workspace.documents() if one.file == "leave.md"]
        set_groups(workspace.catalog, [document.id], ["hr"])  # and nothing moved its vectors
        assert [check.name for check in workspace.verify() if check.state == "problem"] == ["Vectors"]
        assert workspace.pipeline.context("parental leave weeks?").sources
    with Workspace(workspace.settings) as again:
        assert seen(again, HR, "parental leave weeks?") == {"leave.md"}
        assert {check.state for check in again.verify()} == {"ok"}


def test_a_new_index_keeps_the_classes(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        list(workspace.ingest(tmp_path / "documents"))
        workspace.library.set_groups(["leave.md"], ["hr"])
        list(workspace.reindex())
        assert seen(workspace, HR, "parental leave weeks?") == {"leave.md"}
        assert {check.state for check in workspace.verify()} == {"ok"}
