"""What every door promises about documents: here, and through the server that owns them."""

from pathlib import Path

import pytest

from trag.errors import DocumentError
from trag.protocols import Door
from trag.types import IngestDone

LEAVE = "# Leave\n\nTwenty days a year.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    (made / "leave.md").write_text(LEAVE)
    (made / "pay.md").write_text("# Pay\n\nOn the 25th.\n")
    return made


def ingest(door: Door, folder: Path, *, prune: bool = False) -> IngestDone:
    *_, done = door.ingest(folder, prune=prune)
    assert isinstance(done, IngestDone)
    return done


def files(door: Door) -> list[str]:
    return [document.file for document in door.documents()]


def test_a_plan_tells_what_an_ingest_will_do_and_does_nothing(door: Door, folder: Path) -> None:
    assert [(file.file, file.status) for file in door.plan(folder)] == [
        ("leave.md", "new"),
        ("pay.md", "new"),
    ]
    assert files(door) == []
    ingest(door, folder)
    (folder / "pay.md").rename(folder / "salary.md")
    (folder / "leave.md").unlink()
    gone, moved = door.plan(folder)
    assert (gone.file, gone.status) == ("leave.md", "deleted")
    assert (moved.file, moved.status, moved.before) == ("salary.md", "moved", "pay.md")
    assert files(door) == ["leave.md", "pay.md"]
    done = ingest(door, folder)
    assert (done.moved, done.deleted) == (1, 1)
    assert files(door) == ["salary.md"]


def test_a_plan_of_nothing_is_an_error(door: Door, folder: Path) -> None:
    with pytest.raises(DocumentError, match="no file or folder"):
        door.plan(folder / "nowhere")


def test_documents_are_deleted_by_name_or_id_with_a_receipt(door: Door, folder: Path) -> None:
    ingest(door, folder)
    leave, pay = door.documents()
    receipts = door.delete([leave.id, "pay.md"])
    assert [(receipt.document_id, receipt.file) for receipt in receipts] == [
        (leave.id, "leave.md"),
        (pay.id, "pay.md"),
    ]
    assert [(r.chunks, r.vectors, r.keyword_rows, r.versions) for r in receipts] == [(1, 1, 1, 1)] * 2
    assert door.documents() == []
    assert door.original(leave.id) is None
    assert {check.state for check in door.verify()} == {"ok"}


@pytest.mark.parametrize("names", [[], ["nobody.md"], ["leave.md", "nobody.md"], ["*"], [""]])
def test_a_delete_of_nothing_or_of_an_unknown_name_deletes_nothing(
    door: Door, folder: Path, names: list[str]
) -> None:
    ingest(door, folder)
    with pytest.raises(DocumentError):
        door.delete(names)
    assert files(door) == ["leave.md", "pay.md"]


def test_each_state_is_a_version(door: Door, folder: Path) -> None:
    ingest(door, folder)
    (folder / "leave.md").write_text(LEAVE.replace("Twenty", "Thirty"))
    ingest(door, folder)
    leave = door.documents()[0]
    assert [(state.version, state.is_kept) for state in door.versions(leave.id)] == [(2, True), (1, False)]
    newest = door.original(leave.id, 2)
    assert newest is not None
    assert newest.read_text() == LEAVE.replace("Twenty", "Thirty")
    assert door.original(leave.id, 1) is None
    assert door.original(leave.id, 3) is None
    assert door.versions("nobody") == []


def test_most_documents_go_only_when_asked_for(door: Door, folder: Path) -> None:
    for number in range(10):
        (folder / f"n{number}.md").write_text(f"# N{number}\n\nText {number}.\n")
    ingest(door, folder)
    for path in folder.glob("n*.md"):
        path.unlink()
    with pytest.raises(DocumentError, match="are no longer there; nothing was changed"):
        ingest(door, folder)
    assert len(files(door)) == 12
    assert sum(file.status == "deleted" for file in door.plan(folder)) == 10
    assert ingest(door, folder, prune=True).deleted == 10


def test_verify_tells_of_each_part(door: Door, folder: Path) -> None:
    ingest(door, folder)
    checks = door.verify()
    assert [check.name for check in checks] == [
        "Catalog",
        "Vectors",
        "Keyword index",
        "Originals",
        "Page images",
        "Deletes",
        "Embedder",
    ]
    assert {check.state for check in checks} == {"ok"}
