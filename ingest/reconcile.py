"""Bringing vectors and files in line with the catalog after a crash: the catalog is right."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.originals import Originals
from trag.catalog.access import chunk_classes
from trag.catalog.catalog import Catalog
from trag.catalog.versions import wanted_originals
from trag.protocols import Embedder, VectorStore

BATCH = 64


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many vectors had no chunk and were removed, how many chunks had no vector and got one.

    `moved` are those whose vector was in another access class than their document is.
    """

    removed: int
    restored: int
    moved: int = 0


def reconcile(catalog: Catalog, store: VectorStore, embedder: Embedder) -> Reconciled:
    """Remove the vectors of chunks that do not count, and make those that are missing; each in its class."""
    moved = put_in_their_classes(catalog, store)
    stored, wanted = store.ids(), chunk_classes(catalog)
    orphans, missing = stored - wanted.keys(), wanted.keys() - stored
    store.delete(sorted(orphans))
    for _ in add_missing(catalog, store, embedder, {one: wanted[one] for one in missing}):
        pass
    return Reconciled(len(orphans), len(missing), moved)


def put_in_their_classes(catalog: Catalog, store: VectorStore) -> int:
    """Move the vectors that are in another class than their document is; how many there were."""
    wanted = chunk_classes(catalog)
    astray: dict[int, set[str]] = {}
    for number, stored in store.classes().items():
        for chunk_id in stored:
            if wanted.get(chunk_id, number) != number:
                astray.setdefault(wanted[chunk_id], set()).add(chunk_id)
    for number, chunk_ids in astray.items():
        store.move(sorted(chunk_ids), number)
    return sum(map(len, astray.values()))


def place_vectors(catalog: Catalog, store: VectorStore, document_ids: Sequence[str]) -> None:
    """Move the vectors of these documents to the classes that they are of."""
    by_class: dict[int, list[str]] = {}
    for chunk_id, number in chunk_classes(catalog, document_ids).items():
        by_class.setdefault(number, []).append(chunk_id)
    for number, chunk_ids in by_class.items():
        store.move(chunk_ids, number)


def add_missing(
    catalog: Catalog, store: VectorStore, embedder: Embedder, classes: Mapping[str, int]
) -> Iterator[int]:
    """Make the vectors of these chunks, each in its class; after every batch, how many chunks it was."""
    for access_class in sorted(set(classes.values())):
        missing = sorted(chunk_id for chunk_id, number in classes.items() if number == access_class)
        for first in range(0, len(missing), BATCH):
            some = missing[first : first + BATCH]
            chunks = list(catalog.chunks(some).values())
            if chunks:
                vectors = embedder.embed([chunk.embedded_text for chunk in chunks])
                store.add(chunks, vectors, access_class)
            yield len(some)


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
