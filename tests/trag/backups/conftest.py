"""One folder and its backup, for all tests: it is only read."""

import shutil
from pathlib import Path

import pytest

from tests.trag.backups.folders import backed_up, fill, opened


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    with opened(folder / "data") as workspace:
        fill(workspace, folder / "documents")
        backed_up(workspace, folder / "monday.tar")
    return folder


@pytest.fixture
def archive(first: Path) -> Path:
    return first / "monday.tar"


@pytest.fixture
def data(first: Path, tmp_path: Path) -> Path:
    """A data folder of a test's own."""
    return Path(shutil.copytree(first / "data", tmp_path / "data"))
