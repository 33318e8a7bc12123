"""Each way in which an index can be wrong is found, named, and left as it is."""

from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from ingest.index import Index
from ingest.reconcile import reconcile, tidy
from ingest.verifying import State, verify
from tests.ingest.house import LEAVE, House
from trag.catalog.catalog import Catalog
from trag.catalog.receipts import remove_documents
from trag.types import Check, Chunk


@pytest.fixture
def house(tmp_path: Path) -> Generator[House, None, None]:
    catalog = Catalog(tmp_path / "catalog.db")
    made = House(tmp_path, catalog)
    made.write("leave.md", LEAVE)
    made.write("pay.md", "# Pay\n\nOn the 25th.")
    made.ingest()
    yield made
    catalog.close()


def state(house: House) -> State:
    return State(house.root, house.catalog, Index(house.embedder, house.store, "chunks", {}))


def problems(house: House) -> dict[str, Check]:
    return {check.name: check for check in verify(state(house)) if check.state == "problem"}


def run(house: House, statement: str) -> None:
    with house.catalog.engine.begin() as connection:
        connection.execute(text(statement))


def an_original(house: House) -> Path:
    return min(house.originals.iterdir())


def drift(house: House) -> None:
    for chunk_id, vector in house.store._vectors.items():
        house.store._vectors[chunk_id] = np.roll(vector, 7)


def an_orphan(house: House) -> None:
    house.store.add([Chunk("orphan", "d", "x.md", "text")], house.embedder.embed(["text"]))


BROKEN: dict[str, tuple[str, str, Callable[[House], object]]] = {
    "a vector is missing": (
        "Vectors",
        "1 passages have no vector, 0 vectors have no passage",
        lambda house: house.store.delete([min(house.store.ids())]),
    ),
    "a vector is nobody's": ("Vectors", "0 passages have no vector, 1 vectors have no passage", an_orphan),
    "a passage is missing": (
        "Catalog",
        "passages are missing of leave.md",
        lambda house: run(house, "DELETE FROM chunks WHERE text LIKE 'Twenty%'"),
    ),
    "a parent is missing": (
        "Catalog",
        "the archive is missing of pay.md",
        lambda house: run(house, "UPDATE documents SET parent_id = 'x' WHERE file = 'pay.md'"),
    ),
    "a keyword row is missing": (
        "Keyword index",
        "",
        lambda house: run(house, "INSERT INTO chunk_words(chunk_words) VALUES ('delete-all')"),
    ),
    "the keyword index has other words": (
        "Keyword index",
        "it contradicts the passages",
        lambda house: run(house, "UPDATE chunks SET words = 'other words' WHERE position = 0"),
    ),
    "an original is missing": ("Originals", "1 are missing", lambda house: an_original(house).unlink()),
    "an original was altered": (
        "Originals",
        "0 are missing and 1 were altered",
        lambda house: an_original(house).write_text("x"),
    ),
    "an original is nobody's": (
        "Originals",
        "1 files belong to no document",
        lambda house: (house.originals / ("0" * 64)).write_text("x"),
    ),
    "a page image is nobody's": (
        "Page images",
        "those of 1 files belong to no document",
        lambda house: (house.root / "pages" / ("0" * 64)).mkdir(parents=True),
    ),
    "a delete was cut off": (
        "Deletes",
        "1 deletes were cut off: pay.md",
        lambda house: remove_documents(house.catalog, {house.document("pay.md").id: ()}, "2026-01-01"),
    ),
    "the embedder has changed": ("Embedder", "3 of 3 vectors made again are others", drift),
}


def test_an_index_that_is_whole_has_no_problem(house: House) -> None:
    assert problems(house) == {}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_wrong_is_named_with_what_to_do_and_left_as_it_is(house: House, kind: str) -> None:
    name, detail, break_it = BROKEN[kind]
    break_it(house)
    for _ in range(2):
        found = problems(house)
        assert name in found
        assert detail in found[name].detail
        assert found[name].hint


def test_what_opening_repairs_is_no_problem_any_more(house: House) -> None:
    for kind in BROKEN:
        if not kind.endswith("nobody's"):
            continue
        BROKEN[kind][2](house)
    assert set(problems(house)) == {"Vectors", "Originals", "Page images"}
    reconcile(house.catalog, house.store, house.embedder)
    assert tidy(house.root, house.catalog) == 2
    assert problems(house) == {}
