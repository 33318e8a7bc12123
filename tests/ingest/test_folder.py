import errno
import os
from pathlib import Path
from typing import Any

import pytest

from ingest.folder import look_into, source_name
from trag.errors import DocumentError


def names(path: Path, known: set[str] | None = None) -> list[str]:
    return [found.file for found in look_into(path, known or set()).files]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.md", "a.md", "sub/c.md", ".hidden/d.md", ".e.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    return tmp_path


def test_files_are_named_from_their_folder_and_hidden_ones_left_out(folder: Path) -> None:
    assert names(folder) == ["a.md", "b.md", "sub/c.md"]


def test_a_single_file_is_named_from_its_own_folder(folder: Path) -> None:
    assert names(folder / "sub" / "c.md") == ["c.md"]


def test_a_part_of_a_known_folder_keeps_its_names_and_ids(folder: Path) -> None:
    whole = {found.file: found.place for found in look_into(folder, set()).files}
    part = look_into(folder / "sub", {str(folder)})
    assert [(found.file, found.place) for found in part.files] == [("sub/c.md", whole["sub/c.md"])]
    assert (part.root, part.prefix) == (folder, "sub/")


def test_a_link_out_of_the_folder_is_not_followed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("secret")
    (folder / "z.md").symlink_to(secret)
    (folder / "zdir").symlink_to(secret.parent)
    assert names(folder) == ["a.md", "b.md", "sub/c.md"]


def test_a_data_folder_is_no_folder_of_documents(folder: Path) -> None:
    data = folder / "trag-data"
    (data / "originals").mkdir(parents=True)
    for name in ("catalog.sqlite", "owner.lock", "trag.toml", "originals/0a1b.md"):
        (data / name).write_text("x")
    assert names(folder) == ["a.md", "b.md", "sub/c.md"]
    assert names(data) == []


def test_a_link_to_itself_is_left_out(folder: Path) -> None:
    (folder / "loop.md").symlink_to("loop.md")
    assert names(folder) == ["a.md", "b.md", "sub/c.md"]


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"no file or folder .*nowhere"):
        look_into(tmp_path / "nowhere", set())


def test_a_folder_that_may_not_be_looked_into_is_noted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def refusing(path: str) -> Any:
        if str(path).endswith("sub"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    looked = look_into(folder, set())
    assert [found.file for found in looked.files] == ["a.md", "b.md"]
    assert looked.hides(str(folder), "sub/c.md")
    assert not looked.hides(str(folder), "subway.md")


def test_a_folder_judges_what_is_below_it_and_a_file_nothing(folder: Path) -> None:
    whole, part, single = (
        look_into(path, {str(folder)}) for path in (folder, folder / "sub", folder / "a.md")
    )
    assert whole.holds(str(folder), "a.md")
    assert whole.holds(str(folder / "sub"), "c.md"), "a part that was taken in as a folder of its own"
    assert part.holds(str(folder), "sub/c.md")
    assert not part.holds(str(folder), "a.md")
    assert not whole.holds("/elsewhere", "a.md")
    assert not single.holds(str(folder), "a.md")


def test_a_source_whose_name_is_no_text_can_be_stored(tmp_path: Path) -> None:
    strange = tmp_path / os.fsdecode(b"not-utf8-\xff")
    strange.mkdir()
    (strange / "a.md").write_text("text")
    source_name(strange).encode()
    assert names(strange / "a.md", {source_name(strange)}) == ["a.md"]
