"""A whole trag behind its API, with papers and a tree of people who mean it no good."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.live import running
from tests.harbour_aid import TREE
from tests.hostile_requests.papers import HOSTILE_TREE, PAPERS
from trag.engines.fakes import FakeGenerator
from trag.settings import load_settings
from trag.workspace import Workspace

OWNER_KEY = "owner-key-of-this-run-0123456789"
OWNER = {"Authorization": f"Bearer {OWNER_KEY}"}
Live = Callable[..., AbstractContextManager[httpx.Client]]


@pytest.fixture(scope="session")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A folder of hostile papers, taken in by the real ingest."""
    folder = tmp_path_factory.mktemp("poisoned")
    (folder / "papers").mkdir()
    for name, text in PAPERS.items():
        (folder / "papers" / name).write_text(text)
    with Workspace(load_settings(folder / "data", llm="fake", embedder="fake")) as workspace:
        *files, _ = workspace.ingest(folder / "papers")
        assert {getattr(file, "status", "") for file in files} == {"new"}
        workspace.import_tree(HOSTILE_TREE, "org.yaml")
        yield workspace


@pytest.fixture
def model(poisoned: Workspace) -> Iterator[FakeGenerator]:
    """The model of that folder: it says what a test lets it say, and nothing from the test before."""
    assert isinstance(poisoned.generator, FakeGenerator)
    poisoned.generator.asked.clear()
    yield poisoned.generator
    poisoned.generator._queue.clear()


@pytest.fixture
def client(poisoned: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(poisoned, owner_key=OWNER_KEY), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty folder with a tree, for tests that change it."""
    with Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace:
        workspace.import_tree(TREE, "org.yaml")
        yield workspace


@pytest.fixture
def live(workspace: Workspace) -> Live:
    """Serves that folder on a real connection; requests carry the owner's key."""

    @contextmanager
    def served(**options: Any) -> Iterator[httpx.Client]:
        app = create_app(workspace, owner_key=OWNER_KEY, **options)
        with (
            running(app) as url,
            httpx.Client(base_url=url, trust_env=False, timeout=60, headers=OWNER) as http,
        ):
            yield http

    return served
