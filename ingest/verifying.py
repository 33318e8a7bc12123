"""Proof that the index holds what the documents hold, and nothing of what was deleted.

Everything is looked at as it is: opening a data folder to ask or to ingest repairs what a crash left
behind, opening it to verify does not.
"""

import random
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from ingest.index import Index
from ingest.originals import Originals, sha256
from ingest.reconcile import children
from trag.catalog.access import chunk_classes
from trag.catalog.catalog import Catalog
from trag.catalog.keyword_tables import keyword_tables
from trag.catalog.receipts import all_removals
from trag.catalog.versions import wanted_originals
from trag.errors import TragError
from trag.types import Check, Chunk

SAMPLE = 32
# A vector made again is as near as the embedder's arithmetic is exact.
SAME = 0.999
SHOWN = 3
AGAIN = "Take the documents in again in a new data folder, or restore this one from a backup."
REPAIRED = "The next `trag ask` or `trag ingest` mends that."
MISCOUNTED = text(
    "SELECT file FROM documents"
    " WHERE chunks != (SELECT count(*) FROM chunks WHERE document_id = documents.id)"
)
ORPHANS = text(
    "SELECT file FROM documents WHERE parent_id != '' AND parent_id NOT IN (SELECT id FROM documents)"
)


@dataclass(frozen=True)
class State:
    """A data folder as it is now: its catalog, its vectors and its files."""

    folder: Path
    catalog: Catalog
    index: Index

    @cached_property
    def chunk_ids(self) -> set[str]:
        """The passages of the catalog."""
        return self.catalog.chunk_ids()

    @cached_property
    def vector_ids(self) -> set[str]:
        """The passages that have a vector."""
        return self.index.store.ids()

    @cached_property
    def wanted(self) -> set[str]:
        """The sha256 of every file that has to be kept."""
        return wanted_originals(self.catalog)

    @cached_property
    def originals(self) -> set[str]:
        """The names of the files that are kept."""
        return Originals(self.folder / "originals").names()

    @cached_property
    def page_images(self) -> set[str]:
        """The sha256 of the files whose pages were drawn."""
        return {path.name for path in children(self.folder / "pages")}


def verify(state: State) -> list[Check]:
    """A line for each thing that has to hold; changes nothing."""
    parts: tuple[Callable[[State], Check], ...] = (
        _catalog,
        _vectors,
        _keyword_index,
        _originals,
        _page_images,
        _receipts,
        _embedder,
    )
    return [_made(part, state) for part in parts]


def _made(part: Callable[[State], Check], state: State) -> Check:
    try:
        return part(state)
    except TragError as error:
        return Check(
            part.__name__.strip("_").replace("_", " ").capitalize(), "problem", error.message, error.hint
        )


def _catalog(state: State) -> Check:
    with state.catalog.engine.connect() as connection:
        damage = list(connection.execute(text("PRAGMA quick_check(3)")).scalars())
        miscounted = list(connection.execute(MISCOUNTED).scalars())
        orphans = list(connection.execute(ORPHANS).scalars())
        documents = connection.execute(text("SELECT count(*) FROM documents")).scalar_one()
    if damage != ["ok"]:
        return Check("Catalog", "problem", f"the database is damaged: {damage[0]}", AGAIN)
    if miscounted:
        return Check("Catalog", "problem", f"passages are missing of {_named(miscounted)}", AGAIN)
    if orphans:
        hint = "Take their folder in again: that was stopped before they were whole."
        return Check("Catalog", "problem", f"the archive is missing of {_named(orphans)}", hint)
    return Check("Catalog", "ok", f"{documents} documents with {len(state.chunk_ids)} passages")


def _vectors(state: State) -> Check:
    missing, extra = state.chunk_ids - state.vector_ids, state.vector_ids - state.chunk_ids
    if not missing and not extra and (astray := _astray(state)):
        detail = f"{astray} are in another access class than their document"
        return Check("Vectors", "problem", detail, f"{REPAIRED} Nobody finds them meanwhile.")
    if not missing and not extra:
        return Check("Vectors", "ok", f"{len(state.vector_ids)}, one for each passage")
    detail = f"{len(missing)} passages have no vector, {len(extra)} vectors have no passage"
    hint = f"{REPAIRED} It makes {len(missing)} and removes {len(extra)}."
    return Check("Vectors", "problem", detail, hint)


