"""What is left of a deleted document: nothing, in no byte of the data folder."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from ingest.removal import Remover
from tests.harbour_aid import TREE
from trag.catalog.dependents import dependents, rest_on
from trag.catalog.receipts import all_removals, remove_documents, unfinished_removals
from trag.errors import DataFolderError
from trag.settings import load_settings
from trag.types import IngestDone
from trag.workspace import Workspace

WORD = "Zwyxquaggling"
PHRASE = "the heron nests above the old boathouse"
SECRET = f"# {WORD} plans\n\nNobody may know that {PHRASE}.\n\n## Also\n\n- {WORD} one\n- {WORD} two\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    for number in range(3):
        (made / f"n{number}.md").write_text(f"# N{number}\n\nOrdinary text about duty {number}.\n")
    (made / "secret.md").write_text(SECRET)
    return made


@pytest.fixture
def workspace(tmp_path: Path, folder: Path) -> Iterator[Workspace]:
    with opened(tmp_path) as workspace:
        ingest(workspace, folder)
        yield workspace


def opened(tmp_path: Path, **more: object) -> Workspace:
    return Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake", **more))


def ingest(workspace: Workspace, folder: Path) -> IngestDone:
    *_, done = workspace.ingest(folder)
    assert isinstance(done, IngestDone)
    return done


def traces(folder: Path, text: str) -> list[str]:
    """The files that hold `text`, in whatever case and encoding."""
    forms = [text.casefold().encode(), text.casefold().encode("utf-16-le")]
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in paths if any(form in path.read_bytes().lower() for form in forms)]


def state(workspace: Workspace) -> dict[str, str]:
    return {check.name: check.state for check in workspace.verify()}


def test_no_byte_of_a_deleted_document_is_left(workspace: Workspace, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert len(traces(data, PHRASE)) >= 2, "in the catalog and among the originals"
    (receipt,) = workspace.delete(["secret.md"])
    assert (receipt.file, receipt.versions, receipt.is_original_shared) == ("secret.md", 1, False)
    assert receipt.chunks == receipt.vectors == receipt.keyword_rows > 0
    # The index of words leaves out what a word has in common with the one before it.
    for text in (PHRASE, WORD, "zwyx", "wyxquag", "boathous"):
        assert traces(data, text) == [], text
    assert set(state(workspace).values()) == {"ok"}
    workspace.close()
    assert traces(data, WORD) == []


def test_nothing_is_left_when_the_file_goes_from_its_folder(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    (folder / "secret.md").unlink()
    assert ingest(workspace, folder).deleted == 1
    for text in (PHRASE, WORD, "zwyx"):
        assert traces(tmp_path / "data", text) == [], text
    ((removal, is_complete),) = all_removals(workspace.catalog)
    assert (removal.receipt.file, is_complete) == ("secret.md", True)


def test_kept_versions_go_too(folder: Path, tmp_path: Path) -> None:
    with opened(tmp_path, keep_versions=True) as workspace:
        ingest(workspace, folder)
        (folder / "secret.md").write_text("# Plans\n\nAll is known.\n")
        ingest(workspace, folder)
        assert len(traces(tmp_path / "data" / "originals", PHRASE)) == 1
        (receipt,) = workspace.delete(["secret.md"])
        assert receipt.versions == 2
        assert traces(tmp_path / "data", PHRASE) == []
        assert set(state(workspace).values()) == {"ok"}


def test_a_file_that_another_document_has_too_stays(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    (folder / "copy.md").write_text(SECRET)
    ingest(workspace, folder)
    (receipt,) = workspace.delete(["secret.md"])
    assert receipt.is_original_shared
    copy = next(document for document in workspace.documents() if document.file == "copy.md")
    original = workspace.original(copy.id)
    assert original is not None
    assert original.read_text() == SECRET
    assert set(state(workspace).values()) == {"ok"}
    assert [receipt.is_original_shared for receipt in workspace.delete(["copy.md"])] == [False]
    assert traces(tmp_path / "data", PHRASE) == []


def test_what_rests_on_a_document_is_named_and_stale(workspace: Workspace) -> None:
    ids = {document.file: document.id for document in workspace.documents()}
    rest_on(workspace.catalog, "evaluation case", "q17 of cases.jsonl", [ids["secret.md"], ids["n1.md"]])
    rest_on(workspace.catalog, "evaluation case", "q18 of cases.jsonl", [ids["n1.md"]])
    tree = TREE.replace("name: Harbour Aid", "name: Harbour Aid\nsource: secret.md", 1)
    workspace.import_tree(tree, "org.yaml")
    (receipt,) = workspace.delete(["secret.md"])
    assert "evaluation case q17 of cases.jsonl" in receipt.dependents
    assert [one.name for one in dependents(workspace.catalog, stale_only=True)] == ["q17 of cases.jsonl"]


def test_a_delete_that_was_cut_off_is_finished_at_the_next_opening(
    workspace: Workspace, tmp_path: Path
) -> None:
    ids = {document.file: document.id for document in workspace.documents()}
    assert remove_documents(workspace.catalog, {ids["secret.md"]: ()}, "2026-01-01T00:00:00+00:00")
    assert (
        state(workspace)["Deletes"]
        == state(workspace)["Vectors"]
        == state(workspace)["Originals"]
        == "problem"
    )
    workspace.close()
    with opened(tmp_path) as again:
        assert state(again)["Deletes"] == "problem", "to look changes nothing"
        assert again.retriever is not None
        assert set(state(again).values()) == {"ok"}
        assert unfinished_removals(again.catalog) == []
        ((removal, _),) = all_removals(again.catalog)
        assert removal.receipt.vectors == removal.receipt.chunks
    assert traces(tmp_path / "data", PHRASE) == []


def test_vectors_that_can_not_be_removed_leave_the_receipt_open(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DataFolderError("The disk is gone.")

    with monkeypatch.context() as patch:
        patch.setattr(type(workspace.store), "delete", full)
        with pytest.raises(DataFolderError):
            workspace.delete(["secret.md"])
    assert len(unfinished_removals(workspace.catalog)) == 1
    assert "secret.md" not in {document.file for document in workspace.documents()}
    workspace.library.repair()
    assert set(state(workspace).values()) == {"ok"}


def test_a_document_deleted_twice_and_taken_in_again_is_whole(workspace: Workspace, folder: Path) -> None:
    workspace.delete(["secret.md"])
    assert ingest(workspace, folder).new == 1
    assert set(state(workspace).values()) == {"ok"}
    workspace.delete(["secret.md"])
    assert len(all_removals(workspace.catalog)) == 2
    assert set(state(workspace).values()) == {"ok"}


def test_ids_nobody_knows_are_left_out(workspace: Workspace) -> None:
    remover: Remover = workspace.library._remover
    assert remover.remove(["nobody"]) == []


def test_the_copy_of_a_file_that_was_sent_goes_too(workspace: Workspace, tmp_path: Path) -> None:
    workspace.jobs.upload([("sent.md", BytesIO(SECRET.replace("heron", "stork").encode()))])
    list(workspace.jobs.follow(workspace.jobs.all()[0].id))
    (receipt,) = workspace.delete(["sent.md"])
    assert receipt.chunks > 0
    assert traces(tmp_path / "data", PHRASE.replace("heron", "stork")) == []


def test_a_file_that_was_sent_and_waits_outlives_its_like_from_a_folder(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    sent = tmp_path / "data" / "uploads" / "waiting" / "secret.md"
    sent.parent.mkdir(parents=True)
    sent.write_text(SECRET)
    workspace.delete(["secret.md"])
    assert sent.exists()


def test_the_copy_of_a_document_that_was_sent_goes_with_it(workspace: Workspace, tmp_path: Path) -> None:
    job = workspace.jobs.upload([("sent.md", BytesIO(b"# Sent\n\nOnce.\n"))])
    list(workspace.jobs.follow(job.id))
    copies = list((tmp_path / "data" / "uploads").glob("*/sent.md"))
    assert len(copies) == 1
    workspace.delete(["sent.md"])
    assert not copies[0].exists()
