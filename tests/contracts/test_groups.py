"""What every door promises about who may read documents: here, and through the server that owns them."""

from pathlib import Path

import pytest

from trag.errors import DocumentError
from trag.protocols import Door
from trag.types.documents import FolderGroups


@pytest.fixture
def folder(tmp_path: Path, door: Door) -> Path:
    made = tmp_path / "documents"
    (made / "pay").mkdir(parents=True)
    (made / "leave.md").write_text("# Leave\n\nTwenty days a year.\n")
    (made / "pay" / "pay.md").write_text("# Pay\n\nOn the 25th.\n")
    list(door.ingest(made))
    return made


def groups(door: Door) -> dict[str, tuple[str, ...]]:
    return {one.file: one.groups for one in door.documents()}


def test_documents_are_given_groups_by_name_or_id(door: Door, folder: Path) -> None:
    assert groups(door) == {"leave.md": (), "pay/pay.md": ()}
    leave, pay = door.documents()
    changed = door.groups.give([leave.id, "pay/pay.md"], ["staff", "finance", "staff"])
    assert {one.id: one.groups for one in changed} == dict.fromkeys((leave.id, pay.id), ("finance", "staff"))
    assert groups(door) == dict.fromkeys(("leave.md", "pay/pay.md"), ("finance", "staff"))
    door.groups.give(["leave.md"], [])
    assert groups(door)["leave.md"] == ()
    assert {check.state for check in door.verify()} == {"ok"}


@pytest.mark.parametrize(
    ("names", "wanted"),
    [(["nobody.md"], ["staff"]), (["leave.md", "nobody.md"], ["staff"]), (["leave.md"], ["Staff!"])],
)
def test_of_several_documents_all_are_given_groups_or_none(
    door: Door, folder: Path, names: list[str], wanted: list[str]
) -> None:
    with pytest.raises(DocumentError):
        door.groups.give(names, wanted)
    assert groups(door) == {"leave.md": (), "pay/pay.md": ()}


def test_a_folder_has_a_rule_until_it_is_taken_away(door: Door, folder: Path) -> None:
    assert door.groups.rules() == []
    (changed,) = door.groups.rule(str(folder / "pay"), ["finance"])
    assert (changed.file, changed.groups) == ("pay/pay.md", ("finance",))
    assert door.groups.rules() == [FolderGroups(str(folder / "pay"), ("finance",))]
    (folder / "pay" / "new.md").write_text("# New\n\nPay rises in May.\n")
    list(door.ingest(folder))
    assert groups(door) == {"leave.md": (), "pay/new.md": ("finance",), "pay/pay.md": ("finance",)}
    assert [one.groups for one in door.groups.rule(str(folder / "pay"), None)] == [(), ()]
    assert door.groups.rules() == []
    with pytest.raises(DocumentError, match="no groups of its own"):
        door.groups.rule(str(folder / "pay"), None)


def test_the_default_holds_for_what_comes_later(door: Door, folder: Path) -> None:
    assert door.groups.default() == ()
    assert door.groups.set_default(["everyone"]) == ("everyone",) == door.groups.default()
    (folder / "new.md").write_text("# New\n\nA text that is new.\n")
    list(door.ingest(folder))
    assert groups(door) == {"leave.md": (), "new.md": ("everyone",), "pay/pay.md": ()}
    with pytest.raises(DocumentError):
        door.groups.set_default(["No group"])
    assert door.groups.default() == ("everyone",)
