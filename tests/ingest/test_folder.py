from pathlib import Path

import pytest

from ingest.folder import find_files
from trag.errors import DocumentError


def names(path: Path, known: set[str] | None = None) -> list[str]:
    return [found.file for found in find_files(path, known or set())]


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
    whole = {found.file: found.document_id for found in find_files(folder, set())}
    part = find_files(folder / "sub", {str(folder)})
    assert [(found.file, found.document_id) for found in part] == [("sub/c.md", whole["sub/c.md"])]


def test_a_link_out_of_the_folder_is_not_followed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("secret")
    (folder / "z.md").symlink_to(secret)
    (folder / "zdir").symlink_to(secret.parent)
    assert names(folder) == ["a.md", "b.md", "sub/c.md"]


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"no file or folder .*nowhere"):
        find_files(tmp_path / "nowhere", set())


def test_an_empty_folder_is_an_error_not_a_success(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no document in"):
        find_files(tmp_path, set())
