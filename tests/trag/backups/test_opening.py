"""Archives that somebody made to do harm, or that came to harm: nothing of them is restored anywhere."""

import json
import struct
import tarfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.trag.backups.archives import members_of, packed, rewritten, signed
from trag.backups.opening import Opened
from trag.backups.restoring import restore
from trag.catalog.database import HEAD
from trag.errors import BackupError

MANIFEST = "manifest.json"


def refused(archive: Path, tmp_path: Path, match: str) -> None:
    there = sorted(tmp_path.parent.rglob("*"))
    with pytest.raises(BackupError, match=match):
        restore(archive, tmp_path / "new")
    assert sorted(tmp_path.parent.rglob("*")) == there


def with_member(archive: Path, path: Path, info: tarfile.TarInfo, content: bytes = b"harm") -> Path:
    """The archive with one more member that its manifest knows of."""
    members = members_of(archive)
    manifest = json.loads(members.pop(MANIFEST))
    manifest["members"][info.name] = [len(content), sha256(content).hexdigest(), 0]
    members = signed(members, manifest)
    ordinary = [(tarfile.TarInfo(name), data) for name, data in members.items()]
    return packed(path, [(info, content), *ordinary])


@pytest.mark.parametrize(
    "name",
    [
        "../harm",
        "/tmp/harm",  # noqa: S108 - that is the attack
        "eval/../../harm",
        "eval//harm",
        "eval/./harm",
        "uploads/..",
        "harm",
        "owner.json",
        "catalog.sqlite",
        "vectors/chroma.sqlite3",
        "catalog/../x/000000.jsonl.gz",
        "originals/../harm",
        "originals/" + "A" * 64,
        "eval/" + "n" * 300,
        "eval/a\\..\\..\\b/../harm",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, archive: Path, tmp_path: Path) -> None:
    refused(
        with_member(archive, tmp_path / "bad.tar", tarfile.TarInfo(name)), tmp_path, "no backup of trag does"
    )


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE]
)
def test_only_files_are_taken(kind: bytes, archive: Path, tmp_path: Path) -> None:
    info = tarfile.TarInfo("eval/link")
    info.type, info.linkname = kind, "/etc/passwd"
    refused(with_member(archive, tmp_path / "bad.tar", info, b""), tmp_path, "no backup of trag does")


def test_a_name_that_stands_there_twice_is_refused(archive: Path, tmp_path: Path) -> None:
    twice = [(tarfile.TarInfo("trag.toml"), b"host = '0.0.0.0'\n")] * 2
    refused(packed(tmp_path / "bad.tar", twice), tmp_path, "no backup of trag does")


def test_a_file_that_the_manifest_does_not_name_and_one_that_is_not_there_are_refused(
    archive: Path, tmp_path: Path
) -> None:
    ordinary = [(tarfile.TarInfo(name), data) for name, data in members_of(archive).items()]
    more = packed(tmp_path / "more.tar", [(tarfile.TarInfo("eval/more"), b"x"), *ordinary])
    refused(more, tmp_path, "is not in its manifest")
    fewer = packed(tmp_path / "fewer.tar", [one for one in ordinary if one[0].name != "trag.toml"])
    refused(fewer, tmp_path, "is missing")


