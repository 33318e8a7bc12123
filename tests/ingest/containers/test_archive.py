"""Archives as attackers and careless people make them: nothing is written outside, nothing else is lost."""

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from ingest.containers import Unpacked, is_container, limits, unpack
from ingest.parsing import parse
from tests.ingest.containers.archives import packed
from trag.errors import DocumentError


def unpacked(folder: Path, data: bytes) -> Unpacked:
    """What comes out of an archive; whatever it holds, files stand only where they may."""
    path = folder / "all.zip"
    path.write_bytes(data)
    into = folder / "into"
    result = unpack(path, "zip", into)
    written = {Path(root) / name for root, _, names in os.walk(folder) for name in names}
    assert written == {path} | {member.path for member in result.members}
    assert all(member.path.is_relative_to(into) and member.path.is_file() for member in result.members)
    assert not any(member.path.is_symlink() for member in result.members)
    return result


def test_an_archive_is_a_document_without_text_and_a_container(tmp_path: Path) -> None:
    (tmp_path / "leave-rules.zip").write_bytes(packed({"a.md": "# A"}))
    parsed = parse(tmp_path / "leave-rules.zip")
    assert (parsed.format, parsed.title, parsed.blocks, parsed.language) == ("zip", "leave rules", (), "")
    assert is_container("zip")
    assert not is_container("docx")


def test_members_keep_their_path_and_their_own_name(tmp_path: Path) -> None:
    result = unpacked(tmp_path, packed({"in/leave-policy.md": "text", "in/b\\c.md": "text", "é.txt": "text"}))
    assert [member.name for member in result.members] == ["in/leave-policy.md", "in/b/c.md", "é.txt"]
    assert parse(result.members[0].path).title == "leave policy"
    assert result.problems == ()


@pytest.mark.parametrize(
    ("name", "reason"),
    {
        "../../evil.md": "names a place outside",
        "..\\..\\evil.md": "names a place outside",
        "a/../../evil.md": "names a place outside",
        "/etc/evil.md": "names a place outside",
        "C:\\evil.md": "names a place outside",
        "CON.md": "has the name of a device",
        "folder/aux": "has the name of a device",
        "n" * 300 + ".md": "name of more than 255 bytes",
        "n/" * 600 + "a.md": "path of 1204 signs",
        "./.": "has no name",
    }.items(),
)
def test_a_name_that_points_elsewhere_costs_only_its_member(tmp_path: Path, name: str, reason: str) -> None:
    info = zipfile.ZipInfo("x")
    info.filename = name
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(info, "evil")
        archive.writestr("good.md", "good")
    result = unpacked(tmp_path, file.getvalue())
    assert [member.name for member in result.members] == ["good.md"]
    ((_, message),) = result.problems
    assert reason in message


def test_a_nul_in_a_name_costs_only_its_member(tmp_path: Path) -> None:
    data = packed({"aXb.md": "evil", "good.md": "good"}).replace(b"aXb.md", b"a\x00b.md")
    result = unpacked(tmp_path, data)
    assert [member.name for member in result.members] == ["good.md"]
    assert "has a NUL in its name" in result.problems[0][1]
    assert "\x00" not in "".join(map(str, result.problems))


