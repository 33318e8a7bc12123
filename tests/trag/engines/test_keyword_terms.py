from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from trag.catalog.catalog import Catalog, Revision
from trag.catalog.keyword_tables import TOKENIZER
from trag.engines.keyword_terms import Frequencies, Terms
from trag.types import Chunk, Document

TEXTS = ["Müller files claims", "a claim of Muller", "claiming max_size", "max of it", "size"]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    made = Catalog(tmp_path / "catalog.sqlite")
    document = Document("d", "d.md", "D", "md", len(TEXTS), 1, "2026-01-01T00:00:00+00:00")
    chunks = [Chunk(f"c{place}", "d", "d.md", text, position=place) for place, text in enumerate(TEXTS)]
    made.put_document(Revision(document, "/f", "s"), chunks)
    yield made
    made.close()


def counts(catalog: Catalog, *words: str) -> list[int]:
    with catalog.engine.connect() as connection:
        return Frequencies().of(connection, words)


def test_the_tokenizer_is_that_of_the_catalog(catalog: Catalog) -> None:
    query = "SELECT sql FROM sqlite_master WHERE name = 'chunk_words'"
    with catalog.engine.connect() as connection:
        assert f"tokenize='{TOKENIZER}'" in connection.exec_driver_sql(query).scalar_one()


def test_a_word_counts_in_all_its_forms(catalog: Catalog) -> None:
    assert counts(catalog, "claims", "muller", "diesel") == [3, 2, 0]


def test_a_phrase_counts_as_its_rarest_word_and_a_sign_not_at_all(catalog: Catalog) -> None:
    assert counts(catalog, "max_size", "claim_max", "_") == [2, 2, 0]


def test_all_passages_are_counted(catalog: Catalog) -> None:
    with catalog.engine.connect() as connection:
        assert Frequencies().passages(connection) == len(TEXTS)


def test_terms_of_many_threads_do_not_mix() -> None:
    terms = Terms()
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda number: terms.of([f"word{number}", "_", "claims"]), range(200)))
    assert found == [[[f"word{number}"], [], ["claim"]] for number in range(200)]
