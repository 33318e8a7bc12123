import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Block, ParsedDocument
from ingest.chunking import LIMIT, chunk
from ingest.pieces import load_splitter
from trag.types import Chunk


def words(text: str) -> int:
    return len(text.replace("|", " ").split())


def chunks_of(*blocks: Block, target: int = 20, limit: int = 60, title: str = "Guide") -> list[Chunk]:
    document = ParsedDocument(title, "md", blocks)
    return chunk(document, document_id="d", file="a.md", count_tokens=words, target=target, limit=limit)


def heading(text: str, level: int = 2) -> Block:
    return Block(text, "heading", level)


def text(prose: str, page: int | None = None) -> Block:
    return Block(prose, "text", page=page)


def test_a_passage_knows_the_headings_above_it() -> None:
    made = chunks_of(heading("Guide", 1), heading("Leave"), heading("Parental", 3), text("It is 16 weeks."))
    assert [(c.heading, c.text) for c in made] == [(("Guide", "Leave", "Parental"), "It is 16 weeks.")]


def test_the_title_stands_first_when_it_is_no_heading() -> None:
    assert chunks_of(heading("Leave"), text("It is 16 weeks."))[0].heading == ("Guide", "Leave")


def test_small_paragraphs_of_a_section_share_a_passage_but_never_across_a_heading() -> None:
    made = chunks_of(heading("A"), text("One two."), text("Three four."), heading("B"), text("Five."))
    assert [c.text for c in made] == ["One two.\n\nThree four.", "Five."]


def test_a_heading_with_nothing_below_is_kept() -> None:
    made = chunks_of(heading("A"), heading("B"), text("Five."))
    assert [(c.heading, c.text) for c in made] == [(("Guide", "A"), "A"), (("Guide", "B"), "Five.")]


def test_a_long_table_repeats_its_header() -> None:
    rows = "\n".join(f"| item {n} | {n} dollars |" for n in range(30))
    made = chunks_of(Block("| Name | Price |\n" + rows, "table"))
    assert len(made) > 3
    assert all(c.text.startswith("| Name | Price |\n") for c in made)
    assert sum(c.text.count("dollars") for c in made) == 30


def test_a_split_list_repeats_its_lead_in() -> None:
    items = "\n".join(f"- item number {n} of many" for n in range(12))
    made = chunks_of(text("You need these:"), Block(items, "list"))
    assert len(made) > 1
    assert all(c.text.startswith("You need these:") for c in made)


def test_a_list_stays_with_its_lead_in_where_it_fits() -> None:
    made = chunks_of(text("You need these:"), Block("- a pen\n- a form", "list"))
    assert [c.text for c in made] == ["You need these:\n\n- a pen\n- a form"]


def test_pages_are_not_mixed() -> None:
    made = chunks_of(text("One.", page=1), text("Two.", page=2))
    assert [(c.page, c.text) for c in made] == [(1, "One."), (2, "Two.")]


def test_a_long_paragraph_is_cut_between_sentences_by_llama_index(monkeypatch: pytest.MonkeyPatch) -> None:
    from llama_index.core.node_parser import SentenceSplitter

    asked: list[str] = []
    split = SentenceSplitter.split_text

    def listening(self: SentenceSplitter, prose: str) -> list[str]:
        asked.append(prose)
        return split(self, prose)

    monkeypatch.setattr(SentenceSplitter, "split_text", listening)
    prose = " ".join(f"Sentence number {n} has six words." for n in range(12))
    made = chunks_of(text(prose))
    assert asked == [prose]
    assert all(c.text.endswith(".") for c in made)


def test_an_edit_changes_the_ids_of_its_own_section_only() -> None:
    before = chunks_of(heading("A"), text("One."), heading("B"), text("Two."))
    after = chunks_of(heading("A"), text("One and a half."), heading("B"), text("Two."))
    assert [x.id == y.id for x, y in zip(before, after, strict=True)] == [False, True]


