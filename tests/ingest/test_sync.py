import errno
import os
import unicodedata
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from ingest.sync import Parsed
from tests.ingest.house import LEAVE, CountingEmbedder, House, files, parse_here
from trag.catalog.catalog import Catalog
from trag.engines.fakes import FakeEmbedder
from trag.engines.keyword import Fts5KeywordIndex
from trag.errors import DataFolderError, DiskFullError
from trag.protocols import Vectors
from trag.types import IngestDone


@pytest.fixture
def house(tmp_path: Path) -> Generator[House, None, None]:
    catalog = Catalog(tmp_path / "catalog.db")
    made = House(tmp_path, catalog)
    made.write("leave.md", LEAVE)
    yield made
    catalog.close()


def test_each_file_is_told_with_how_far_the_work_is(house: House) -> None:
    house.write("pay.md", "# Pay\n\nOn the 25th.")
    house.write("empty.md", "")
    events = list(house.ingestor.ingest(house.documents))
    told = files(events)
    assert {(event.file, event.status, event.chunks) for event in told} == {
        ("empty.md", "failed", 0),
        ("leave.md", "new", 2),
        ("pay.md", "new", 1),
    }
    assert [(event.done, event.total) for event in told] == [(1, 3), (2, 3), (3, 3)]
    assert "empty.md is empty (0 bytes)" in next(event.error for event in told if event.error)
    assert isinstance(events[-1], IngestDone)
    assert (events[-1].new, events[-1].failed, events[-1].chunks) == (2, 1, 3)


def test_a_document_is_found_with_its_facts_and_its_original(house: House) -> None:
    house.ingest()
    (document,) = house.catalog.documents()
    assert (document.file, document.title, document.format, document.chunks) == ("leave.md", "Leave", "md", 2)
    assert document.bytes == len(LEAVE)
    (kept,) = house.originals.iterdir()
    assert kept.read_text() == LEAVE
    assert Fts5KeywordIndex(house.catalog).search("supervisor", 5)


def test_what_is_unchanged_costs_no_embedding(house: House) -> None:
    house.ingest()
    assert house.ingest() == {"leave.md": "unchanged"}
    assert house.embedder.embedded == []
    assert (house.done.unchanged, house.done.chunks) == (1, 0)


def test_an_edit_of_a_section_embeds_only_that_section(house: House) -> None:
    house.ingest()
    house.write("leave.md", LEAVE.replace("Twenty", "Thirty"))
    assert house.ingest() == {"leave.md": "changed"}
    assert house.embedder.embedded == ["Leave > Annual\nThirty days a year."]
    assert house.texts("leave.md") == ["Thirty days a year.", "Tell your supervisor by ten o'clock."]


def test_what_an_edit_removes_is_gone_from_every_index(house: House) -> None:
    house.ingest()
    house.write("leave.md", LEAVE.partition("## Sick")[0])
    house.ingest()
    assert len(house.store.ids()) == 1
    assert Fts5KeywordIndex(house.catalog).search("supervisor", 5) == []


def test_a_changed_file_that_can_not_be_read_keeps_its_old_version_in_force(house: House) -> None:
    house.ingest()
    before = house.texts("leave.md")
    house.write("leave.md", "")
    assert house.ingest() == {"leave.md": "failed"}
    assert house.texts("leave.md") == before
    assert house.ingest() == {"leave.md": "failed"}, "a failure is no reason to call it unchanged"


def test_stopped_in_the_middle_what_is_told_is_kept_and_the_next_run_completes(house: House) -> None:
    for number in range(30):
        house.write(
            f"n{number:02}.md", f"# N{number}\n\n" + "".join(f"## S{s}\n\nText {s}.\n\n" for s in range(9))
        )
    with closing(house.ingestor.ingest(house.documents)) as events:
        told = [next(events) for _ in range(10)]
    in_force = {document.file for document in house.catalog.documents()}
    assert {event.file for event in files(told)} <= in_force
    assert len(in_force) < 31
    found = house.ingest()
    assert {name for name, status in found.items() if status == "unchanged"} == in_force
    assert {name for name, status in found.items() if status == "new"} == set(found) - in_force
    assert len(house.catalog.documents()) == 31


def test_stopping_stops_the_parsing_too(house: House) -> None:
    stopped: list[bool] = []

    def watched(paths: Sequence[Path]) -> Generator[tuple[Path, Parsed], None, None]:
        try:
            yield from parse_here(paths)
        finally:
            stopped.append(True)

    house.write("a.md", "")
    house.write("b.md", "")
    ingestor = house.ingestor_with(watched)
    with closing(ingestor.ingest(house.documents)) as events:
        next(events)
    assert stopped == [True]


