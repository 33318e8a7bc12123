"""`trag backup` and `trag restore`, beside a running server and without one."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.administration import add_administration
from api.app import create_app
from tests.api.live import running
from tests.trag.backups.folders import QUESTIONS, answer, opened
from trag.cli.app import app
from trag.errors import BackupError, DataFolderError
from trag.owner import Address

KEY = "key-of-the-owner-0123456789"


def trag(*words: str | Path) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_beside_a_running_server_it_is_made_through_it_and_restored_elsewhere(
    data: Path, tmp_path: Path
) -> None:
    with opened(data) as workspace:
        served = create_app(workspace, owner_key=KEY)
        add_administration(served, workspace.administration)
        before = answer(workspace, QUESTIONS[0])
        with running(served) as url:
            workspace.announce(Address(url, KEY))
            told = trag("--data", data, "backup", tmp_path / "b.tar")
    assert "2 documents with 2 passages, 1 conversations, 1 users; read again, all checksums hold." in told
    assert "Left out, as they are secret: api_key" in told
    assert "is whole: made at" in trag("restore", tmp_path / "b.tar", "--check")
    told = trag("--data", tmp_path / "new", "restore", tmp_path / "b.tar")
    assert "2 documents with 2 passages" in told
    assert "Set these again, the backup has no secrets: api_key" in told
    with opened(tmp_path / "new") as restored:
        assert answer(restored, QUESTIONS[0]).text == before.text


def test_without_a_server_it_opens_the_folder_itself(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAG_LLM", "fake")
    monkeypatch.setenv("TRAG_EMBEDDER", "fake")
    told = json.loads(trag("--data", data, "backup", tmp_path / "b.tar", "--json"))
    assert (told["documents"], told["chunks"]) == (2, 2)
    told = json.loads(trag("--data", tmp_path / "new", "restore", tmp_path / "b.tar", "--json"))
    assert (told["documents"], told["vectors"]) == (2, 2)


def test_a_folder_that_is_not_there_and_a_file_that_is_are_refused(
    archive: Path, data: Path, tmp_path: Path
) -> None:
    with pytest.raises(DataFolderError, match="There is no data folder"):
        trag("--data", tmp_path / "typo", "backup", tmp_path / "b.tar")
    assert not (tmp_path / "typo").exists()
    with pytest.raises(DataFolderError, match="is not empty"):
        trag("--data", data, "restore", archive)
    with pytest.raises(BackupError, match="There is no file"):
        trag("--data", tmp_path / "new", "restore", tmp_path / "none.tar")
