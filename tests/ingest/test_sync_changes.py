"""What a second ingest makes of files that moved, went, changed, or came out of an archive."""

import zipfile
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.blocks import ParsedDocument, Properties
from ingest.sync import Parsed
from tests.ingest.house import LEAVE, House, files, parse_here
from trag.catalog.catalog import Catalog
from trag.catalog.versions import versions
from trag.engines.keyword import Fts5KeywordIndex
from trag.errors import DocumentError
from trag.types import IngestEvent


@pytest.fixture
def house(tmp_path: Path) -> Generator[House, None, None]:
    catalog = Catalog(tmp_path / "catalog.db")
    made = House(tmp_path, catalog)
    made.write("leave.md", LEAVE)
    yield made
    catalog.close()


def pack(house: House, name: str, **members: str) -> Path:
    path = house.documents / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in members.items():
            archive.writestr(member.replace("__", "/") + ".md", text)
    return path


def test_a_moved_file_keeps_its_id_passages_and_vectors(house: House) -> None:
    house.ingest()
    before = house.document("leave.md")
    ids = house.catalog.chunk_ids()
    (house.documents / "hr").mkdir()
    (house.documents / "leave.md").rename(house.documents / "hr/leave.md")
    assert house.ingest() == {"hr/leave.md": "moved"}
    assert (house.done.moved, house.done.new, house.done.deleted) == (1, 0, 0)
    assert house.embedder.embedded == []
    assert house.catalog.chunk_ids() == ids
    assert house.document("hr/leave.md").id == before.id
    assert house.ingest() == {"hr/leave.md": "unchanged"}
    house.write("leave.md", "# Other\n\nText.")
    assert house.ingest() == {"hr/leave.md": "unchanged", "leave.md": "new"}
    assert house.document("leave.md").id != before.id


def test_a_moved_file_titled_by_its_name_gets_the_new_title_under_its_id(house: House) -> None:
    house.write("annual_leave.txt", "Twenty days a year.")
    house.ingest()
    before = house.document("annual_leave.txt")
    (house.documents / "annual_leave.txt").rename(house.documents / "sick_leave.txt")
    assert house.ingest()["sick_leave.txt"] == "changed"
    after = house.document("sick_leave.txt")
    assert (after.id, after.title, after.version) == (before.id, "sick leave", 1)
    assert house.ingest() == {"leave.md": "unchanged", "sick_leave.txt": "unchanged"}


def test_a_file_that_is_gone_leaves_nothing(house: House) -> None:
    house.write("pay.md", "# Pay\n\nOn the 25th, as Quixotic ruled.")
    house.ingest()
    (house.documents / "pay.md").unlink()
    assert house.ingest() == {"leave.md": "unchanged", "pay.md": "deleted"}
    assert house.done.deleted == 1
    assert [document.file for document in house.catalog.documents()] == ["leave.md"]
    assert Fts5KeywordIndex(house.catalog).search("quixotic", 5) == []


def test_a_part_of_the_folder_deletes_only_below_it_and_a_file_nothing(house: House) -> None:
    house.write("hr/pay.md", "# Pay\n\nOn the 25th.")
    house.write("hr/rank.md", "# Rank\n\nOne to nine.")
    house.ingest()
    for name in ("leave.md", "hr/pay.md"):
        (house.documents / name).unlink()
    assert house.ingest(house.documents / "hr/rank.md") == {"hr/rank.md": "unchanged"}
    assert house.ingest(house.documents / "hr") == {"hr/pay.md": "deleted", "hr/rank.md": "unchanged"}
    assert house.ingest() == {"hr/rank.md": "unchanged", "leave.md": "deleted"}


def test_folders_whose_names_look_the_same_do_not_delete_each_others_documents(house: House) -> None:
    house.write("a\u202eb/one.md", "# One\n\nText.")
    house.write("a\u2066b/two.md", "# Two\n\nText.")
    house.ingest()
    assert house.ingest(house.documents / "a\u202eb") == {"a\ufffdb/one.md": "unchanged"}
    assert len(house.catalog.documents()) == 3


def test_a_folder_that_seems_emptied_empties_nothing_unless_asked(house: House) -> None:
    for number in range(12):
        house.write(f"n{number}.md", f"# N{number}\n\nText {number}.")
    house.ingest()
    for path in sorted(house.documents.glob("n*"))[:7]:
        path.unlink()
    with pytest.raises(DocumentError, match=r"7 of the documents .* nothing was changed") as caught:
        house.ingest()
    assert "--prune" in caught.value.hint
    assert len(house.catalog.documents()) == 13
    house.ingest(prune=True)
    assert len(house.catalog.documents()) == 6


def test_a_folder_without_any_file_is_an_error_that_tells_what_was_there(house: House) -> None:
    house.ingest()
    (house.documents / "leave.md").unlink()
    with pytest.raises(DocumentError, match="There is no document in") as caught:
        house.ingest()
    assert "1 documents were taken in from there" in caught.value.hint
    assert house.ingest(prune=True) == {"leave.md": "deleted"}


