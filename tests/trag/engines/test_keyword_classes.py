"""Words of several access classes weigh what they would weigh in one index of them."""

import re
from collections.abc import Iterator
from math import log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trag.catalog.access import class_of
from trag.catalog.catalog import Catalog, Revision
from trag.engines.keyword import Fts5KeywordIndex
from trag.types import Chunk, Document

WORDS = [f"w{number}" for number in range(12)]
SIZES = {"hr": 40, "it": 25, "legal": 2}


def texts(group: str, size: int) -> list[str]:
    """Texts of other words, lengths and repetitions in each group, the same ones on every run."""
    seed = sum(map(ord, group))
    return [
        " ".join(
            WORDS[(seed + place * place + step * step * (1 + place % 3)) % len(WORDS)]
            for step in range(3 + place % 9)
        )
        for place in range(size)
    ]


def put(catalog: Catalog, name: str, texts: list[str], groups: tuple[str, ...]) -> None:
    document = Document(name, f"{name}.md", name, "md", len(texts), 1, "2026-01-01T00:00:00+00:00")
    chunks = [
        Chunk(f"{name}-{at:02}", name, f"{name}.md", text, position=at) for at, text in enumerate(texts)
    ]
    catalog.put_document(Revision(document, "/f", name, groups=groups), chunks)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    made = Catalog(tmp_path_factory.mktemp("classes") / "catalog.sqlite")
    for group, size in SIZES.items():
        put(made, group, texts(group, size), (group,))
    put(made, "hidden", ["w1 w2 w3 w3 w3"] * 30, ("board",))
    yield made
    made.close()


def bm25(query: list[str], groups: list[str]) -> dict[str, float]:
    """The definition, over all passages of these groups."""
    passages = {
        f"{group}-{at:02}": text.split()
        for group in groups
        for at, text in enumerate(texts(group, SIZES[group]))
    }
    mean = sum(map(len, passages.values())) / len(passages)
    scores: dict[str, float] = {}
    for word in query:
        count = sum(word in held for held in passages.values())
        weight = max(1e-6, log((len(passages) - count + 0.5) / (count + 0.5)))
        for name, held in passages.items():
            if times := held.count(word):
                against = times + 1.2 * (0.25 + 0.75 * len(held) / mean)
                scores[name] = scores.get(name, 0.0) + weight * times * 2.2 / against
    return scores


QUERIES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5, unique=True)


@given(QUERIES, st.lists(st.sampled_from(sorted(SIZES)), min_size=2, max_size=3, unique=True))
def test_scores_are_those_of_one_index_of_all_that_is_read(
    catalog: Catalog, query: list[str], groups: list[str]
) -> None:
    classes = [class_of(catalog, [group]) for group in groups]
    found = Fts5KeywordIndex(catalog).search(" ".join(query), 100, classes)
    assert dict(found) == pytest.approx(bm25(query, groups), rel=1e-9)


@given(QUERIES, st.integers(1, 60))
def test_where_not_all_are_scored_the_scores_are_the_same(
    catalog: Catalog, query: list[str], scored: int
) -> None:
    classes = [class_of(catalog, [group]) for group in SIZES]
    expected = bm25(query, list(SIZES))
    found = dict(Fts5KeywordIndex(catalog, scored).search(" ".join(query), 5, classes))
    assert len(found) == min(5, len(expected))
    assert found == pytest.approx({name: expected[name] for name in found}, rel=1e-9)


def test_a_class_of_two_is_found_as_well_as_a_large_one(catalog: Catalog) -> None:
    put(catalog, "small", ["submarine w1", "w2 w3"], ("small",))
    classes = [class_of(catalog, [group]) for group in ("hr", "it", "small")]
    assert Fts5KeywordIndex(catalog).search("submarine w1 w2", 3, classes)[0][0] == "small-00"


def test_phrases_and_forms_of_words_count_as_in_one_index(tmp_path: Path) -> None:
    several, one = (Catalog(tmp_path / f"{name}.sqlite") for name in ("several", "one"))
    held = {"a": ["max_size of claims", "size max"], "b": ["claiming the max size", "the rest", "more rest"]}
    for group, texts in held.items():
        put(several, group, texts, (group,))
        put(one, group, texts, ())
    found, expected = (Fts5KeywordIndex(made).search("max_size claim", 9) for made in (several, one))
    assert [name for name, _ in found] == [name for name, _ in expected]
    assert dict(found) == pytest.approx(dict(expected))
    assert not [name for name, _ in found if re.search("rest", name)]
    several.close()
    one.close()


def test_no_class_holds_nothing(catalog: Catalog) -> None:
    assert Fts5KeywordIndex(catalog).search("w1", 5, []) == []
    assert Fts5KeywordIndex(catalog).search("w1", 5, [999]) == []
