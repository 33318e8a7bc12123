"""Making an index: a vector for every passage that counts, and for no other."""

from collections.abc import Iterator
from time import perf_counter

from ingest.index import Index
from trag.catalog.catalog import Catalog
from trag.types import PassagesEmbedded

BATCH = 64


def embed_all(catalog: Catalog, index: Index) -> Iterator[PassagesEmbedded]:
    """Embed what has no vector in `index` yet, and say how far it is after every batch."""
    start = perf_counter()
    stored, wanted = index.store.ids(), catalog.chunk_ids()
    index.store.delete(sorted(stored - wanted))
    missing = sorted(wanted - stored)
    done = len(wanted) - len(missing)
    for first in range(0, len(missing), BATCH):
        chunks = list(catalog.chunks(missing[first : first + BATCH]).values())
        if chunks:
            index.store.add(chunks, index.embedder.embed([chunk.embedded_text for chunk in chunks]))
        done += len(missing[first : first + BATCH])
        yield PassagesEmbedded(done, len(wanted), round(perf_counter() - start, 3))
