from pathlib import Path

import pytest

from ingest.sniffing import _unknown, is_of_no_kind, sniff
from trag.cli.progress import IngestBar
from trag.errors import DocumentError
from trag.types import FileIngested

HINT = "Formats: md, txt."


def test_what_could_not_be_read_stays_on_the_screen_each_hint_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with IngestBar() as bar:
        for number, name in enumerate(("a.exe", "b[red].exe"), start=1):
            bar.show(FileIngested(name, "failed", 0, number, 3, f"{name} can't be read.\n{HINT}"))
        bar.show(FileIngested("c.pdf", "new", 2, 3, 3, remark="Damaged pages: 2."))
    told = capsys.readouterr().err
    assert "failed b[red].exe: b[red].exe can't be read.\n" in told
    assert told.count(HINT) == 1
    assert "in part c.pdf: Damaged pages: 2.\n" in told


def of_no_kind(name: str) -> FileIngested:
    return FileIngested(name, "failed", 0, 1, 3, str(_unknown(Path(name), "a file")))


def test_files_of_kinds_that_are_not_read_are_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with IngestBar() as bar:
        for name in ("a.py", "b.png", "c.py", "deep/D.PY", "LICENSE"):
            bar.show(of_no_kind(name))
        bar.show(FileIngested("empty.md", "failed", 0, 3, 3, "empty.md is empty (0 bytes).\nSave it again."))
    told = capsys.readouterr().err
    summary = "failed 5 files of kinds that trag does not read: 3 .py, 1 .png, 1 nameless.\nFormats: md, "
    assert summary in told
    assert "failed empty.md: empty.md is empty" in told
    assert "a.py" not in told


def test_one_file_of_a_kind_that_is_not_read_is_told_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with IngestBar() as bar:
        bar.show(of_no_kind("a.py"))
    assert "failed a.py: a.py is a file that trag can't read.\nFormats: md, " in capsys.readouterr().err


def test_a_file_of_a_real_kind_that_is_not_read_is_known_by_its_error(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("print(1)")
    (tmp_path / "b.md").write_text("")
    for name, is_one in (("a.py", True), ("b.md", False)):
        with pytest.raises(DocumentError) as caught:
            sniff(tmp_path / name)
        assert is_of_no_kind(str(caught.value)) is is_one
