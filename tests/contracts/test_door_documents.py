"""What every door promises about documents: here, and through the server that owns them."""

from pathlib import Path

import pytest
from PIL import Image

from tests.ingest.pdf_files import PdfPage, pdf_bytes, shown, write
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


@pytest.fixture
def pdf_folder(folder: Path) -> Path:
    pages = [PdfPage(shown("The curfew begins at nine.", 72, 100, 20)), PdfPage(shown("Second", 72, 100))]
    write(folder / "rules.pdf", pdf_bytes(pages))
    return folder


def test_a_page_of_a_pdf_is_a_picture_and_its_passages_say_where_they_stand(
    door: Door, pdf_folder: Path
) -> None:
    ingest(door, pdf_folder)
    (rules,) = door.documents(format="pdf")
    picture = door.page_image(rules.id, 1, 200)
    assert picture is not None
    assert picture.suffix == ".png"
    with Image.open(picture) as image:
        assert image.width == 200
    box = door.passages(rules.id)[0].boxes[0]
    assert (box.page, round(box.left)) == (1, 72)
    assert 60 < box.top < 110


@pytest.mark.parametrize("page", [0, -1, 3, 2**31 - 1])
def test_a_page_that_a_pdf_does_not_have_is_told_by_its_name(door: Door, pdf_folder: Path, page: int) -> None:
    ingest(door, pdf_folder)
    (rules,) = door.documents(format="pdf")
    with pytest.raises(DocumentError, match=f"rules.pdf has no page {page}"):
        door.page_image(rules.id, page)


def test_what_is_no_pdf_has_no_pictures_and_who_is_nobody_has_none(door: Door, pdf_folder: Path) -> None:
    ingest(door, pdf_folder)
    leave = door.documents()[0]
    with pytest.raises(DocumentError, match=r"leave\.md has no pages to be shown"):
        door.page_image(leave.id, 1)
    assert door.page_image("nobody", 1) is None
    assert door.page_image("../../nobody", 1) is None


def test_documents_are_found_by_text_format_and_id(door: Door, folder: Path) -> None:
    (folder / "100%_sure.txt").write_text("Sure.")
    ingest(door, folder)
    assert [document.file for document in door.documents("LEAV")] == ["leave.md"]
    assert [document.file for document in door.documents("%_")] == ["100%_sure.txt"]
    assert [document.file for document in door.documents(format="txt")] == ["100%_sure.txt"]
    assert door.documents("leave", "txt") == []
    leave = door.documents("leave")[0]
    assert door.document(leave.id) == leave
    for nobody in ("nobody", "", "../x", "a b?c#d"):
        assert door.document(nobody) is None


def test_all_documents_and_passages_come_whatever_the_size_of_a_page(door: Door, folder: Path) -> None:
    for number in range(205):
        (folder / f"n{number:03}.md").write_text(f"# N{number}\n\nText {number}.\n")
    long = "\n".join(f"# H{number}\n\n{'Words of a long text. ' * 40}\n" for number in range(250))
    (folder / "long.md").write_text(long)
    ingest(door, folder)
    found = door.documents()
    assert len({document.id for document in found}) == len(found) == 208
    assert [document.file for document in found] == sorted(document.file for document in found)
    (whole,) = door.documents("long.md")
    assert [passage.position for passage in door.passages(whole.id)] == list(range(whole.chunks))
    assert whole.chunks > 200
