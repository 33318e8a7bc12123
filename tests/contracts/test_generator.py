"""What every Generator keeps to, fake and real alike."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from tests.engines.model_servers import running_ollama, running_openai
from tests.engines.tiny_gguf import write_tiny_gguf
from trag.engines.fakes import FakeGenerator
from trag.engines.llama_cpp import EmbeddedGenerator
from trag.protocols import Generator
from trag.types import Message

STORY = (Message("system", "You tell stories."), Message("user", "[1] A whale met the sea and liked it."))
SCHEMA = {
    "type": "object",
    "properties": {"head": {"type": "string", "maxLength": 8}, "told": {"type": "boolean"}},
    "required": ["head", "told"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module", params=["fake", "embedded", "openai", "ollama"])
def generator(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Generator]:
    folder = tmp_path_factory.mktemp("models")
    if request.param == "fake":
        yield FakeGenerator()
        return
    gguf = write_tiny_gguf(folder / "tiny.gguf")
    if request.param == "embedded":
        embedded = EmbeddedGenerator(str(gguf), folder, context_length=65536)
        yield embedded
        embedded.close()
    elif request.param == "openai":
        with running_openai(gguf) as (openai, _):
            yield openai
    else:
        with running_ollama(gguf) as server:
            ollama = server.generator()
            yield ollama
            ollama.close()


def test_it_streams_pieces_of_text(generator: Generator) -> None:
    pieces = list(generator.generate(STORY, max_tokens=8))
    assert len(pieces) > 1
    assert all(pieces)


def test_it_stops_at_max_tokens(generator: Generator) -> None:
    short = "".join(generator.generate(STORY, max_tokens=3))
    long = "".join(generator.generate(STORY, max_tokens=6))
    assert len(short) < len(long)
    assert len(list(generator.generate(STORY, max_tokens=3))) <= 3


def test_the_same_question_gets_the_same_answer(generator: Generator) -> None:
    first, second = (list(generator.generate(STORY, max_tokens=20)) for _ in range(2))
    assert "".join(first) == "".join(second)


def test_the_answer_follows_a_schema(generator: Generator) -> None:
    answer = "".join(generator.generate(STORY, max_tokens=200, schema=SCHEMA))
    jsonschema.validate(json.loads(answer), SCHEMA)


def test_closing_the_iterator_stops_the_model(generator: Generator) -> None:
    endless = generator.generate(STORY, max_tokens=50_000)
    assert next(endless)
    endless.close()
    started = time.monotonic()
    assert list(generator.generate(STORY, max_tokens=3))
    assert time.monotonic() - started < 60


def test_warming_up_twice_is_fine(generator: Generator) -> None:
    generator.warm_up()
    generator.warm_up()
    assert generator.model


def test_it_tells_how_much_it_can_hold(generator: Generator) -> None:
    assert generator.context_length >= 1024


def test_more_text_is_never_fewer_tokens(generator: Generator) -> None:
    words = "Die Prüfstelle (Audit) zählt 1,234 Fälle — 東京都、Наиро́би\n\n".split(" ")
    counts = [generator.count_tokens(" ".join(words[:n])) for n in range(len(words) + 1)]
    assert counts[0] == 0
    assert counts == sorted(counts)
    assert counts[-1] > len(words)


def test_it_answers_after_close_and_closing_twice_is_fine(generator: Generator) -> None:
    generator.close()
    generator.close()
    assert list(generator.generate(STORY, max_tokens=3))


def test_the_model_file_is_needed_only_when_asked(tmp_path: Path) -> None:
    assert EmbeddedGenerator("no-such.gguf", tmp_path).model == "no-such"
