from trag.citations import quoted
from trag.context import build_context
from trag.types import Chunk, Context, ScoredChunk


def words(text: str) -> int:
    return len(text.split())


def passage(position: int, text: str, heading: str = "Leave") -> ScoredChunk:
    chunk = Chunk(f"c{position}", "d", "a.md", text, (heading,), position=position)
    return ScoredChunk(chunk, 1.0)


def made(*found: ScoredChunk, budget: int = 200, question: str = "") -> Context:
    return build_context((), found, budget=budget, count_tokens=words, question=question)


def test_neighbours_of_one_section_are_one_source_in_reading_order() -> None:
    context = made(passage(5, "It is paid."), passage(9, "Forms are blue."), passage(4, "Leave is 16 weeks."))
    assert [source.quote for source in context.sources] == [
        "Leave is 16 weeks.\nIt is paid.",
        "Forms are blue.",
    ]
    assert context.sources[0].passages == (("c4", 0), ("c5", 19))


def test_a_source_of_neighbours_is_cited_at_the_passage_that_says_it() -> None:
    source = made(passage(5, "It is paid in full."), passage(4, "Leave is 16 weeks.")).sources[0]
    assert source.chunk_id == "c5"
    assert quoted(source, "Leave is 16 weeks.").chunk_id == "c4"
    assert quoted(source, "It is paid in full.").chunk_id == "c5"


def test_a_passage_between_two_joins_all_three() -> None:
    context = made(passage(1, "One."), passage(3, "Three."), passage(2, "Two."))
    assert [source.quote for source in context.sources] == ["One.\nTwo.\nThree."]


def test_passages_of_two_sections_stay_apart() -> None:
    assert len(made(passage(1, "One.", "A"), passage(2, "Two.", "B")).sources) == 2


def test_no_more_than_three_are_joined() -> None:
    context = made(*(passage(n, f"Number {n}.") for n in range(6)))
    assert [len(source.passages) for source in context.sources] == [3, 3]


def test_a_header_row_is_said_once() -> None:
    first, second = passage(1, "| A | B |\n| 1 | 2 |"), passage(2, "| A | B |\n| 3 | 4 |")
    assert made(first, second).sources[0].quote == "| A | B |\n| 1 | 2 |\n| 3 | 4 |"


def test_a_passage_too_long_is_cut_to_what_was_asked_and_cited_with_what_stands_there() -> None:
    text = "Leave is 16 weeks. " + "Forms are blue. " * 40 + "Leave is paid."
    source = made(passage(1, text), budget=60, question="Is leave paid?").sources[0]
    assert source.quote == "Leave is 16 weeks.\n...\nLeave is paid."
    assert quoted(source, "Leave of 16 weeks is paid.").quote in text
