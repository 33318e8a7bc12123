from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import httpx
import pytest
from fastapi import Request

from api.app import create_app
from api.dependencies import get_caller
from api.queueing.asks import Asks
from api.queueing.limits import Limits
from tests.api.live import running
from tests.api.queueing.model import LONG, HeldModel, Switch
from tests.harbour_aid import TREE
from trag.settings import load_settings
from trag.types import OWNER, Caller
from trag.workspace import Workspace

Serve = Callable[..., AbstractContextManager[tuple[httpx.Client, Asks]]]


def caller_of(request: Request) -> Caller:
    name = request.headers.get("x-caller")
    return Caller(f"user:{name}", name, "reader", None) if name else OWNER


@pytest.fixture(scope="package")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("trag")
    (folder / "documents").mkdir()
    (folder / "documents" / "leave.md").write_text("# Leave\n\nParental leave is 16 weeks.\n")
    with Workspace(load_settings(folder / "data", llm="fake", embedder="fake")) as opened:
        list(opened.ingest(folder / "documents"))
        opened.import_tree(TREE, "org.yaml")
        opened.generator = Switch()
        yield opened


@pytest.fixture
def model(workspace: Workspace) -> HeldModel:
    assert isinstance(workspace.generator, Switch)
    workspace.generator.now = held = HeldModel()
    return held


@pytest.fixture
def serve(workspace: Workspace) -> Serve:
    """Serves the workspace within limits; requests with the header X-Caller come from that user."""

    @contextmanager
    def served(**limits: int) -> Iterator[tuple[httpx.Client, Asks]]:
        app = create_app(workspace, limits=Limits(**limits))
        app.dependency_overrides[get_caller] = caller_of
        with running(app) as url, httpx.Client(base_url=url, trust_env=False, timeout=LONG) as http:
            yield http, app.state.asks

    return served
