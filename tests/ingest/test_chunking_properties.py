from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Block, ParsedDocument
from ingest.chunking import chunk

WORD = st.one_of(
    st.text(alphabet="abcdeABC.:;!?-'", min_size=1, max_size=12),
    st.text(alphabet="資料管理ßéñ徐🎓", min_size=1, max_size=60),
    st.just("x" * 400),
    st.sampled_from(["e.g.", "5.1", "Yes.", "now:", "https://example.org/a?b=c"]),
)
SENTENCE = st.lists(WORD, min_size=1, max_size=30).map(" ".join)
PAGE = st.sampled_from([None, 1, 2])
ITEM = st.tuples(st.sampled_from(["- ", "1. ", "  - ", "    - "]), SENTENCE).map("".join)
ROW = st.lists(WORD, min_size=1, max_size=4).map(lambda cells: f"| {' | '.join(cells)} |")
BLOCK = st.one_of(
    st.builds(Block, SENTENCE, st.just("heading"), st.integers(1, 6), PAGE),
    st.builds(Block, st.lists(SENTENCE, min_size=1, max_size=5).map("\n".join), st.just("text"), page=PAGE),
    st.builds(Block, st.lists(ITEM, min_size=1, max_size=9).map("\n".join), st.just("list"), page=PAGE),
    st.builds(Block, st.lists(ROW, min_size=1, max_size=20).map("\n".join), st.just("table"), page=PAGE),
)
DOCUMENT = st.builds(
    ParsedDocument, SENTENCE, st.just("md"), st.lists(BLOCK, min_size=1, max_size=8).map(tuple)
)
COUNTERS: dict[str, Callable[[str], int]] = {
    "words": lambda text: len(text.split()),
    "letters": lambda text: (len(text) + 3) // 4,
}


def signs(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("counter", COUNTERS)
@settings(max_examples=40, deadline=None)
@given(document=DOCUMENT)
def test_every_sign_of_every_block_is_in_a_passage(counter: str, document: ParsedDocument) -> None:
    made = chunk(document, document_id="d", file="f", count_tokens=COUNTERS[counter], target=40, limit=90)
    covered = set[int]()
    for passage in made:
        covered.update(range(passage.start, passage.end))
    told = {text for passage in made for text in passage.heading}
    for start, block in document.placed():
        missing = [n for n in range(start, start + len(block.text)) if n not in covered]
        assert block.text in told or not signs("".join(document.text[n] for n in missing))


@pytest.mark.parametrize("counter", COUNTERS)
@settings(max_examples=40, deadline=None)
@given(document=DOCUMENT)
def test_no_passage_is_over_the_limit_with_its_headings(counter: str, document: ParsedDocument) -> None:
    count = COUNTERS[counter]
    made = chunk(document, document_id="d", file="f", count_tokens=count, target=40, limit=90)
    # A line break between two parts may cost a token of its own with a counter of letters.
    assert max(count(passage.embedded_text) for passage in made) <= 90 + 10 * (counter == "letters")


@settings(max_examples=40, deadline=None)
@given(document=DOCUMENT)
def test_places_are_exact_and_ids_unique_and_stable(document: ParsedDocument) -> None:
    def made_once() -> list[tuple[str, int, int]]:
        made = chunk(document, document_id="d", file="f", count_tokens=COUNTERS["words"], target=40, limit=90)
        assert all(passage.text.endswith(document.text[passage.start : passage.end]) for passage in made)
        assert [passage.position for passage in made] == list(range(len(made)))
        return [(passage.id, passage.start, passage.end) for passage in made]

    places = made_once()
    assert places == made_once()
    assert len({chunk_id for chunk_id, _, _ in places}) == len(places)
    assert all(0 <= start < end <= len(document.text) for _, start, end in places)
    assert [start for _, start, _ in places] == sorted(start for _, start, _ in places)