def test_the_same_text_twice_has_two_ids() -> None:
    made = chunks_of(heading("A"), text("Same."), heading("A"), text("Same."))
    assert len({c.id for c in made}) == 2


WORD = st.text(alphabet="abcdefgh", min_size=1, max_size=9)
SENTENCE = st.lists(WORD, min_size=1, max_size=40).map(lambda found: " ".join(found) + ".")
BLOCK = st.one_of(
    st.builds(heading, SENTENCE, st.integers(1, 6)),
    st.builds(text, st.lists(SENTENCE, min_size=1, max_size=6).map(" ".join), st.sampled_from([None, 1, 2])),
    st.lists(SENTENCE, min_size=1, max_size=9).map(
        lambda items: Block("\n".join(f"- {i}" for i in items), "list")
    ),
    st.lists(st.lists(WORD, min_size=2, max_size=2), min_size=1, max_size=30).map(
        lambda rows: Block("\n".join(f"| {' | '.join(row)} |" for row in rows), "table")
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=8))
def test_nothing_is_lost_nothing_too_long_and_places_are_exact(blocks: list[Block]) -> None:
    document = ParsedDocument("Guide", "md", tuple(blocks))
    made = chunk(document, document_id="d", file="a.md", count_tokens=words, target=30, limit=80)
    held = set(" ".join(" ".join((*c.heading, c.text)) for c in made).split())
    wanted = {word for block in blocks if block.kind != "heading" for word in block.text.split()}
    assert wanted <= held
    assert all(words(c.embedded_text) <= 80 + len(c.heading) for c in made)
    assert len({c.id for c in made}) == len(made)
    assert [c.position for c in made] == list(range(len(made)))
    assert all(c.text.endswith(document.text[c.start : c.end]) for c in made)
    assert [c.start for c in made] == sorted(c.start for c in made)


def test_a_sentence_without_end_is_cut_all_the_same() -> None:
    made = chunks_of(text("word " * 500), target=20, limit=60)
    assert all(words(c.text) <= 60 for c in made)


def test_a_heading_of_a_page_leaves_room_for_its_text_and_is_told_as_text() -> None:
    made = chunks_of(heading("word " * 300), text("It is 16 weeks."), limit=LIMIT)
    assert words(" ".join(made[-1].heading)) <= 70
    assert made[-1].text.endswith("It is 16 weeks.")
    assert sum(c.text.count("word") for c in made) == 300


def test_a_nested_item_is_not_parted_from_the_items_above_it() -> None:
    items = "- of a sponsor:\n" + "\n".join(f"  - rule number {n} of many" for n in range(9))
    made = chunks_of(Block(items, "list"))
    assert len(made) > 1
    assert all(c.text.startswith("- of a sponsor:\n  - rule") for c in made)


def test_only_the_last_sentence_of_a_paragraph_leads_to_a_list() -> None:
    prose = "This rule holds for 1.5 years in all the offices of the firm. You need these:"
    items = "\n".join(f"- item number {n} of many" for n in range(12))
    made = chunks_of(text(prose), Block(items, "list"))
    assert made[0].text.startswith("This rule")
    assert [c.text.startswith("You need these:\n") for c in made[1:]] == [True] * len(made[1:])


def test_a_table_little_over_the_target_stays_whole() -> None:
    table = "| Name | Price |\n" + "\n".join(f"| item {n} | {n} |" for n in range(8))
    assert [c.text for c in chunks_of(Block(table, "table"))] == [table]


def test_the_splitter_is_loaded_in_the_background_once() -> None:
    load_splitter.cache_clear()
    before = set(threading.enumerate())
    load_splitter()
    load_splitter()
    started = [thread for thread in threading.enumerate() if thread not in before]
    assert len(started) <= 1
    for thread in started:
        thread.join()
    assert "nltk" in sys.modules
