"""Bringing vectors and files in line with the catalog after a crash: the catalog is right."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from ingest.originals import Originals
from trag.catalog.catalog import Catalog
from trag.catalog.versions import wanted_originals
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


def tidy(folder: Path, catalog: Catalog) -> int:
    """Remove files that belong to no document, as a crash may have left them; how many there were."""
    wanted = wanted_originals(catalog)
    originals = Originals(folder / "originals")
    orphans = originals.names() - wanted
    for name in orphans:
        originals.forget(name)
    pages = [path for path in children(folder / "pages") if path.name not in wanted]
    for path in (*pages, folder / "unpacked"):
        shutil.rmtree(path, ignore_errors=True)
    return len(orphans) + len(pages)


def children(folder: Path) -> list[Path]:
    """What is in a folder; nothing if it is not there."""
    return list(folder.iterdir()) if folder.is_dir() else []
