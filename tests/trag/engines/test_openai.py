import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.engines.model_servers import closed_port, running_openai
from tests.engines.tiny_gguf import write_tiny_gguf
from trag.engines.llama_server import LlamaServer
from trag.engines.openai import OpenAIGenerator
from trag.errors import ModelMissingError, ModelRequestError
from trag.types import Message

QUESTION = (Message("user", "Who heads the office?"),)
WORD = {"choices": [{"index": 0, "delta": {"content": "Amina"}, "finish_reason": None}]}
END = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OpenAIGenerator, LlamaServer]]:
    gguf = write_tiny_gguf(tmp_path_factory.mktemp("openai") / "tiny.gguf")
    with running_openai(gguf, context_length=2048) as pair:
        yield pair


def _answer(generator: OpenAIGenerator) -> str:
    return "".join(generator.generate(QUESTION, max_tokens=5))


def test_without_a_name_it_takes_the_only_model_there_is(
    running: tuple[OpenAIGenerator, LlamaServer],
) -> None:
    running[0].warm_up()
    assert running[0].model.endswith("tiny.gguf")


def test_another_models_name_is_refused_with_the_names_there_are(
    running: tuple[OpenAIGenerator, LlamaServer],
) -> None:
    address = running[1].start()
    other = OpenAIGenerator("gpt", f"{address.url}/v1", address.key)
    with _closing(other), pytest.raises(ModelMissingError, match=r"'gpt'; it has: .*tiny\.gguf"):
        other.warm_up()


def test_a_wrong_key_is_told(running: tuple[OpenAIGenerator, LlamaServer]) -> None:
    other = OpenAIGenerator("tiny", f"{running[1].start().url}/v1", "wrong")
    with _closing(other), pytest.raises(ModelRequestError, match=r"401(.|\n)*openai_key"):
        _answer(other)


def test_a_wrong_path_is_told(running: tuple[OpenAIGenerator, LlamaServer]) -> None:
    address = running[1].start()
    other = OpenAIGenerator("tiny", f"{address.url}/nowhere", address.key)
    with _closing(other), pytest.raises(ModelMissingError, match="/v1"):
        _answer(other)


def test_a_prompt_that_is_too_long_is_told(running: tuple[OpenAIGenerator, LlamaServer]) -> None:
    with pytest.raises(ModelRequestError, match="too long"):
        list(running[0].generate([Message("user", "word " * 3000)], max_tokens=5))


def test_a_server_that_is_not_there_is_told() -> None:
    with _closing(OpenAIGenerator("tiny", f"http://127.0.0.1:{closed_port()}/v1")) as generator:
        for ask in (generator.warm_up, lambda: _answer(generator)):
            with pytest.raises(ModelRequestError, match=r"can't be reached(.|\n)*running"):
                ask()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([END], "empty answer"),
        ([WORD], "broke off"),
        ([WORD, {"error": {"message": "out of memory", "code": 500}}], "out of memory"),
        ([WORD, "not JSON"], "broke off"),
    ],
)
def test_an_answer_that_is_no_whole_answer_is_told(lines: list[object], told: str) -> None:
    with (
        _scripted(lines) as url,
        _closing(OpenAIGenerator("tiny", url)) as generator,
        pytest.raises(ModelRequestError, match=told),
    ):
        _answer(generator)


def test_a_server_without_a_list_of_models_will_do() -> None:
    with _scripted([WORD, END]) as url, _closing(OpenAIGenerator("tiny", url)) as generator:
        generator.warm_up()
        assert _answer(generator) == "Amina"


def test_a_proxy_in_the_environment_does_not_see_this_machine(
    running: tuple[OpenAIGenerator, LlamaServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    address = running[1].start()
    with _closing(OpenAIGenerator("", f"{address.url}/v1", address.key)) as generator:
        assert _answer(generator)


@contextmanager
def _closing(generator: OpenAIGenerator) -> Iterator[OpenAIGenerator]:
    yield generator
    generator.close()


@contextmanager
def _scripted(lines: list[object]) -> Iterator[str]:
    """A server that answers every chat with these lines, and knows nothing else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(404)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for line in lines:
                text = line if isinstance(line, str) else json.dumps(line)
                self.wfile.write(f"data: {text}\n\n".encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