def test_every_state_is_a_version_and_the_newest_answers(house: House) -> None:
    house.ingest()
    house.write("leave.md", LEAVE.replace("Twenty", "Thirty"))
    house.ingest()
    document = house.document("leave.md")
    assert document.version == 2
    states = versions(house.catalog, document.id)
    assert [(state.version, state.is_kept) for state in states] == [(2, True), (1, False)]
    assert Fts5KeywordIndex(house.catalog).search("twenty", 5) == []


def test_files_of_older_versions_are_kept_when_asked_for(house: House) -> None:
    house.ingest(keep=True)
    for days in ("Thirty", "Forty"):
        house.write("leave.md", LEAVE.replace("Twenty", days))
        house.ingest(keep=True)
    states = versions(house.catalog, house.document("leave.md").id)
    assert [(state.version, state.is_kept) for state in states] == [(3, True), (2, True), (1, True)]
    assert (house.originals / states[-1].sha256).read_text() == LEAVE
    house.write("leave.md", LEAVE.replace("Twenty", "Fifty"))
    house.ingest()
    assert len(list(house.originals.iterdir())) == 1, "no longer asked for, they go with the next change"


def test_members_of_an_archive_are_documents_with_a_parent(house: House) -> None:
    pack(house, "hr.zip", pay="# Pay\n\nOn the 25th.", inner__rank="# Rank\n\nOne to nine.")
    assert house.ingest() == {
        "leave.md": "new",
        "hr.zip": "new",
        "hr.zip/pay.md": "new",
        "hr.zip/inner/rank.md": "new",
    }
    archive, member = house.document("hr.zip"), house.document("hr.zip/inner/rank.md")
    assert (archive.chunks, archive.format, member.parent_id) == (0, "zip", archive.id)
    assert len(list(house.originals.iterdir())) == 4
    assert set(house.ingest().values()) == {"unchanged"}


def test_of_an_archive_that_changes_only_what_changed_is_read(house: House) -> None:
    pack(house, "hr.zip", pay="# Pay\n\nOn the 25th.", rank="# Rank\n\nOne to nine.", old="# Old\n\nGone.")
    house.ingest()
    pack(
        house,
        "hr.zip",
        pay="# Pay\n\nOn the 26th.",
        inner__rank="# Rank\n\nOne to nine.",
        car="# Car\n\nTwo.",
    )
    assert house.ingest() == {
        "leave.md": "unchanged",
        "hr.zip": "changed",
        "hr.zip/car.md": "new",
        "hr.zip/inner/rank.md": "moved",
        "hr.zip/old.md": "deleted",
        "hr.zip/pay.md": "changed",
    }
    assert sorted(house.embedder.embedded) == ["Car\nTwo.", "Pay\nOn the 26th."]


def test_a_bad_member_is_named_and_does_not_fail_the_others_or_lose_what_it_was(house: House) -> None:
    pack(house, "hr.zip", pay="# Pay\n\nOn the 25th.", rank="# Rank\n\nOne to nine.")
    house.ingest()
    pack(house, "hr.zip", pay="", rank="# Rank\n\nOne to ten.", **{"..__out": "Out."})
    told = house.ingest()
    assert told["hr.zip/pay.md"] == "failed"
    assert told["hr.zip/rank.md"] == told["hr.zip"] == "changed"
    assert house.done.failed == 2
    assert house.texts("hr.zip/pay.md") == ["On the 25th."]


def test_an_archive_that_goes_takes_its_members_along_and_one_that_moves_too(house: House) -> None:
    path = pack(house, "hr.zip", pay="# Pay\n\nOn the 25th.")
    house.ingest()
    path.rename(house.documents / "old.zip")
    assert house.ingest() == {"leave.md": "unchanged", "old.zip": "changed", "old.zip/pay.md": "moved"}
    assert house.embedder.embedded == []
    (house.documents / "old.zip").rename(house.write("a/x", "").parent / "old.zip")
    (house.documents / "a/x").unlink()
    assert house.ingest() == {"leave.md": "unchanged", "a/old.zip": "moved", "a/old.zip/pay.md": "moved"}
    (house.documents / "a/old.zip").unlink()
    assert house.ingest() == {"leave.md": "unchanged", "a/old.zip": "deleted", "a/old.zip/pay.md": "deleted"}


def test_an_archive_that_can_not_be_read_keeps_its_members_and_an_empty_one_has_none(house: House) -> None:
    path = pack(house, "hr.zip", pay="# Pay\n\nOn the 25th.")
    house.ingest()
    path.write_text("No archive any more.")
    assert house.ingest() == {"leave.md": "unchanged", "hr.zip": "failed"}
    assert house.texts("hr.zip/pay.md") == ["On the 25th."]
    pack(house, "hr.zip", rank="# Rank\n\nOne to nine.")
    assert house.ingest()["hr.zip/pay.md"] == "deleted"


