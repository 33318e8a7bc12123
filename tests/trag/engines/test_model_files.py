import errno
import hashlib
import multiprocessing
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.engines.tiny_gguf import write_tiny_gguf
from trag.engines import model_files
from trag.engines.model_files import DEFAULT, PartedModel, assemble, check_model, find_parts, resolve_model
from trag.errors import DataFolderError, DiskFullError, ModelMissingError


@pytest.fixture
def parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PartedModel:
    """A model of three parts, each in a package of its own that is really installed on the path."""
    whole = write_tiny_gguf(tmp_path / "whole.gguf").read_bytes()
    third = len(whole) // 3 + 1
    site = tmp_path / "site"
    for n in (1, 2, 3):
        package = site / f"tiny_part{n}"
        package.mkdir(parents=True)
        (package / "part.bin").write_bytes(whole[(n - 1) * third : n * third])
        info = site / f"tiny_part{n}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: tiny-part{n}\nVersion: 1.0\n")
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])
    return PartedModel(
        "tiny",
        len(whole),
        hashlib.sha256(whole).hexdigest(),
        tuple(f"tiny-part{n}" for n in (1, 2, 3)),
        tuple(f"tiny_part{n}/part.bin" for n in (1, 2, 3)),
    )


def test_the_parts_become_one_file_and_progress_reaches_the_whole(
    parted: PartedModel, tmp_path: Path
) -> None:
    seen: list[tuple[int, int]] = []
    made = assemble(parted, tmp_path / "models", lambda done, total: seen.append((done, total)))
    assert hashlib.sha256(made.read_bytes()).hexdigest() == parted.sha256
    assert seen[-1] == (parted.size, parted.size)
    assert not list((tmp_path / "models").glob("*.partial"))


def test_a_file_that_was_made_is_not_read_again(parted: PartedModel, tmp_path: Path) -> None:
    made = assemble(parted, tmp_path)
    before = made.stat().st_mtime_ns
    shutil.rmtree(tmp_path / "site")
    assert assemble(parted, tmp_path) == made
    assert made.stat().st_mtime_ns == before


def test_a_file_that_was_changed_is_made_again(parted: PartedModel, tmp_path: Path) -> None:
    made = assemble(parted, tmp_path)
    made.write_bytes(b"GGUF" + bytes(parted.size - 4))
    assert hashlib.sha256(assemble(parted, tmp_path).read_bytes()).hexdigest() == parted.sha256


def test_what_a_killed_process_left_is_replaced(parted: PartedModel, tmp_path: Path) -> None:
    (tmp_path / "tiny.partial").write_bytes(b"half")
    (tmp_path / "tiny.gguf").write_bytes(b"old")
    assert assemble(parted, tmp_path).stat().st_size == parted.size
    assert not (tmp_path / "tiny.partial").exists()


def test_processes_at_once_make_it_once(parted: PartedModel, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    workers = [context.Process(target=_make, args=(parted, tmp_path, sys.path, results)) for _ in range(3)]
    for worker in workers:
        worker.start()
    made = [results.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()
    assert made.count(True) == 1


def _make(parted: PartedModel, folder: Path, path: list[str], results: "multiprocessing.Queue[bool]") -> None:
    sys.path[:] = path
    seen: list[int] = []
    assemble(parted, folder, lambda done, _: seen.append(done))
    results.put(bool(seen))


def test_a_broken_part_is_refused_and_nothing_is_left(parted: PartedModel, tmp_path: Path) -> None:
    (tmp_path / "site" / "tiny_part2" / "part.bin").write_bytes(b"broken")
    with pytest.raises(ModelMissingError, match=parted.sha256):
        assemble(parted, tmp_path / "models")
    assert [file.suffix for file in (tmp_path / "models").iterdir()] in ([], [".lock"])


def test_a_missing_package_is_named_with_the_line_that_installs_it(
    parted: PartedModel, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "site" / "tiny_part2-1.0.dist-info")
    with pytest.raises(ModelMissingError, match=r'tiny-part2(.|\n)*pip install "trag\[model\]"'):
        assemble(parted, tmp_path / "models")


class _Usage(NamedTuple):
    free: int


def test_too_small_a_disk_is_seen_before_anything_is_written(
    parted: PartedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(free=1234))
    with pytest.raises(DiskFullError, match=rf"{parted.size:,} bytes .* 1,234 are free"):
        assemble(parted, tmp_path / "models")
    assert not list((tmp_path / "models").glob("tiny.[gp]*"))


def test_a_disk_that_fills_up_while_writing_is_told_and_nothing_is_left(
    parted: PartedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy_to_full_device(parts: list[Path], _: Path, total: int, progress: None) -> str:
        return copy(parts, Path("/dev/full"), total, progress)

    copy = model_files._copy
    monkeypatch.setattr(model_files, "_copy", copy_to_full_device)
    with pytest.raises(DiskFullError) as raised:
        assemble(parted, tmp_path / "models")
    assert isinstance(raised.value.__cause__, OSError)
    assert raised.value.__cause__.errno == errno.ENOSPC
    assert not list((tmp_path / "models").glob("tiny.[gp]*"))


def test_a_models_folder_that_is_a_file_is_told(parted: PartedModel, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("in the way")
    with pytest.raises(DataFolderError, match="models"):
        assemble(parted, tmp_path / "models")


def test_a_path_to_a_whole_gguf_is_taken(tmp_path: Path) -> None:
    path = write_tiny_gguf(tmp_path / "own.gguf")
    assert resolve_model(str(path), tmp_path) == path.resolve()
    assert check_model(path).trained_context == 131072
    assert check_model(path).complete_size == path.stat().st_size


@pytest.mark.parametrize("kept", [0, 3, 4, 20, 200, 3000, 100_000, -1])
def test_a_cut_off_gguf_is_refused_by_name_wherever_it_is_cut(kept: int, tmp_path: Path) -> None:
    path = write_tiny_gguf(tmp_path / "own.gguf")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ModelMissingError, match=r"own\.gguf"):
        resolve_model(str(path), tmp_path)


@pytest.mark.parametrize("content", [b"", b"\x80\x04\x95pickle", b"PK\x03\x04zip", b"GGUF" + b"\xff" * 64])
def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pytorch_model.bin"
    path.write_bytes(content)
    with pytest.raises(ModelMissingError, match=r"pytorch_model\.bin"):
        resolve_model(str(path), tmp_path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="nowhere"):
        resolve_model(str(tmp_path / "nowhere.gguf"), tmp_path)
    with pytest.raises(ModelMissingError, match=tmp_path.name):
        resolve_model(str(tmp_path), tmp_path)


@pytest.mark.model
def test_the_default_models_packages_are_all_found() -> None:
    assert sum(part.stat().st_size for part in find_parts(DEFAULT)) == DEFAULT.size
