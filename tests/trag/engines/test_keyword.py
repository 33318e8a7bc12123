import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from trag.catalog.catalog import Catalog, Revision
from trag.engines.keyword import Fts5KeywordIndex, search_words
from trag.engines.keyword_classes import WORDS
from trag.types import Chunk, Document

PASSAGES, VOCABULARY, K = 300, 60, 10
ALL = 10**9


def put(catalog: Catalog, document_id: str, texts: list[str]) -> None:
    file = f"{document_id}.md"
    document = Document(document_id, file, document_id, "md", len(texts), 1, "2026-01-01T00:00:00+00:00")
    chunks = [
        Chunk(f"{document_id}-{place}", document_id, file, text, position=place)
        for place, text in enumerate(texts)
    ]
    catalog.put_document(Revision(document, "/f", document_id), chunks)


def frequent_and_rare_words(seed: int) -> list[str]:
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    shares = list(accumulate(1 / (rank + 1) for rank in range(VOCABULARY)))
    return [" ".join(dice.choices(NAMES, cum_weights=shares, k=dice.randint(5, 25))) for _ in range(PASSAGES)]


NAMES = [f"w{rank}" for rank in range(VOCABULARY)]
TEXTS = frequent_and_rare_words(seed=1)
COUNTS = {name: sum(name in text.split() for text in TEXTS) for name in NAMES}


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    made = Catalog(tmp_path_factory.mktemp("keyword") / "catalog.sqlite")
    put(made, "d", TEXTS)
    yield made
    made.close()


def held(chunk_id: str) -> set[str]:
    return set(TEXTS[int(chunk_id.removeprefix("d-"))].split())


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True), st.integers(1, 120))
def test_whatever_holds_a_rare_word_stands_where_the_whole_search_puts_it(
    catalog: Catalog, words: list[str], scored: int
) -> None:
    query = " ".join(words)
    every, few = (Fts5KeywordIndex(catalog, most).search(query, K) for most in (ALL, scored))
    total = accumulate(sorted(COUNTS[word] for word in words))
    rarest = sorted(words, key=COUNTS.__getitem__)[: max(1, sum(count <= scored for count in total))]
    expected = [pair for pair in every if held(pair[0]) & set(rarest) and pair[1] > every[-1][1] + 1e-4]
    assert {chunk_id for chunk_id, _ in expected} <= {chunk_id for chunk_id, _ in few}


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True), st.integers(1, 120))
def test_scores_are_those_of_the_whole_search(catalog: Catalog, words: list[str], scored: int) -> None:
    query = " ".join(words)
    scores = dict(Fts5KeywordIndex(catalog, ALL).search(query, PASSAGES))
    few = Fts5KeywordIndex(catalog, scored).search(query, K)
    assert few
    # A word in half of the passages weighs a millionth in FTS5, and nothing here.
    assert [score for _, score in few] == pytest.approx([scores[chunk_id] for chunk_id, _ in few], abs=1e-4)


@given(st.lists(st.sampled_from(NAMES[20:]), min_size=2, max_size=4, unique=True))
def test_a_query_of_rare_words_only_is_answered_like_the_whole_search(
    catalog: Catalog, words: list[str]
) -> None:
    query = " ".join(words)
    scored = sum(COUNTS[word] for word in words)
    assert scored < PASSAGES
    every, few = (Fts5KeywordIndex(catalog, most).search(query, K) for most in (ALL, scored))
    assert [score for _, score in few] == pytest.approx([score for _, score in every])


def test_a_rare_word_does_not_keep_the_passages_of_a_common_one_away(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    put(catalog, "d", ["staff meet here"] * 14 + ["leave policy"] * 4 + ["obtain the policy"])
    found = Fts5KeywordIndex(catalog, scored=2).search("obtain policy", 5)
    every = Fts5KeywordIndex(catalog, ALL).search("obtain policy", 5)
    assert dict(found) == pytest.approx(dict(every))
    assert (len(found), found[0][0]) == (5, "d-18")
    catalog.close()


def test_words_that_all_passages_hold_still_find_some(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    put(catalog, "d", ["rules of leave", "rules of travel, rules of leave", "leave rules"])
    assert len(Fts5KeywordIndex(catalog, scored=1).search("leave rules", 5)) == 3
    catalog.close()


def test_a_passage_with_two_common_words_is_better_than_one_with_a_rare_word(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    others = ["staff meet here"] * 12 + ["parental rights"] * 3 + ["sick leave"] * 4
    put(catalog, "d", [*others, "obtain a badge", "obtain a key", "parental leave"])
    assert Fts5KeywordIndex(catalog, scored=4).search("obtain parental leave", 2)[0][0] == "d-21"
    catalog.close()


def test_counts_follow_the_passages(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    index = Fts5KeywordIndex(catalog, scored=1)
    put(catalog, "a", ["diesel for cars", "fuel for cars"])
    assert index.search("petrol", 5) == []
    put(catalog, "b", ["petrol for cars"])
    assert [chunk_id for chunk_id, _ in index.search("petrol", 5)] == ["b-0"]
    put(catalog, "b", ["gas for cars"])
    assert index.search("petrol", 5) == []
    catalog.close()


def test_of_a_pasted_page_only_the_rarest_words_are_looked_up(catalog: Catalog) -> None:
    asked: list[str] = []
    event.listen(catalog.engine, "before_cursor_execute", lambda *call: asked.append(str(call[3])))
    found = Fts5KeywordIndex(catalog, scored=40).search(" ".join(NAMES), K)
    assert len(found) == K
    used = {name for name in NAMES if any(f'"{name}"' in parameters for parameters in asked)}
    assert len(used) == WORDS
    assert max(COUNTS[name] for name in used) <= min(COUNTS[name] for name in set(NAMES) - used)


def test_a_search_leaves_nothing_in_the_database(catalog: Catalog) -> None:
    def tables() -> set[str]:
        with catalog.engine.connect() as connection:
            return set(connection.exec_driver_sql("SELECT name FROM main.sqlite_master").scalars())

    before = tables()
    Fts5KeywordIndex(catalog, scored=1).search("w1 w2", K)
    assert tables() == before


def test_words_that_every_question_holds_are_left_out_unless_there_are_no_others() -> None:
    assert search_words("What is the Leave of the year?") == ["leave", "year"]
    assert search_words("who is it") == ["who", "is", "it"]