def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, kind in {"link.md": stat.S_IFLNK, "pipe.md": stat.S_IFIFO, "disk.md": stat.S_IFBLK}.items():
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = (kind | 0o777) << 16
            archive.writestr(info, "/etc/passwd")
    result = unpacked(tmp_path, file.getvalue())
    assert result.members == ()
    assert [message.partition("\n")[0] for _, message in result.problems] == [
        "link.md is a link.",
        "pipe.md is no file but a device.",
        "disk.md is no file but a device.",
    ]


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    data = bytearray(packed({"secret.md": "text", "good.md": "good"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    result = unpacked(tmp_path, bytes(data))
    assert [member.name for member in result.members] == ["good.md"]
    assert "secret.md is encrypted" in result.problems[0][1]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_members_of_one_name_the_first_is_read(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for text in ("first", "second"):
            archive.writestr("a.md", text)
    result = unpacked(tmp_path, file.getvalue())
    assert [member.path.read_text() for member in result.members] == ["first"]
    assert "more than once" in result.problems[0][1]


def test_a_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    stored = packed({"bad.md": "the text of it", "good.md": "good"}, zipfile.ZIP_STORED)
    result = unpacked(tmp_path, stored.replace(b"the text", b"the best"))
    assert [member.name for member in result.members] == ["good.md"]
    assert "bad.md is damaged: Bad CRC-32" in result.problems[0][1]


def test_a_packed_stream_that_is_broken_costs_only_its_member(tmp_path: Path) -> None:
    data = bytearray(packed({"bad.md": os.urandom(5000).hex(), "good.md": "good"}))
    data[100:400] = bytes(300)
    result = unpacked(tmp_path, bytes(data))
    assert [member.name for member in result.members] == ["good.md"]
    assert "bad.md is damaged" in result.problems[0][1]


def test_a_truncated_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(packed({"a.md": os.urandom(3000).hex()})[:2000])
    with pytest.raises(DocumentError, match=r"cut\.zip is damaged"):
        unpack(path, "zip", tmp_path / "into")
    with pytest.raises(DocumentError, match=r"cut\.zip is damaged"):
        parse(path)


def test_a_bomb_is_stopped_at_a_hundred_times_its_size(tmp_path: Path) -> None:
    result = unpacked(tmp_path, packed({"zeros.txt": bytes(60_000_000), "good.md": "good"}))
    assert [member.name for member in result.members] == ["good.md"]
    assert "unpacks to more than 100 times its size" in result.problems[0][1]


def test_a_bomb_that_lies_about_its_size_is_stopped_too(tmp_path: Path) -> None:
    data = packed({"zeros.txt": bytes(60_000_000), "good.md": "good"})
    data = data.replace(struct.pack("<I", 60_000_000), struct.pack("<I", 100))
    result = unpacked(tmp_path, data)
    assert [member.name for member in result.members] == ["good.md"]
    assert "zeros.txt" in result.problems[0][1]


def test_limits_count_what_is_written_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_MEMBER", 3000)
    monkeypatch.setattr(limits, "LARGEST_WHOLE", 5000)
    inner = packed({"b.txt": "b" * 1000, "big.txt": "b" * 3100})
    sizes = {"c.txt": 500, "d.txt": 2900}
    result = unpacked(
        tmp_path, packed({"in.zip": inner, **{name: "x" * size for name, size in sizes.items()}})
    )
    assert [member.name for member in result.members] == ["in.zip/b.txt", "c.txt", "d.txt"]
    (name, message), *_ = result.problems
    assert name == "in.zip/big.txt"
    assert "more than the 0 MB that one container may hold" in message


def test_members_over_their_number_are_counted_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_MEMBERS", 5)
    result = unpacked(tmp_path, packed({f"{number}.md": "text" for number in range(9)}))
    assert len(result.members) == 5
    assert result.problems[0][1].startswith("all.zip holds 4 more files than are read.")


def test_archives_in_archives_are_unpacked_three_deep(tmp_path: Path) -> None:
    data = packed({"deep.md": "text"})
    for number in range(20):
        data = packed({f"level{number}.zip": data, f"beside{number}.md": "text"})
    result = unpacked(tmp_path, data)
    assert {member.name for member in result.members} == {
        "beside19.md",
        "level19.zip/beside18.md",
        "level19.zip/level18.zip/beside17.md",
    }
    assert "level17.zip is nested deeper than 3 containers" in result.problems[0][1]


def test_hidden_files_and_what_systems_leave_behind_are_no_documents(tmp_path: Path) -> None:
    names = ["__MACOSX/._a.md", ".DS_Store", "a/.git/config", "Thumbs.db", "a.md"]
    result = unpacked(tmp_path, packed(dict.fromkeys(names, "text")))
    assert [member.name for member in result.members] == ["a.md"]
    assert result.problems == ()


def test_an_old_code_page_and_utf_8_without_a_mark_are_both_read(tmp_path: Path) -> None:
    for raw, wanted in ((b"B\x81ro.md", "Büro.md"), ("Büro.md".encode(), "Büro.md")):
        data = packed({"X" * len(raw): "text"}).replace(b"X" * len(raw), raw)
        result = unpack(_written(tmp_path / "a.zip", data), "zip", tmp_path / f"into{len(raw)}")
        assert [member.name for member in result.members] == [wanted]


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_full_disk_is_no_fault_of_a_member(tmp_path: Path) -> None:
    (tmp_path / "into").write_text("a file where the folder should be")
    path = _written(tmp_path / "a.zip", packed({"a.md": "text"}))
    with pytest.raises(OSError, match="into"):
        unpack(path, "zip", tmp_path / "into")
