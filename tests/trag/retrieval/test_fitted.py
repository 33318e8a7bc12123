from collections.abc import Iterator
from pathlib import Path

import pytest

from trag.catalog.catalog import Catalog
from trag.retrieval.evidence import FLOORS, Line
from trag.retrieval.fitted import STAMP, Fit, rule_in_force, store_fit, stored_fit

FIT = Fit(Line(0.4, 0.6, 0.3), "minilm", "abc", 20, 5, "2026-01-01T00:00:00+00:00")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    made = Catalog(tmp_path / "catalog.sqlite")
    yield made
    made.close()


def test_without_a_fit_the_floors_hold(catalog: Catalog) -> None:
    assert rule_in_force(catalog, "minilm") is FLOORS


def test_a_fit_holds_for_the_embedder_it_was_made_with(catalog: Catalog) -> None:
    store_fit(catalog, FIT)
    assert stored_fit(catalog) == FIT
    assert rule_in_force(catalog, "minilm") == FIT.line
    assert rule_in_force(catalog, "another") is FLOORS


@pytest.mark.parametrize("text", ["", "[]", "{}", "no json", '{"line": {"least": 1}}'])
def test_a_fit_that_cannot_be_read_is_none(catalog: Catalog, text: str) -> None:
    catalog.set_stamp(STAMP, text)
    assert stored_fit(catalog) is None
