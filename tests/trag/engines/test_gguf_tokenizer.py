import random
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.engines.tiny_gguf import write_tiny_gguf
from trag.engines.gguf_header import read_metadata
from trag.engines.gguf_tokenizer import estimate_tokens, load_tokenizer, tokenizer_from
from trag.engines.llama_cpp import EmbeddedGenerator
from trag.engines.llama_server import LlamaServer

TEXTS = [
    "",
    "Hello",
    "  a  b\n\n c\t\t d\r\n\r\n  ",
    "naïve café — “quoted” … 東京都の人口は1,234人です",
    "I'LL we're DON'T it's O'Neill's 'tis",
    "<|im_end|> hi <|im_start|>system <|endoftext|>",
    "def f(x):\n    return x**2  # ok\n\n\nclass A: ...",
    "emoji \N{FAMILY} \N{PILE OF POO}\ufe0f \U0001f1f0\U0001f1ea x",
    "A\u030angstro\u0308m and Ångström",
    "\u05d0 \u05d1 العربية 123 ١٢٣ नमस्ते",
    "1. one\n2. two\n - three\n\t* four [12] (3)",
    "a\u00a0b\u2003c\u200bd\ufeff",
    "x" * 300,
    "Amina Otieno heads the Nairobi Sub-Office (NSO); tel. +254 20 555-0199, ext. 12/4.",
    "the then this is in 12 112 thethe",
]


@pytest.fixture(scope="module", params=["qwen2", "smollm", "gpt-2"])
def tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tokenizer")
    return write_tiny_gguf(folder / "tiny.gguf", pre=request.param)


@pytest.fixture(scope="module")
def server(tiny: Path) -> Iterator[httpx.Client]:
    yield from _client(LlamaServer(tiny, context_length=2048, threads=1))


def _client(server: LlamaServer) -> Iterator[httpx.Client]:
    address = server.start()
    key = {"Authorization": f"Bearer {address.key}"}
    with httpx.Client(base_url=address.url, headers=key, trust_env=False) as client:
        yield client
    server.close()


def _servers_tokens(client: httpx.Client, text: str) -> list[int]:
    return list(client.post("/tokenize", json={"content": text}).raise_for_status().json()["tokens"])


def _random_texts(count: int) -> list[str]:
    dice = random.Random(7)  # noqa: S311  the same texts every time
    letters = "aeinst  \n\t'\u2019.,-(12)ÄéßЖ東京\u05d0\u0301\u200d\U0001f600\u00a0THE"
    return ["".join(dice.choices(letters, k=dice.randint(1, 60))) for _ in range(count)]


def test_it_counts_exactly_as_the_server_does(tiny: Path, server: httpx.Client, tmp_path: Path) -> None:
    tokenizer = load_tokenizer(tiny, tmp_path / "cache.json")
    assert tokenizer is not None
    for text in [*TEXTS, *_random_texts(300)]:
        assert tokenizer.encode(text, add_special_tokens=False).ids == _servers_tokens(server, text), text


@pytest.mark.model
def test_it_counts_exactly_as_the_server_does_on_the_default_model(
    default_generator: EmbeddedGenerator,
) -> None:
    address = default_generator._server.start()  # type: ignore[union-attr]
    key = {"Authorization": f"Bearer {address.key}"}
    with httpx.Client(base_url=address.url, headers=key, trust_env=False) as client:
        for text in [*TEXTS, *_random_texts(300)]:
            assert default_generator.count_tokens(text) == len(_servers_tokens(client, text)), text


def test_the_cache_is_used_and_a_broken_one_replaced(tiny: Path, tmp_path: Path) -> None:
    cache = tmp_path / "tokenizers" / "tiny.json"
    load_tokenizer(tiny, cache)
    made = cache.read_text()
    assert load_tokenizer(Path("not needed"), cache) is not None
    cache.write_text("{")
    assert load_tokenizer(tiny, cache) is not None
    assert cache.read_text() == made


def test_an_unknown_kind_is_estimated(tmp_path: Path) -> None:
    path = write_tiny_gguf(tmp_path / "tiny.gguf", pre="llama-bpe")
    assert tokenizer_from(read_metadata(path)) is None
    text = "Amina Otieno heads the office."
    assert EmbeddedGenerator(str(path), tmp_path).count_tokens(text) == estimate_tokens(text)


@pytest.mark.model
def test_the_estimate_is_rarely_too_low_for_running_text(default_generator: EmbeddedGenerator) -> None:
    prose = [text for text in TEXTS if len(text) > 60]
    for text in [*prose, "Rate 142.50, 1,234 and 98.7 in 2024.\n" * 20, "Der Prüfungsausschuss tagt. " * 20]:
        assert estimate_tokens(text) >= 0.8 * default_generator.count_tokens(text), text
