import os
import signal
from collections.abc import Iterator

import pytest

from tests.engines.model_servers import REAL_OLLAMA, RunningOllama, closed_port, running_ollama
from tests.engines.tiny_gguf import write_tiny_gguf
from trag.engines.ollama import OllamaGenerator, find_ollama, refuse_unsafe
from trag.errors import ModelMissingError, ModelRequestError
from trag.types import Message

QUESTION = (Message("user", "Who heads the office?"),)
ours_only = pytest.mark.skipif(bool(REAL_OLLAMA), reason="needs the test server")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOllama]:
    with running_ollama(write_tiny_gguf(tmp_path_factory.mktemp("ollama") / "tiny.gguf")) as server:
        yield server


def test_a_model_that_is_not_there_comes_with_the_line_that_gets_it(server: RunningOllama) -> None:
    generator = server.generator(model="no-such-model")
    with pytest.raises(ModelMissingError, match=r"ollama pull no-such-model"):
        list(generator.generate(QUESTION, max_tokens=5))
    generator.close()


def test_a_model_removed_after_the_start_is_told(server: RunningOllama) -> None:
    generator = server.generator()
    generator.warm_up()
    generator._model = "gone"
    with pytest.raises(ModelMissingError, match=r"ollama pull gone"):
        list(generator.generate(QUESTION, max_tokens=5))
    generator.close()


@ours_only
def test_without_a_name_it_takes_the_only_model_there_is(server: RunningOllama) -> None:
    generator = OllamaGenerator("", server.url, allow_unreleased=True)
    generator.warm_up()
    assert generator.model == "tiny:latest"
    generator.close()


def test_a_prompt_longer_than_the_context_is_refused_and_not_cut(server: RunningOllama) -> None:
    generator = server.generator(context_length=1024)
    with pytest.raises(ModelRequestError, match="too long"):
        list(generator.generate([Message("user", "word " * 3000)], max_tokens=5))
    generator.close()


def test_its_models_are_found(server: RunningOllama) -> None:
    assert any(name.startswith(server.model) for name in find_ollama(server.url) or [])


def test_nothing_is_found_where_nothing_listens() -> None:
    assert find_ollama(f"http://127.0.0.1:{closed_port()}") is None
    assert find_ollama("no address") is None


def test_a_server_that_is_not_there_is_told() -> None:
    generator = OllamaGenerator("tiny", f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(ModelRequestError, match=r"can't be reached(.|\n)*ollama serve"):
        generator.warm_up()


@pytest.mark.parametrize("version", ["0.17.1", "0.34.0", "1.0.0", "v0.18.0-rc1"])
def test_safe_versions_are_taken(version: str) -> None:
    refuse_unsafe("http://x", version)


@pytest.mark.parametrize("version", ["0.17.0", "0.5.13", "0.3.0-rc2"])
def test_versions_with_a_known_hole_are_refused(version: str) -> None:
    for allow in (False, True):
        with pytest.raises(ModelRequestError, match=r"CVE-2026-7482"):
            refuse_unsafe("http://x", version, allow_unreleased=allow)


@pytest.mark.parametrize("version", ["0.0.0", "0.0.0-test", "", "main"])
def test_builds_without_a_number_are_taken_only_if_allowed(version: str) -> None:
    refuse_unsafe("http://x", version, allow_unreleased=True)
    with pytest.raises(ModelRequestError, match="age can't be told"):
        refuse_unsafe("http://x", version)


@ours_only
def test_an_unsafe_server_gets_no_question(server: RunningOllama) -> None:
    strict = OllamaGenerator("tiny", server.url)
    for _ in range(2):
        with pytest.raises(ModelRequestError, match="age can't be told"):
            list(strict.generate(QUESTION, max_tokens=5))
    strict.close()


@ours_only
def test_a_server_that_dies_during_an_answer_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running_ollama(write_tiny_gguf(tmp_path_factory.mktemp("dies") / "tiny.gguf")) as server:
        generator = server.generator()
        answer = generator.generate(QUESTION, max_tokens=50_000)
        next(answer)
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        with pytest.raises(ModelRequestError, match="broke off"):
            list(answer)
        generator.close()
