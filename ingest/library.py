"""The documents of a data folder: what can be done with them, in one place."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from ingest.index import Index, put_in_force
from ingest.reindexing import embed_all
from ingest.sync import Ingestor
from ingest.worker import ParserPool
from trag.catalog.catalog import Catalog
from trag.types import IndexMade, IngestEvent, ReindexEvent


class Library:
    """Takes documents in and out of one data folder. Thread-safe; one change runs at a time.

    `index` gives the one that answers now.
    """

    def __init__(self, folder: Path, catalog: Catalog, index: Callable[[], Index]) -> None:
        self._catalog = catalog
        self._index = index
        self._originals = folder / "originals"
        self._changing = threading.Lock()

    def ingest(self, path: Path) -> Iterator[IngestEvent]:
        """Take in a file or folder; ends with IngestDone. Closing it stops after the current file."""
        with self._changing, ParserPool() as pool:
            index = self._index()
            put_in_force(index, self._catalog)
            ingestor = Ingestor(self._catalog, index.store, index.embedder, self._originals, pool.parse_all)
            yield from ingestor.ingest(path)

    def reindex(self, wanted: Index, switch: Callable[[Index], None]) -> Iterator[ReindexEvent]:
        """Make `wanted` beside the index that answers, then let it answer in one step.

        Documents may come and go meanwhile. Stopped, it goes on from there the next time.
        """
        start = perf_counter()
        yield from embed_all(self._catalog, wanted)
        with self._changing:
            yield from embed_all(self._catalog, wanted)
            put_in_force(wanted, self._catalog)
            switch(wanted)
            wanted.store.drop_others()
        seconds = round(perf_counter() - start, 3)
        yield IndexMade(wanted.name, self._catalog.chunk_count(), seconds)

    def original(self, document_id: str) -> Path | None:
        """The file of a document as it was taken in."""
        digest = self._catalog.sha256(document_id)
        path = self._originals / digest if digest else None
        return path if path and path.is_file() else None
