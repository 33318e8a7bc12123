"""The sample organisation behind a real server, asked with clients that people use."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openai import OpenAI

from api.app import create_app
from tests.api.live import running
from trag.engines.fakes import FakeGenerator
from trag.settings import load_settings
from trag.workspace import Workspace

EXAMPLES = Path(__file__).parents[3] / "examples"
KEY = "a-key-of-a-user-0123456789"


@pytest.fixture(scope="session")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("trag")
    documents = folder / "documents"
    for path in (EXAMPLES / "documents").rglob("*.md"):
        kept = documents / path.relative_to(EXAMPLES / "documents")
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, kept)
    with Workspace(load_settings(folder / "data", llm="fake", embedder="fake")) as workspace:
        list(workspace.ingest(documents))
        workspace.import_tree((EXAMPLES / "org.yaml").read_text(encoding="utf-8"), "org.yaml")
        yield workspace


@pytest.fixture(scope="session")
def server(organisation: Workspace) -> Iterator[str]:
    with running(create_app(organisation, api_key=KEY, names=None)) as url:
        yield url


@pytest.fixture(scope="session")
def openai(server: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{server}/v1", api_key=KEY, max_retries=0) as client:
        yield client


@pytest.fixture
def model(organisation: Workspace) -> Iterator[FakeGenerator]:
    """The model behind the server; what it was asked is forgotten before each test."""
    generator = organisation.generator
    assert isinstance(generator, FakeGenerator)
    generator.asked.clear()
    yield generator
    generator._queue.clear()
