import numpy as np

from trag.protocols import Vectors
from trag.retrieval.duplicates import without_duplicates
from trag.types import Chunk, ScoredChunk

VECTOR: Vectors = np.array([1.0, 0.0], np.float32)


def passage(name: str, text: str, heading: str = "Leave") -> ScoredChunk:
    return ScoredChunk(Chunk(name, name, f"{name}.md", text, (heading,)), 1.0)


def kept(*found: ScoredChunk, alike: bool = False) -> list[str]:
    vectors = {scored.chunk.id: VECTOR for scored in found} if alike else {}
    return [scored.chunk.id for scored in without_duplicates(found, vectors)]


def test_a_copy_in_another_file_is_left_out_and_the_better_one_stays() -> None:
    assert kept(passage("a", "Leave is 16 weeks."), passage("b", "Leave  is 16 weeks")) == ["a"]


def test_the_same_words_under_another_heading_say_something_else() -> None:
    member, reviewer = passage("a", "Three months.", "Member"), passage("b", "Three months.", "Reviewer")
    assert kept(member, reviewer) == ["a", "b"]


def test_nearly_the_same_text_is_left_out_when_it_adds_no_number_and_no_name() -> None:
    long, short = passage("a", "Paid leave is 16 weeks for all."), passage("b", "Leave is 16 weeks for all.")
    assert kept(long, short, alike=True) == ["a"]
    assert kept(long, short) == ["a", "b"]


def test_nearly_the_same_text_with_another_number_or_name_stays() -> None:
    old, new = passage("a", "In 2023 Ana led it."), passage("b", "In 2024 Ana led it.")
    other = passage("c", "In 2023 Ben led it.")
    assert kept(old, new, other, alike=True) == ["a", "b", "c"]
