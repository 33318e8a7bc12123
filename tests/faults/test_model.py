"""A model server that fails: whoever asked is told in words, and the next question is answered."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.queueing.limits import Limits
from tests.api.live import running
from tests.api.queueing.model import Switch
from tests.api.queueing.streams import Told, asking
from tests.engines.tiny_gguf import write_tiny_gguf
from tests.faults import model_servers
from tests.faults.model_servers import Failing, failing
from trag.engines.llama_cpp import EmbeddedGenerator
from trag.engines.ollama import OllamaGenerator
from trag.engines.openai import OpenAIGenerator
from trag.protocols import Generator, TextStream
from trag.settings import load_settings
from trag.types import Message
from trag.workspace import Workspace

QUESTION = "How many weeks is parental leave?"
# Seconds of silence after which a hung model is given up: only these tests have so little patience.
PATIENCE = 1.0
MAKERS: dict[str, Callable[[str], Generator]] = {
    "openai": lambda url: OpenAIGenerator("tiny", f"{url}/v1", timeout=PATIENCE),
    "ollama": lambda url: OllamaGenerator("tiny", url, timeout=PATIENCE),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("trag")
    (folder / "documents").mkdir()
    (folder / "documents" / "leave.md").write_text("# Leave\n\nParental leave is 16 weeks.\n")
    with Workspace(load_settings(folder / "data", llm="fake", embedder="fake")) as opened:
        list(opened.ingest(folder / "documents"))
        opened.generator = Switch()
        yield opened


@pytest.fixture(autouse=True)
def floods_end_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trag.engines.hanging_up.MOST_BYTES", 1_000_000)


@contextmanager
def serving(workspace: Workspace, generator: Generator) -> Iterator[httpx.Client]:
    """The workspace behind a real server, with this model and one slot: an answer that keeps it shows."""
    assert isinstance(workspace.generator, Switch)
    workspace.generator.now = generator
    try:
        app = create_app(workspace, limits=Limits(slots=1))
        with running(app) as url, httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
            yield http
    finally:
        generator.close()


def ask(http: httpx.Client) -> Told:
    """The last event of an answer."""
    with asking(http, QUESTION) as stream:
        return stream.rest()[-1]


FAULTS = [
    (model_servers.broken, "failed"),
    (model_servers.bad_gateway, "failed"),
    (model_servers.page, "broke off"),
    (model_servers.cut, "broke off"),
    (model_servers.nothing, "broke off"),
    (model_servers.empty, "empty answer"),
    (model_servers.binary, "broke off"),
    (model_servers.other_json, "broke off"),
    (model_servers.endless, "does not end"),
    (model_servers.endless_line, "broke off"),
    (model_servers.hung, "in time"),
    (model_servers.deaf, "in time"),
    (model_servers.unknown_model, "has no model 'tiny'"),
]


@pytest.mark.parametrize("protocol", MAKERS)
@pytest.mark.parametrize(("fault", "told"), FAULTS, ids=lambda value: getattr(value, "__name__", ""))
def test_every_fault_is_told_in_words_and_the_next_question_answered(
    workspace: Workspace, fault: Callable[[Any], None], told: str, protocol: str
) -> None:
    with failing() as server, serving(workspace, MAKERS[protocol](server.url)) as http:
        server.fail = fault
        last = ask(http)
        assert last.name == "error"
        assert told in last.data["detail"]
        assert last.data["code"] in {"model_request", "model_missing"}
        assert last.data["hint"]
        assert "Traceback" not in str(last.data)
        expect_same_without_a_stream(http, server, told)
        server.fail = None
        assert "16 weeks" in ask(http).data["answer"]


def expect_same_without_a_stream(http: httpx.Client, server: Failing, told: str) -> None:
    response = http.post("/v1/answers", json={"question": QUESTION})
    assert response.status_code in {502, 503}, response.text
    assert told in response.json()["detail"]


def test_a_model_server_that_is_away_is_told_and_answers_when_it_is_back(workspace: Workspace) -> None:
    with failing() as first:
        port = first.server_port
    with serving(workspace, OpenAIGenerator("tiny", f"http://127.0.0.1:{port}/v1")) as http:
        assert "can't be reached" in ask(http).data["detail"]
        with failing(port):
            assert "16 weeks" in ask(http).data["answer"]


class Struck(EmbeddedGenerator):
    """The embedded model, struck by a signal when it has said its first piece of an answer that is long."""

    strike: signal.Signals | None = None

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",
    ) -> TextStream:
        """The pieces; what strikes does so once."""
        sig, self.strike = self.strike, None
        for piece in super().generate(messages, max_tokens=50_000 if sig else 8, schema=schema, scope=scope):
            if sig:
                assert self.pid is not None
                os.kill(self.pid, sig)
                sig = None
            yield piece


@pytest.fixture
def embedded(tmp_path: Path) -> Struck:
    path = write_tiny_gguf(tmp_path / "tiny.gguf")
    return Struck(str(path), tmp_path, context_length=65536, start_timeout=60, timeout=3)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sig", "told"), [(signal.SIGKILL, "broke off"), (signal.SIGSTOP, "in time")], ids=["killed", "hung"]
)
def test_the_embedded_model_is_started_again_when_it_is_killed_or_hangs(
    workspace: Workspace, embedded: Struck, sig: signal.Signals, told: str
) -> None:
    with serving(workspace, embedded) as http:
        assert ask(http).name == "done"
        before = embedded.pid
        embedded.strike = sig
        last = ask(http)
        assert last.name == "error"
        assert told in last.data["detail"]
        assert last.data["hint"]
        assert ask(http).name == "done"
        assert embedded.pid not in {before, None}
