"""An opened data folder, with the real catalog, Chroma and parser, and fakes for the models."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.harbour_aid import TREE
from trag.errors import DataFolderBusyError, DocumentError, TreeError
from trag.settings import load_settings
from trag.types import Answer, Done, FileIngested, IngestDone
from trag.workspace import Workspace

Open = Callable[..., Workspace]


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    (folder / "hr").mkdir(parents=True)
    (folder / "hr" / "leave.md").write_text("# Leave\n\nParental leave is 16 weeks.\n")
    (folder / "travel.html").write_text("<h1>Travel</h1><p>A travel claim must be filed within 14 days.</p>")
    return folder


@pytest.fixture
def open_workspace(tmp_path: Path) -> Iterator[Open]:
    opened: list[Workspace] = []

    def open_it(**settings: object) -> Workspace:
        values = {"llm": "fake", "embedder": "fake"} | settings
        opened.append(Workspace(load_settings(tmp_path / "data", **values)))
        return opened[-1]

    yield open_it
    for workspace in opened:
        workspace.close()


def answer(workspace: Workspace, question: str) -> Answer:
    done = list(workspace.stream(question))[-1]
    assert isinstance(done, Done)
    return done.answer


def test_documents_go_in_and_are_cited_by_their_place(open_workspace: Open, documents: Path) -> None:
    workspace = open_workspace()
    *files, done = workspace.ingest(documents)
    assert [(f.file, f.status) for f in files if isinstance(f, FileIngested)] == [
        ("hr/leave.md", "new"),
        ("travel.html", "new"),
    ]
    assert isinstance(done, IngestDone)
    assert (done.new, done.failed) == (2, 0)
    told = answer(workspace, "How many weeks is parental leave?")
    assert [(c.file, c.heading) for c in told.citations] == [("hr/leave.md", ("Leave",))]


def test_taking_the_same_folder_in_again_changes_nothing(open_workspace: Open, documents: Path) -> None:
    workspace = open_workspace()
    list(workspace.ingest(documents))
    before = workspace.catalog.chunk_ids()
    done = list(workspace.ingest(documents))[-1]
    assert isinstance(done, IngestDone)
    assert (done.unchanged, done.new, done.chunks) == (2, 0, 0)
    assert workspace.catalog.chunk_ids() == before == workspace.store.ids()


@pytest.mark.parametrize("tree_first", [True, False])
def test_tree_before_or_after_the_documents_gives_the_same_answers(
    open_workspace: Open, documents: Path, tree_first: bool
) -> None:
    workspace = open_workspace()
    if tree_first:
        workspace.import_tree(TREE, "org.yaml")
    list(workspace.ingest(documents))
    if not tree_first:
        workspace.import_tree(TREE, "org.yaml")
    told = answer(workspace, "Which sections does the Finance Division have?")
    assert (told.answered_by, "Payroll" in told.text, "Budget" in told.text) == ("tree", True, True)
    assert (
        "Finance Division" in workspace.context("What must the Finance Division know of travel claims?").text
    )


def test_without_a_tree_the_doctor_says_so(open_workspace: Open) -> None:
    checks = {check.name: check for check in open_workspace().checks()}
    assert checks["Organisation tree"].state == "warning"
    assert "plain document search" in checks["Organisation tree"].hint


def test_an_invalid_tree_changes_nothing(open_workspace: Open) -> None:
    workspace = open_workspace()
    workspace.import_tree(TREE, "org.yaml")
    with pytest.raises(TreeError, match="line"):
        workspace.import_tree(TREE.replace("id: bud", "id: pay"), "org.yaml")
    summary = workspace.tree()
    assert summary is not None
    assert (summary.version, summary.nodes, summary.people) == (1, 4, 1)


def test_a_tree_comes_back_word_by_word(open_workspace: Open) -> None:
    workspace = open_workspace()
    assert workspace.export_tree() is None
    workspace.import_tree(TREE, "org.yaml")
    assert workspace.export_tree() == (TREE, "org.yaml")


def test_everything_is_there_when_the_folder_is_opened_again(open_workspace: Open, documents: Path) -> None:
    first = open_workspace()
    list(first.ingest(documents))
    first.import_tree(TREE, "org.yaml")
    first.close()
    second = open_workspace()
    assert [document.file for document in second.documents()] == ["hr/leave.md", "travel.html"]
    assert answer(second, "How many weeks is parental leave?").citations
    assert second.tree() == first.catalog.tree()[0]  # type: ignore[index]


def test_one_broken_file_costs_one_named_error(open_workspace: Open, documents: Path) -> None:
    (documents / "broken.docx").write_bytes(b"PK\x03\x04 not a zip")
    (documents / "empty.md").write_text("")
    *files, done = open_workspace().ingest(documents)
    errors = {f.file: f.error for f in files if isinstance(f, FileIngested) and f.status == "failed"}
    assert set(errors) == {"broken.docx", "empty.md"}
    assert "empty" in errors["empty.md"]
    assert isinstance(done, IngestDone)
    assert (done.new, done.failed) == (2, 2)


def test_a_folder_that_is_not_there_is_an_error(open_workspace: Open, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no file or folder"):
        list(open_workspace().ingest(tmp_path / "nowhere"))


def test_the_original_is_kept_as_it_came(open_workspace: Open, documents: Path) -> None:
    workspace = open_workspace()
    list(workspace.ingest(documents))
    document = workspace.documents()[0]
    original = workspace.original(document.id)
    assert original is not None
    assert original.read_bytes() == (documents / document.file).read_bytes()
    assert workspace.original("never there") is None


def test_vectors_lost_or_left_over_are_put_right_at_the_next_start(
    open_workspace: Open, documents: Path
) -> None:
    first = open_workspace()
    list(first.ingest(documents))
    kept = sorted(first.store.ids())
    first.store.delete(kept[:1])
    first.close()
    second = open_workspace()
    answer(second, "How many weeks is parental leave?")
    assert sorted(second.store.ids()) == kept


def test_a_folder_has_one_owner(open_workspace: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    import trag.workspace
    from trag.owner import claim

    open_workspace()
    monkeypatch.setattr(trag.workspace, "claim", lambda data: claim(data, wait=0.1))
    with pytest.raises(DataFolderBusyError):
        open_workspace()


def test_the_model_must_hold_context_and_answer(open_workspace: Open) -> None:
    from trag.errors import SettingsError

    with pytest.raises(SettingsError, match="context_length=1024 can't hold"):
        open_workspace(context_length=1024)


def test_llama_index_can_retrieve_with_trag(open_workspace: Open, documents: Path) -> None:
    from llama_index.core.retrievers import BaseRetriever

    from trag.integrations.llama_index import TragRetriever

    workspace = open_workspace()
    list(workspace.ingest(documents))
    workspace.import_tree(TREE, "org.yaml")
    retriever = TragRetriever(workspace)
    assert isinstance(retriever, BaseRetriever)
    nodes = retriever.retrieve("What does the Finance Division say of travel claims?")
    assert nodes[0].metadata["file"] == "org.yaml"
    assert "travel.html" in [node.metadata["file"] for node in nodes]
    scores = [node.score or 0.0 for node in nodes]
    assert scores == sorted(scores, reverse=True)
