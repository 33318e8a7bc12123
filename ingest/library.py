"""The documents of a data folder: what can be done with them, in one place."""

import threading
from collections.abc import Iterator
from pathlib import Path

from ingest.sync import Ingestor
from ingest.worker import ParserPool
from trag.catalog.catalog import Catalog
from trag.protocols import Embedder, VectorStore
from trag.types import IngestEvent


class Library:
    """Takes documents in and out of one data folder. Thread-safe; one change runs at a time."""

    def __init__(self, folder: Path, catalog: Catalog, store: VectorStore, embedder: Embedder) -> None:
        self._catalog = catalog
        self._store = store
        self._embedder = embedder
        self._originals = folder / "originals"
        self._changing = threading.Lock()

    def ingest(self, path: Path) -> Iterator[IngestEvent]:
        """Take in a file or folder; ends with IngestDone. Closing it stops after the current file."""
        with self._changing, ParserPool() as pool:
            ingestor = Ingestor(self._catalog, self._store, self._embedder, self._originals, pool.parse_all)
            yield from ingestor.ingest(path)

    def original(self, document_id: str) -> Path | None:
        """The file of a document as it was taken in."""
        digest = self._catalog.sha256(document_id)
        path = self._originals / digest if digest else None
        return path if path and path.is_file() else None