def test_wherever_it_is_cut_off_nothing_is_restored(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    with tarfile.open(archive) as tar:
        starts = [info.offset for info in tar] + [info.offset_data for info in tar]
        end = starts[-1] + 64
    for length in {0, 1, 511, *(at + more for at in starts for more in (0, 100)), end - 1}:
        cut = tmp_path / "cut.tar"
        cut.write_bytes(whole[: min(length, end - 1)])
        refused(cut, tmp_path, "no backup of trag, or not all|is not whole|can't be read")


def test_a_byte_that_changed_is_found_wherever_it_is(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    with tarfile.open(archive) as tar:
        places = [info.offset_data + info.size // 2 for info in tar if info.size]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1
        (tmp_path / "bad.tar").write_bytes(changed)
        with pytest.raises(BackupError, match=r"its checksum is another|is damaged"):
            Opened(tmp_path / "bad.tar").check()


def test_a_newer_schema_and_another_format_are_told_apart_from_damage(archive: Path, tmp_path: Path) -> None:
    newer = str(int(HEAD) + 1).zfill(4)
    refused(
        rewritten(archive, tmp_path / "a.tar", lambda told: told.update(schema=newer)),
        tmp_path,
        "is newer than",
    )
    refused(
        rewritten(archive, tmp_path / "a.tar", lambda told: told.update(format=2)), tmp_path, "is of format 2"
    )


@pytest.mark.parametrize("collection", ["../../x", "a/b", "", "x" * 500, "a\x00b"])
def test_a_name_of_vectors_that_is_none_is_refused(collection: str, archive: Path, tmp_path: Path) -> None:
    bad = rewritten(archive, tmp_path / "a.tar", lambda told: told.update(collection=collection))
    refused(bad, tmp_path, "can't be read")


def test_tables_columns_and_rows_are_only_those_of_a_catalog(archive: Path, tmp_path: Path) -> None:
    def table(told: dict[str, Any]) -> None:
        told["tables"]["sqlite_master"] = {"columns": ["sql"], "rows": 0}

    def column(told: dict[str, Any]) -> None:
        told["tables"]["stamps"]["columns"] = ["name", "value) VALUES (1,2); DROP TABLE stamps; --"]

    def rows(told: dict[str, Any]) -> None:
        told["tables"]["stamps"]["rows"] += 1

    for change, match in (
        (table, "which no catalog has"),
        (column, "which is unknown"),
        (rows, "rows of stamps"),
    ):
        refused(rewritten(archive, tmp_path / "bad.tar", change), tmp_path, match)


def replaced(archive: Path, path: Path, name: str, content: bytes, unpacked: int = 0) -> Path:
    members = members_of(archive)
    manifest = json.loads(members.pop(MANIFEST))
    members[name] = content
    manifest["members"][name] = [len(content), sha256(content).hexdigest(), unpacked]
    members = signed(members, manifest)
    return packed(path, [(tarfile.TarInfo(one), data) for one, data in members.items()])


def test_a_bomb_is_not_unpacked(archive: Path, tmp_path: Path) -> None:
    import gzip

    bomb = gzip.compress(bytes(50_000_000))
    part = "catalog/stamps/000000.jsonl.gz"
    refused(replaced(archive, tmp_path / "a.tar", part, bomb, 100), tmp_path, "another size than it says")
    refused(replaced(archive, tmp_path / "a.tar", part, bomb, 400_000_000), tmp_path, "none of trag's has")
    refused(replaced(archive, tmp_path / "a.tar", part, b"no gzip", 100), tmp_path, "can't be unpacked")


def npy(array: np.ndarray[Any, Any], *, pickle: bool = False) -> bytes:
    file = BytesIO()
    np.save(file, array, allow_pickle=pickle)
    return file.getvalue()


def claiming(shape: str) -> bytes:
    """A file of vectors that says to be of a shape, and has hardly any."""
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + bytes(16)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no vectors",
        npy(np.array([{"harm": 1}], dtype=object), pickle=True),
        npy(np.zeros((1, 64))),
        npy(np.zeros((9, 64), dtype="<f4")),
        npy(np.zeros(64, dtype="<f4")),
        claiming("(1, 10000000000)"),
        claiming("(1, -4)"),
        claiming("__import__('os').system('true')"),
    ],
)
def test_vectors_are_numbers_and_as_many_as_there_are_bytes(
    content: bytes, archive: Path, tmp_path: Path
) -> None:
    name = next(one for one in members_of(archive) if one.endswith(".npy"))
    refused(replaced(archive, tmp_path / "a.tar", name, content), tmp_path, "can't be read")


def test_vectors_of_passages_that_are_not_there_are_refused(archive: Path, tmp_path: Path) -> None:
    name = next(one for one in members_of(archive) if one.startswith("vectors/") and one.endswith(".json"))
    refused(
        replaced(archive, tmp_path / "a.tar", name, b'["nobody"]'), tmp_path, "which? ?the backup has not|not"
    )
