from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.tiny_gguf import write_tiny_gguf
from trag.context import build_context
from trag.context.meter import Meter, is_surely_over
from trag.engines.gguf_tokenizer import estimate_tokens
from trag.engines.llama_cpp import EmbeddedGenerator
from trag.tree.listing import list_fact
from trag.types import Chunk, Fact, ScoredChunk

# Beginnings and endings at which tokenizers differ: signs, white space, digits, other scripts.
PIECES = [
    "Leave is long.", "?!", '."', "...", "|---|", "*/", "=>", "\n", "\n\n", "  ", "\t", "12", "[3]", "a",
    "<|im_end|>", "é", "東京", "\u05d0", "\U0001f600", "- b", "{", "};", "'s", "\u00a0", "\r\n", "_", "::",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)


@pytest.fixture(scope="module", params=["qwen2", "smollm", "gpt-2", "default", "estimate"])
def count_tokens(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], int]:
    if request.param == "estimate":
        return estimate_tokens
    folder = tmp_path_factory.mktemp("models")
    if request.param == "default":
        return EmbeddedGenerator("", folder).count_tokens
    return EmbeddedGenerator(
        str(write_tiny_gguf(folder / "tiny.gguf", pre=request.param)), folder
    ).count_tokens


@settings(deadline=None, max_examples=100)
@given(st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=9), st.integers(200, 900))
def test_a_context_never_has_more_tokens_than_it_says_nor_than_its_budget(
    count_tokens: Callable[[str], int], facts: list[str], passages: list[str], budget: int
) -> None:
    chunks = [
        # Every second one is the neighbour of the one before.
        ScoredChunk(Chunk(f"c{n}", "d", "a b.md", text, ("A:", text), position=n + n // 2), 1.0)
        for n, text in enumerate(passages)
    ]
    context = build_context(
        [Fact(fact) for fact in facts], chunks, budget=budget, count_tokens=count_tokens, question="leave"
    )
    assert count_tokens(context.text) <= context.tokens
    assert context.tokens <= budget or len(context.facts) == 1


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 200), st.integers(200, 900))
def test_a_list_alone_keeps_to_the_budget(
    count_tokens: Callable[[str], int], items: int, budget: int
) -> None:
    fact = list_fact("It has", [f"Unit {number}" for number in range(items)], ())
    context = build_context([fact], [], budget=budget, count_tokens=count_tokens)
    assert count_tokens(context.text) <= context.tokens <= budget


@given(TEXTS, st.integers(-3, 12))
def test_what_is_surely_over_has_more_words_than_room(text: str, room: int) -> None:
    assert is_surely_over(text, room) == (len(text.split()) > room)


def test_no_text_is_counted_twice_for_one_context() -> None:
    counted: list[str] = []

    def count(text: str) -> int:
        counted.append(text)
        return len(text.split())

    chunks = [
        ScoredChunk(Chunk(f"c{n}", "d", "a.md", f"Leave {n} is long.", position=2 * n), 1.0)
        for n in range(60)
    ]
    build_context(
        [list_fact("A has", ["B", "C"], ())], chunks, budget=100, count_tokens=count, question="leave"
    )
    assert len(counted) == len(set(counted))


def test_what_cannot_fit_is_not_counted() -> None:
    counted: list[str] = []

    def count(text: str) -> int:
        counted.append(text)
        return len(text.split())

    long = [
        ScoredChunk(Chunk(f"c{n}", "d", "a.md", "word " * (90 + n), position=2 * n), 1.0) for n in range(24)
    ]
    assert build_context([], long, budget=50, count_tokens=count, question="leave").sources == ()
    assert not any("word" in text for text in counted)


def test_the_parts_of_a_source_are_all_of_it() -> None:
    meter = Meter(lambda text: len(text.split()))
    source = build_context([], [ScoredChunk(Chunk("c", "d", "a.md", "One two.", ("H",)), 1.0)], budget=99,
                           count_tokens=lambda text: len(text.split())).sources[0]  # fmt: skip
    assert meter.source(source) == len("[1] a.md > H One two.".split())
