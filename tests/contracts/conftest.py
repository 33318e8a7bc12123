"""The doors: a workspace itself, an admin's guarded one, and a client of the server that owns it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.app import create_app
from tests.api.live import running
from trag.client import Client
from trag.protocols import Door
from trag.settings import load_settings
from trag.types import Caller
from trag.workspace import Workspace

KEY = "key-of-the-owner-0123456789"
ADMIN = Caller("user:ada", "ada", "admin", None)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace:
        yield workspace


def in_process(workspace: Workspace) -> Iterator[Door]:
    yield workspace


def for_an_admin(workspace: Workspace) -> Iterator[Door]:
    yield workspace.for_caller(ADMIN)


def through_the_server(workspace: Workspace) -> Iterator[Door]:
    with running(create_app(workspace, owner_key=KEY)) as url:
        client = Client(url, KEY)
        yield client
        client.close()


@pytest.fixture(params=[in_process, for_an_admin, through_the_server])
def door(request: pytest.FixtureRequest, workspace: Workspace) -> Iterator[Door]:
    opened: Callable[[Workspace], Iterator[Door]] = request.param
    yield from opened(workspace)