def test_an_archive_that_was_cut_off_is_looked_into_again(house: House) -> None:
    pack(house, "hr.zip", **{f"m{number}": f"# M{number}\n\nText {number}." for number in range(5)})
    with closing(house.ingestor.ingest(house.documents)) as events:
        for event in events:
            if getattr(event, "file", "").startswith("hr.zip/"):
                break
    assert "hr.zip" not in {document.file for document in house.catalog.documents()}
    told = house.ingest()
    assert told["hr.zip"] == "new"
    assert len(house.catalog.documents()) == 7


def test_files_that_failed_are_tried_again_alone(house: House) -> None:
    house.write("pay.md", "")
    pack(house, "hr.zip", rank="", pay="# Pay\n\nOn the 25th.")
    house.ingest()
    house.write("pay.md", "# Pay\n\nOn the 25th.")
    house.write("other.md", "# Other\n\nText.")
    events = list(house.ingestor.ingest(house.documents, only=["pay.md", "hr.zip/rank.md"]))
    told = {event.file: event.status for event in files(events)}
    assert told["pay.md"] == "new"
    assert told["hr.zip/rank.md"] == "failed"
    assert "other.md" not in told


def test_a_member_that_failed_is_tried_again_each_time_like_any_file(house: House) -> None:
    pack(house, "hr.zip", pay="# Pay\n\nOn the 25th.", rank="# Rank\n\nOne to nine.")
    failing = house.ingestor_with(without_rank)
    assert told(failing.ingest(house.documents))["hr.zip/rank.md"] == "failed"
    assert told(failing.ingest(house.documents)) == {
        "leave.md": "unchanged",
        "hr.zip/pay.md": "unchanged",
        "hr.zip/rank.md": "failed",
        "hr.zip": "unchanged",
    }
    assert house.document("hr.zip").version == 1
    assert house.ingest()["hr.zip/rank.md"] == "new"
    assert house.embedder.embedded == ["Rank\nOne to nine."]
    assert set(house.ingest().values()) == {"unchanged"}


def without_rank(paths: Sequence[Path]) -> Generator[tuple[Path, Parsed], None, None]:
    """Like a pool that can't read one of the files today."""
    for path, parsed in parse_here(paths):
        yield path, DocumentError("Not today.") if path.name == "rank.md" else parsed


def told(events: Iterable[IngestEvent]) -> dict[str, str]:
    return {event.file: event.status for event in files(list(events))}


def test_a_folder_that_was_renamed_keeps_its_documents(house: House) -> None:
    pack(house, "hr.zip", pay="# Pay\n\nOn the 25th.")
    house.write("sub/car.md", "# Car\n\nOne.")
    house.write("travel.md", "# Travel\n\nBy train.")
    house.ingest()
    before = {document.file: document.id for document in house.catalog.documents()}
    renamed = house.documents.rename(house.root / "papers")
    (renamed / "leave.md").write_text("# Leave\n\n## Annual\n\nThirty days a year.\n")
    (renamed / "travel.md").unlink()
    assert house.ingest(renamed) == {
        "hr.zip": "moved",
        "hr.zip/pay.md": "moved",
        "leave.md": "changed",
        "sub/car.md": "moved",
    }
    assert {document.file: document.id for document in house.catalog.documents()} == before
    assert set(house.ingest(renamed).values()) == {"unchanged"}, "what was not in it is not judged by it"


def test_equal_files_of_a_folder_that_is_still_there_are_documents_of_their_own(house: House) -> None:
    house.ingest()
    copy = house.root / "copy"
    copy.mkdir()
    (copy / "leave.md").write_text(LEAVE)
    assert house.ingest(copy) == {"leave.md": "new"}


def test_the_words_that_an_edit_removed_are_gone_from_the_database(house: House) -> None:
    house.write("plan.md", "# Plan\n\nZwyxquaggling begins at noon.\n")
    house.ingest()
    house.write("plan.md", "# Plan\n\nIt begins at noon.\n")
    house.ingest()
    written = b"".join(path.read_bytes() for path in house.root.glob("catalog.db*")).lower()
    assert b"noon" in written
    assert b"zwyxquag" not in written
    assert b"wyxquag" not in written


def test_what_of_a_file_was_not_read_is_told(house: House) -> None:
    def partly(paths: Sequence[Path]) -> Generator[tuple[Path, Parsed], None, None]:
        for path, parsed in parse_here(paths):
            assert isinstance(parsed, ParsedDocument)
            yield path, replace(parsed, properties=Properties(remarks=("Damaged pages: 2.",)))

    (event,) = files(list(house.ingestor_with(partly).ingest(house.documents)))
    assert (event.status, event.remark, event.error) == ("new", "Damaged pages: 2.", "")
