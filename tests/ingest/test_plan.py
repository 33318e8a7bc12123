from pathlib import Path
from typing import Any

import pytest

from ingest.folder import Folder, FoundFile, place_of
from ingest.plan import Step, is_too_much, plan, refuse_too_much
from trag.catalog.catalog import Known
from trag.errors import DocumentError
from trag.types import FileStatus, PlannedFile

ROOT = Path("/documents")


def found(file: str) -> FoundFile:
    return FoundFile(ROOT / file, str(ROOT), file)


def known(file: str, sha256: str, title: str = "A title", **more: Any) -> Known:
    place = found(file).place
    values: dict[str, Any] = {
        "id": place,
        "place": place,
        "source": str(ROOT),
        "parent_id": "",
        "format": "md",
    }
    return Known(file=file, title=title, sha256=sha256, **({"format": "md"} | values | more))


def planned(files: dict[str, str], documents: list[Known]) -> list[Step]:
    folder = Folder(ROOT, tuple(map(found, files)), "")
    return plan(folder, list(files.values()), documents)


def told(steps: list[Step]) -> dict[str, str]:
    return {step.file: step.status for step in steps}


def test_each_file_is_new_changed_unchanged_or_deleted() -> None:
    documents = [known("same.md", "1"), known("edited.md", "2"), known("gone.md", "3")]
    steps = planned({"same.md": "1", "edited.md": "9", "fresh.md": "4"}, documents)
    assert told(steps) == {
        "same.md": "unchanged",
        "edited.md": "changed",
        "fresh.md": "new",
        "gone.md": "deleted",
    }
    assert [step.file for step in steps] == sorted(step.file for step in steps)


def test_a_file_at_another_place_with_the_same_bytes_has_moved_and_keeps_its_id() -> None:
    (step,) = planned({"hr/leave.md": "1"}, [known("leave.md", "1")])
    assert (step.status, step.document_id) == ("moved", found("leave.md").place)
    assert step.planned == PlannedFile("hr/leave.md", "moved", step.document_id, "leave.md")


def test_a_copy_is_new_while_the_first_is_still_there() -> None:
    assert told(planned({"leave.md": "1", "copy.md": "1"}, [known("leave.md", "1")])) == {
        "leave.md": "unchanged",
        "copy.md": "new",
    }


def test_of_several_equal_files_each_goes_with_its_namesake_and_the_rest_in_order() -> None:
    documents = [known(name, "1") for name in ("a.md", "b.md", "c.md")]
    steps = planned({"x/b.md": "1", "x/d.md": "1", "x/e.md": "1", "x/f.md": "1"}, documents)
    before = {step.file: step.known.file if step.known else "" for step in steps}
    assert before == {"x/b.md": "b.md", "x/d.md": "a.md", "x/e.md": "c.md", "x/f.md": ""}
    assert told(steps)["x/f.md"] == "new"


def test_a_new_file_where_a_moved_one_stood_gets_an_id_of_its_own() -> None:
    moved = known("hr/leave.md", "1", id=found("leave.md").place)
    steps = planned({"hr/leave.md": "1", "leave.md": "2"}, [moved])
    assert told(steps) == {"hr/leave.md": "unchanged", "leave.md": "new"}
    ids = [step.document_id for step in steps]
    assert len(set(ids)) == 2
    assert ids == [step.document_id for step in planned({"hr/leave.md": "1", "leave.md": "2"}, [moved])]


@pytest.mark.parametrize(
    ("title", "name", "status"),
    [
        ("annual leave", "hr/annual_leave.md", "moved"),
        ("annual leave", "sick_leave.md", "changed"),
        ("Leave", "sick_leave.md", "moved"),
        ("Leave", "annual_leave.txt", "changed"),
        ("Leave", "annual_leave.MD", "moved"),
    ],
)
def test_a_new_name_is_a_change_where_it_is_the_title_or_tells_the_format(
    title: str, name: str, status: str
) -> None:
    (step,) = planned({name: "1"}, [known("annual_leave.md", "1", title)])
    assert (step.status, step.document_id) == (status, found("annual_leave.md").place)


def test_a_part_taken_in_on_its_own_is_known_under_its_new_name() -> None:
    part = known("pay.md", "1", id="p", place=found("hr/pay.md").place, source=str(ROOT / "hr"))
    (step,) = planned({"hr/pay.md": "1"}, [part])
    assert (step.status, step.document_id, step.planned.before) == ("moved", "p", "pay.md")


def test_what_other_folders_hold_is_not_judged() -> None:
    assert planned({"a.md": "1"}, [known("a.md", "1"), known("b.md", "2", source="/other")])[0].file == "a.md"


def test_a_file_that_can_not_be_read_is_failed_and_none_that_moved() -> None:
    steps = planned({"a.md": "", "b.md": ""}, [known("a.md", "1")])
    assert told(steps) == {"a.md": "failed", "b.md": "failed"}


def test_the_members_of_an_archive_go_where_it_goes() -> None:
    archive = known("a.zip", "1", id="archive", format="zip")
    place = place_of(b"archive\nx/b.md")
    member = known("a.zip/x/b.md", "2", id="member", parent_id="archive", place=place)
    assert told(planned({"a.zip": "1"}, [archive, member])) == {
        "a.zip": "unchanged",
        "a.zip/x/b.md": "unchanged",
    }
    steps = planned({"old/a.zip": "1"}, [archive, member])
    assert told(steps) == {"old/a.zip": "moved", "old/a.zip/x/b.md": "moved"}
    assert [step.found.place for step in steps if step.found and step.document_id == "member"] == [place]
    assert told(planned({"z.md": "3"}, [archive, member]))["a.zip/x/b.md"] == "deleted"
    assert told(planned({"a.zip": "9"}, [archive, member])) == {"a.zip": "changed"}, (
        "told when it is unpacked"
    )


def test_members_without_their_archive_are_deleted() -> None:
    member = known("a.zip/b.md", "2", id="member", parent_id="archive")
    assert told(planned({"z.md": "3"}, [member])) == {"a.zip/b.md": "deleted", "z.md": "new"}


def test_what_stands_in_a_folder_that_can_not_be_looked_into_is_kept_and_told() -> None:
    folder = Folder(ROOT, (found("a.md"),), "", ("hr",))
    steps = plan(folder, ["1"], [known("a.md", "1"), known("hr/b.md", "2")])
    assert told(steps) == {"a.md": "unchanged", "hr/b.md": "failed"}


def files(**counts: int) -> list[PlannedFile]:
    statuses: list[FileStatus] = ["unchanged", "deleted", "new"]
    return [
        PlannedFile(f"{status}{number}", status, "")
        for status in statuses
        for number in range(counts.get(status, 0))
    ]


@pytest.mark.parametrize(
    ("plan", "is_refused"),
    [
        (files(deleted=9), False),
        (files(deleted=10), True),
        (files(deleted=5, unchanged=5), False),
        (files(deleted=6, unchanged=5), True),
        (files(deleted=6, unchanged=5, new=100), True),
    ],
)
def test_most_of_ten_or_more_documents_go_only_when_asked_for(
    plan: list[PlannedFile], is_refused: bool
) -> None:
    assert is_too_much(plan) == is_refused
    if is_refused:
        with pytest.raises(DocumentError, match=r"documents taken in from /share are no longer there"):
            refuse_too_much(plan, "/share")
