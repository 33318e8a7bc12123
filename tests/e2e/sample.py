"""The real server with the sample organisation, the fake model and the fake embedder."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from api.administration import add_administration
from api.app import create_app
from api.evaluation_dependencies import add_evaluation
from eval.serving.desk import EvaluationDesk
from tests.e2e.people import add_people
from trag.settings import load_settings
from trag.workspace import Workspace
from ui import STATIC

ROOT = Path(__file__).parents[2]
KEY = "the-key-of-whoever-owns-the-sample"


def make_sample(data: Path) -> None:
    """Take the sample organisation into a data folder."""
    with Workspace(load_settings(data, llm="fake", embedder="fake")) as workspace:
        workspace.import_tree((ROOT / "examples" / "org.yaml").read_text(), "org.yaml")
        list(workspace.ingest(ROOT / "examples" / "documents"))


@contextmanager
def sample_served(data: Path, *, has_people: bool = False) -> Iterator[str]:
    """The address of a server on a folder with the sample organisation, which gets users if wanted."""
    with Workspace(load_settings(data, llm="fake", embedder="fake")) as workspace:
        if has_people:
            add_people(workspace)
        workspace.warm_up()
        app = create_app(workspace, owner_key=KEY, static=STATIC)
        add_administration(app, workspace.administration)
        desk = EvaluationDesk(workspace)
        add_evaluation(app, desk)
        config = uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started and thread.is_alive():
            thread.join(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join(20)
        desk.close()
