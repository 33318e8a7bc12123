"""Making an index: a vector for every passage that counts, and for no other."""

from collections.abc import Iterator
from time import perf_counter

from ingest.index import Index
from ingest.reconcile import add_missing, put_in_their_classes
from trag.catalog.access import chunk_classes
from trag.catalog.catalog import Catalog
from trag.types import PassagesEmbedded


def embed_all(catalog: Catalog, index: Index) -> Iterator[PassagesEmbedded]:
    """Embed what has no vector in `index` yet, and say how far it is after every batch."""
    start = perf_counter()
    put_in_their_classes(catalog, index.store)
    stored, wanted = index.store.ids(), chunk_classes(catalog)
    index.store.delete(sorted(stored - wanted.keys()))
    missing = {chunk_id: number for chunk_id, number in wanted.items() if chunk_id not in stored}
    done = len(wanted) - len(missing)
    for batch in add_missing(catalog, index.store, index.embedder, missing):
        done += batch
        yield PassagesEmbedded(done, len(wanted), round(perf_counter() - start, 3))
