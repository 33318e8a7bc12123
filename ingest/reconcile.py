"""Bringing the vectors in line with the catalog after a crash: the catalog is right."""

from dataclasses import dataclass

from trag.catalog.catalog import Catalog
from trag.protocols import Embedder, VectorStore

BATCH = 256


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many vectors had no chunk and were removed, and how many chunks had no vector and got one."""

    removed: int
    restored: int


def reconcile(catalog: Catalog, store: VectorStore, embedder: Embedder) -> Reconciled:
    """Remove the vectors of chunks that do not count, and make those that are missing."""
    stored, wanted = store.ids(), catalog.chunk_ids()
    store.delete(sorted(stored - wanted))
    missing = sorted(wanted - stored)
    for first in range(0, len(missing), BATCH):
        chunks = list(catalog.chunks(missing[first : first + BATCH]).values())
        store.add(chunks, embedder.embed([chunk.embedded_text for chunk in chunks]))
    return Reconciled(len(stored - wanted), len(missing))