def test_an_embedder_that_fails_leaves_everything_as_it_was(house: House) -> None:
    class Failing(CountingEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            raise MemoryError

    house.ingest()
    before = house.texts("leave.md")
    house.write("leave.md", LEAVE.replace("Twenty", "Thirty"))
    ingestor = house.ingestor_with(embedder=Failing())
    with pytest.raises(MemoryError):
        list(ingestor.ingest(house.documents))
    assert house.texts("leave.md") == before
    assert house.ingest() == {"leave.md": "changed"}


def test_the_same_text_in_two_folders_is_two_documents(house: House) -> None:
    house.write("hr/leave.md", LEAVE)
    assert house.ingest() == {"leave.md": "new", "hr/leave.md": "new"}
    assert len(house.catalog.documents()) == 2
    assert house.catalog.chunk_count() == 4
    assert len(list(house.originals.iterdir())) == 1, "the file itself is kept once"


def test_a_part_of_a_folder_taken_in_again_is_the_same_documents(house: House) -> None:
    house.write("hr/pay.md", "# Pay\n\nOn the 25th.")
    house.ingest()
    assert house.ingest(house.documents / "hr") == {"hr/pay.md": "unchanged"}


def test_a_name_in_pieces_is_stored_in_one_form(house: House) -> None:
    house.write(unicodedata.normalize("NFD", "Congés payés.md"), "# Congés\n\nTrente jours.")
    assert unicodedata.normalize("NFC", "Congés payés.md") in house.ingest()


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("line\nbreak.md", "line\ufffdbreak.md"),
        ("🦊 plans.md", "🦊 plans.md"),
        ("خطة السفر.md", "خطة السفر.md"),
        ("turned\u202efdp.md", "turned\ufffdfdp.md"),
        ("n" * 252 + ".md", "n" * 252 + ".md"),
        (os.fsdecode(b"not-utf8-\xff.md"), "not-utf8-\ufffd.md"),
        ("' OR 1=1; --.md", "' OR 1=1; --.md"),
    ],
)
def test_any_name_goes_in_and_comes_out_printable(house: House, name: str, stored: str) -> None:
    house.write(name, "No heading here.")
    assert house.ingest()[stored] == "new"
    assert house.ingest()[stored] == "unchanged"
    (document,) = [document for document in house.catalog.documents() if document.file == stored]
    assert document.title.replace("\ufffd", "?").encode().decode().isprintable()


@pytest.mark.parametrize("name", ["line\nbreak.md", os.fsdecode(b"not-utf8-\xff.md")])
def test_the_error_of_a_strangely_named_file_can_be_printed(house: House, name: str) -> None:
    house.write(name, "")
    (error,) = [event.error for event in files(list(house.ingestor.ingest(house.documents))) if event.error]
    assert error.split("\n")[0].encode().decode().endswith("is empty (0 bytes).")


def test_a_file_that_goes_while_it_is_parsed_is_named_and_the_rest_goes_in(house: House) -> None:
    house.write("gone.md", "Text.")

    def removing(paths: Sequence[Path]) -> Generator[tuple[Path, Parsed], None, None]:
        for path, result in parse_here(paths):
            (house.documents / "gone.md").unlink(missing_ok=True)
            yield path, result

    ingestor = house.ingestor_with(removing)
    told = {event.file: event for event in files(list(ingestor.ingest(house.documents)))}
    assert told["gone.md"].status == "failed"
    assert "gone.md can't be opened: No such file" in told["gone.md"].error
    assert told["leave.md"].status == "new"


def test_a_file_that_changes_while_it_is_parsed_is_not_mixed_up(house: House) -> None:
    def editing(paths: Sequence[Path]) -> Generator[tuple[Path, Parsed], None, None]:
        for path, result in parse_here(paths):
            house.write("leave.md", "# Leave\n\nNone.")
            yield path, result

    ingestor = house.ingestor_with(editing)
    (event,) = files(list(ingestor.ingest(house.documents)))
    assert "leave.md was changed while it was read" in event.error
    assert list(house.originals.iterdir()) == []
    assert house.ingest() == {"leave.md": "new"}


def test_a_full_disk_stops_with_what_is_done_safe_and_no_half_file(house: House) -> None:
    house.ingest()
    house.write("pay.md", "# Pay\n\nOn the 25th.")
    digest = _sha256(house.documents / "pay.md")
    # What is written to /dev/full meets the very error of a full disk.
    (house.originals / f"{digest}.part").symlink_to("/dev/full")
    with pytest.raises(DiskFullError, match="is full; the documents taken in so far are safe") as caught:
        list(house.ingestor.ingest(house.documents))
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == errno.ENOSPC
    assert [document.file for document in house.catalog.documents()] == ["leave.md"]
    assert len(list(house.originals.iterdir())) == 1
    assert house.ingest() == {"leave.md": "unchanged", "pay.md": "new"}


def test_an_originals_folder_that_is_a_file_is_named(house: House) -> None:
    house.originals.write_text("in the way")
    with pytest.raises(DataFolderError, match="originals can't be written"):
        list(house.ingestor.ingest(house.documents))
    assert house.catalog.documents() == []


def test_every_vector_is_of_its_own_passage_though_files_share_a_batch(house: House) -> None:
    for number in range(12):
        house.write(
            f"n{number}.md", f"# N{number}\n\n" + "".join(f"## S{s}\n\nT{s} {number}.\n\n" for s in range(9))
        )
    house.ingest()
    for document in house.catalog.documents():
        for passage in house.catalog.passages(document.id):
            (expected,) = FakeEmbedder().embed([passage.embedded_text])
            assert (house.store._vectors[passage.id] == expected).all()


def _sha256(path: Path) -> str:
    from ingest.originals import sha256

    return sha256(path)
