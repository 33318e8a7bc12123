import os
import threading
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.folder import look_into
from ingest.uploads import MEGABYTE, Uploads, stored_name
from trag.errors import DataFolderError, DocumentError

HOSTILE = {
    "../../etc/passwd": "passwd",
    "..\\..\\x": "x",
    "/etc/x": "x",
    "C:\\x": "x",
    "a%2e%2e%2fb": "a%2e%2e%2fb",
    "nul\x00byte.md": "nul\ufffdbyte.md",
    "CON": "_CON",
    "con.txt": "_con.txt",
    "\u202efdp.exe": "\ufffdfdp.exe",
    "zero\u200bwidth.md": "zero\u200bwidth.md",
    "\U0001f600.md": "\U0001f600.md",
    "-rf.md": "-rf.md",
    "two\nlines.md": "two\ufffdlines.md",
    "<img src=x onerror=alert(1)>.pdf": "<img src=x onerror=alert(1)>.pdf",
    ".hidden": "hidden",
    "..": "unnamed",
    "": "unnamed",
    "half\ud800.md": "half\ufffd.md",
    "e\u0301.md": "\u00e9.md",
}


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "data" / "uploads", 1)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_inside_the_folder_and_is_found_as_a_document(
    uploads: Uploads, tmp_path: Path, name: str
) -> None:
    path = uploads.store(name, BytesIO(b"text"))
    assert path.name == HOSTILE[name]
    assert path.is_relative_to(tmp_path / "data" / "uploads")
    assert path.read_bytes() == b"text"
    assert [found.file for found in look_into(path, ()).files] == [HOSTILE[name]]
    assert uploads.find(uploads.place_of(path)) == path
    assert sorted(os.listdir(tmp_path)) == ["data"]  # noqa: PTH208  names as bytes would not do either


def test_a_long_name_is_cut_and_keeps_its_ending(uploads: Uploads) -> None:
    first, second = ("\u00fc" * 300 + end for end in ("1.pdf", "2.pdf"))
    paths = {uploads.store(name, BytesIO(name.encode())) for name in (first, second)}
    assert len(paths) == 2
    assert all(path.suffix == ".pdf" and len(os.fsencode(path.name)) <= 200 for path in paths)


def test_names_that_differ_by_case_are_two_and_by_composition_are_one(uploads: Uploads) -> None:
    paths = {uploads.store(name, BytesIO(b"")) for name in ("A.md", "a.md", "\u00e9.md", "e\u0301.md")}
    assert len(paths) == 3
    assert len({str(path).lower() for path in paths}) == 3


@given(name=st.text(st.characters(), max_size=400))
def test_no_name_leaves_the_folder_or_hides(name: str) -> None:
    stored = stored_name(name)
    assert 0 < len(stored.encode()) <= 200
    assert not stored.startswith(".")
    assert not set(stored) & set("/\\\x00\n\r\u202e")
    assert stored_name(stored) == stored


def test_the_same_file_twice_at_once_is_one(uploads: Uploads, tmp_path: Path) -> None:
    content = b"x" * MEGABYTE
    paths: list[Path] = []
    threads = [
        threading.Thread(target=lambda: paths.append(uploads.store("a.md", BytesIO(content))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(paths) == 8
    assert len(set(paths)) == 1
    assert paths[0].read_bytes() == content
    assert [path for path in (tmp_path / "data" / "uploads").rglob("*") if path.is_file()] == [paths[0]]


def test_too_large_a_file_leaves_what_was_there(uploads: Uploads, tmp_path: Path) -> None:
    path = uploads.store("a.md", BytesIO(b"before"))
    with pytest.raises(DocumentError, match=r"a\.md has more than 1 MB"):
        uploads.store("a.md", BytesIO(b"x" * (MEGABYTE + 1)))
    assert path.read_bytes() == b"before"
    assert list((tmp_path / "data" / "uploads").glob(".*")) == []


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("a file")
    with pytest.raises(DataFolderError, match="uploads can't be written"):
        Uploads(tmp_path / "uploads", 1).store("a.md", BytesIO(b""))


@pytest.mark.parametrize("place", ["../x", "/etc/passwd", "a/../../x"])
def test_a_place_outside_is_no_upload(uploads: Uploads, place: str) -> None:
    with pytest.raises(DocumentError, match="no upload"):
        uploads.find(place)


def test_what_was_half_sent_is_removed_at_the_next_start(uploads: Uploads, tmp_path: Path) -> None:
    path = uploads.store("a.md", BytesIO(b"whole"))
    half = tmp_path / "data" / "uploads" / ".xyz.part"
    half.write_bytes(b"ha")
    uploads.clean()
    assert (path.exists(), half.exists()) == (True, False)
