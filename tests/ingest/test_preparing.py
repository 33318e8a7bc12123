import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.preparing import Wanted, prepare
from tests.ingest.house import LEAVE, House
from trag.catalog.catalog import Catalog
from trag.errors import DocumentError
from trag.settings import load_settings


@pytest.mark.parametrize("embedder", ["fake", pytest.param("minilm", marks=pytest.mark.slow)])
def test_a_file_prepared_alone_is_what_an_ingest_makes_of_it(tmp_path: Path, embedder: str) -> None:
    from trag.factory import build_embedder

    settings = load_settings(tmp_path / "data", embedder=embedder)
    catalog = Catalog(tmp_path / "catalog.db")
    house = House(tmp_path, catalog)
    path = house.write("hr/leave.md", LEAVE + "\n## Table\n\n| Grade | Days |\n|---|---|\n| P2 | 20 |\n")
    list(house.ingestor_with(embedder=build_embedder(settings)).ingest(house.documents))
    document = house.document("hr/leave.md")
    wanted = pickle.loads(pickle.dumps(Wanted(path, document.id, document.file)))  # noqa: S301 - our own
    prepared = pickle.loads(pickle.dumps(prepare(wanted, settings)))  # noqa: S301 - our own
    assert prepared.document == replace(document, ingested_at="")
    assert list(prepared.chunks) == catalog.passages(document.id)
    stored = np.stack([house.store._vectors[chunk.id] for chunk in prepared.chunks])
    assert np.abs(prepared.vectors - stored).max() < 1e-6
    catalog.close()


def test_a_file_that_can_not_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")
    with pytest.raises(DocumentError, match=r"empty\.md is empty"):
        prepare(Wanted(tmp_path / "empty.md", "d", "empty.md"), load_settings(tmp_path, embedder="fake"))