def _astray(state: State) -> int:
    wanted = chunk_classes(state.catalog)
    stored = state.index.store.classes()
    return sum(wanted.get(one, number) != number for number, ids in stored.items() for one in ids)


def _keyword_index(state: State) -> Check:
    with state.catalog.engine.connect() as connection:
        tables = keyword_tables(connection)
        try:
            rows = sum(_rows_of(connection, table) for table in tables)
        except DatabaseError as exc:
            return Check("Keyword index", "problem", f"it contradicts the passages: {exc.orig}", AGAIN)
        finally:
            connection.rollback()
    if rows != len(state.chunk_ids):
        detail = f"{rows} rows for {len(state.chunk_ids)} passages"
        return Check("Keyword index", "problem", detail, AGAIN)
    return Check("Keyword index", "ok", f"{rows} rows, each with the words of its passage")


def _rows_of(connection: Connection, table: str) -> int:
    """How many passages the table of a class has. Raises DatabaseError if they are not the class's."""
    connection.exec_driver_sql(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}_docsize").scalar_one())  # noqa: S608


def _originals(state: State) -> Check:
    missing, extra = state.wanted - state.originals, state.originals - state.wanted
    folder = state.folder / "originals"
    altered = [name for name in state.wanted & state.originals if sha256(folder / name) != name]
    if missing or altered:
        files = _files_of(state.catalog, {*missing, *altered})
        detail = f"{len(missing)} are missing and {len(altered)} were altered: {_named(files)}"
        hint = f"Restore {folder} from a backup, or delete these documents and take them in again."
        return Check("Originals", "problem", detail, hint)
    if extra:
        return Check("Originals", "problem", f"{len(extra)} files belong to no document", REPAIRED)
    return Check("Originals", "ok", f"{len(state.wanted)}, byte for byte as they were taken in")


def _page_images(state: State) -> Check:
    extra = state.page_images - state.wanted
    if extra:
        return Check("Page images", "problem", f"those of {len(extra)} files belong to no document", REPAIRED)
    return Check("Page images", "ok", f"of {len(state.page_images)} documents")


def _receipts(state: State) -> Check:
    removals = all_removals(state.catalog)
    unfinished = [removal.receipt.file for removal, is_complete in removals if not is_complete]
    if unfinished:
        detail = f"{len(unfinished)} deletes were cut off: {_named(unfinished)}"
        return Check("Deletes", "problem", detail, REPAIRED)
    left = state.vector_ids - state.chunk_ids
    files = (state.originals | state.page_images) - state.wanted
    undone = [
        removal.receipt.file
        for removal, _ in removals
        if left.intersection(removal.chunk_ids) or files.intersection(removal.originals)
    ]
    if undone:
        return Check("Deletes", "problem", f"something is left of {_named(undone)}", REPAIRED)
    return Check("Deletes", "ok", f"nothing is left of {len(removals)} deleted documents")


def _embedder(state: State) -> Check:
    """Vectors made again are those stored: neither the model nor the arithmetic has changed since."""
    both = sorted(state.chunk_ids & state.vector_ids)
    # The same passages each time, so that two runs can be compared.
    some = random.Random(0).sample(both, min(SAMPLE, len(both)))  # noqa: S311 - a sample, no secret
    if not some:
        return Check("Embedder", "ok", "there is no vector yet")
    drifted = list(_drifted(state, list(state.catalog.chunks(some).values())))
    if drifted:
        detail = f"{len(drifted)} of {len(some)} vectors made again are others, as in {_named(drifted)}"
        return Check("Embedder", "problem", detail, "Make the index anew: trag reindex")
    return Check("Embedder", "ok", f"{len(some)} vectors made again are the same ({state.index.name})")


def _drifted(state: State, chunks: Collection[Chunk]) -> Iterator[str]:
    made = state.index.embedder.embed([chunk.embedded_text for chunk in chunks])
    stored = state.index.store.vectors([chunk.id for chunk in chunks])
    for chunk, vector in zip(chunks, made, strict=True):
        if float(stored[chunk.id] @ vector) < SAME:
            yield chunk.file


def _files_of(catalog: Catalog, digests: Collection[str]) -> list[str]:
    return sorted({one.file for one in catalog.known() if one.sha256 in digests})


def _named(files: Collection[str]) -> str:
    more = f" and {len(files) - SHOWN} more" if len(files) > SHOWN else ""
    return ", ".join(list(files)[:SHOWN]) + more
