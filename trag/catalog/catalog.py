"""The source of truth: documents, passages and tree, each change one transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select, update

from trag.catalog.access import apply_rules, assign, class_wanted
from trag.catalog.database import open_database, translated, writing
from trag.catalog.models import ChunkRow, DocumentRow, StampRow, TreeRow
from trag.catalog.rows import (
    CHUNK_COLUMNS,
    DOCUMENT_COLUMNS,
    chunk_from,
    chunk_query,
    document_from,
    document_query,
)
from trag.catalog.versions import record_version, rename_version
from trag.types import Chunk, Document, TreeSummary

# SQLite takes a limited number of values in one statement.
BATCH = 500

BOX_DIGITS = 1


@dataclass(frozen=True, slots=True)
class Revision:
    """A document's state as it is to be: the document, the sha256 of its bytes, and where it was found.

    `place` stands for a path; "" is that of a document whose id was made from its path. A container
    `is_incomplete` while some of its members could not be read. `groups` are those it was sent with;
    None leaves them to what is known of it, its folder and the default, whatever the document says.
    """

    document: Document
    source: str
    sha256: str
    place: str = ""
    is_incomplete: bool = False
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Where a document stands from now on."""

    document_id: str
    source: str
    file: str
    place: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a sync has to know of a document that is there: where it stands, and the sha256 of its bytes."""

    id: str
    place: str
    source: str
    file: str
    title: str
    sha256: str
    parent_id: str
    format: str
    is_incomplete: bool = False


class Catalog:
    """Documents, passages and trees in one database. Thread-safe; every method is one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The database, opened and migrated at first use."""
        if self._engine is None:
            self._engine = open_database(self.path)
        return self._engine

    def close(self) -> None:
        """Let go of the database."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    # Documents

    def documents(self) -> list[Document]:
        """All documents, ordered by file."""
        with self.engine.connect() as connection:
            rows = connection.execute(document_query().order_by(DocumentRow.file))
            return [document_from(row) for row in rows.mappings()]

    def document(self, document_id: str) -> Document | None:
        """The document with this id."""
        with self.engine.connect() as connection:
            query = document_query().where(DocumentRow.id == document_id)
            row = connection.execute(query).mappings().one_or_none()
            return None if row is None else document_from(row)

    def sources(self) -> set[str]:
        """The folders that documents were taken in from."""
        with self.engine.connect() as connection:
            return set(connection.execute(select(DocumentRow.source).distinct()).scalars())

    def sha256(self, document_id: str) -> str | None:
        """The sha256 of the document's bytes as last ingested; None for an unknown document."""
        with self.engine.connect() as connection:
            return connection.execute(
                select(DocumentRow.sha256).where(DocumentRow.id == document_id)
            ).scalar()

    def known(self, parent_id: str | None = None) -> list[Known]:
        """All documents as a sync has to know them, or those unpacked from one."""
        query = select(*(DocumentRow.__table__.c[name] for name in Known.__slots__))
        if parent_id is not None:
            query = query.where(DocumentRow.parent_id == parent_id)
        with self.engine.connect() as connection:
            return [Known(**row) for row in connection.execute(query).mappings()]

    def put_document(
        self, revision: Revision, chunks: Sequence[Chunk], *, keep_older: bool = False
    ) -> list[str]:
        """Make this the document's state, and return the ids of the chunks that are gone by it.

        Other bytes make it a new version; `keep_older` says that the file of the last one stays.
        """
        document_id = revision.document.id
        with translated(self.path), writing(self.engine) as connection:
            known = set(self._chunk_ids(connection, document_id))
            gone = sorted(known - {chunk.id for chunk in chunks})
            revision = _numbered(connection, revision)
            access_class = _put_row(connection, revision)
            record_version(connection, revision.document, revision.sha256, keep_older=keep_older)
            # Rewriting all rows of one document is cheap, and leaves no position or page behind.
            connection.execute(delete(ChunkRow).where(ChunkRow.document_id == document_id))
            if chunks:
                connection.execute(insert(ChunkRow), [_chunk_values(chunk, access_class) for chunk in chunks])
        return gone

    def move_documents(self, moves: Sequence[Move]) -> list[str]:
        """Note that documents stand somewhere else now, all or none; those of another class by that.

        Nothing else of them changes than that they get the groups of a folder that has a rule.
        """
        with translated(self.path), writing(self.engine) as connection:
            for move in moves:
                values = {"source": move.source, "file": move.file, "place": move.place}
                same = DocumentRow.id == move.document_id
                connection.execute(update(DocumentRow).where(same).values(**values))
                rename_version(connection, move.document_id, move.file)
            return apply_rules(connection, [move.document_id for move in moves])

    # Passages

    def _chunk_ids(self, connection: Connection, document_id: str | None = None) -> list[str]:
        query = select(ChunkRow.id)
        if document_id is not None:
            query = query.where(ChunkRow.document_id == document_id)
        return list(connection.execute(query).scalars())

    def chunk_ids(self, document_id: str | None = None) -> set[str]:
        """The ids of all chunks that count, or of one document's."""
        with self.engine.connect() as connection:
            return set(self._chunk_ids(connection, document_id))

    def chunk_count(self) -> int:
        """How many chunks count."""
        with self.engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(ChunkRow)).scalar_one()

    def chunks(self, ids: Iterable[str], classes: Sequence[int] | None = None) -> dict[str, Chunk]:
        """The chunks with these ids; one that does not count or is of no such class is left out.

        The classes are those of the documents at this moment; None: all.
        """
        readable = (
            chunk_query() if classes is None else chunk_query().where(DocumentRow.access_class.in_(classes))
        )
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Chunk] = {}
        with self.engine.connect() as connection:
            for first in range(0, len(wanted), BATCH):
                query = readable.where(ChunkRow.id.in_(wanted[first : first + BATCH]))
                found |= {row["id"]: chunk_from(row) for row in connection.execute(query).mappings()}
        return {chunk_id: found[chunk_id] for chunk_id in wanted if chunk_id in found}

    def passages(self, document_id: str) -> list[Chunk]:
        """The chunks of a document in reading order."""
        query = chunk_query().where(ChunkRow.document_id == document_id).order_by(ChunkRow.position)
        with self.engine.connect() as connection:
            return [chunk_from(row) for row in connection.execute(query).mappings()]

    def neighbours(self, chunk: Chunk, reach: int) -> list[Chunk]:
        """The chunks of the same document at most `reach` positions away, `chunk` among them."""
        near = ChunkRow.position.between(chunk.position - reach, chunk.position + reach)
        query = (
            chunk_query().where(ChunkRow.document_id == chunk.document_id, near).order_by(ChunkRow.position)
        )
        with self.engine.connect() as connection:
            return [chunk_from(row) for row in connection.execute(query).mappings()]

    # The tree

    def add_tree(self, summary: TreeSummary, text: str) -> None:
        """Put a tree in force; earlier ones are kept."""
        values = {name: getattr(summary, name) for name in summary.__slots__}
        with translated(self.path), self.engine.begin() as connection:
            connection.execute(insert(TreeRow).values(**values, text=text))

    def tree(self, version: int | None = None) -> tuple[TreeSummary, str] | None:
        """The tree in force, or an earlier one, and its text exactly as imported."""
        query = select(TreeRow.__table__).order_by(TreeRow.version.desc()).limit(1)
        if version is not None:
            query = query.where(TreeRow.version == version)
        with self.engine.connect() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return None if row is None else (_summary(row), row["text"])

    def trees(self) -> list[TreeSummary]:
        """Every tree that was ever in force, the present one first."""
        columns = [TreeRow.__table__.c[name] for name in TreeSummary.__slots__]
        with self.engine.connect() as connection:
            rows = connection.execute(select(*columns).order_by(TreeRow.version.desc()))
            return [_summary(row) for row in rows.mappings()]

    # Stamps

    def stamp(self, name: str) -> str | None:
        """What is noted under this name."""
        with self.engine.connect() as connection:
            return connection.execute(select(StampRow.value).where(StampRow.name == name)).scalar()

    def set_stamp(self, name: str, value: str) -> None:
        """Note `value` under this name."""
        self.set_stamps({name: value})

    def set_stamps(self, values: Mapping[str, str]) -> None:
        """Note each value under its name, all or none."""
        rows = [{"name": name, "value": value} for name, value in values.items()]
        with translated(self.path), self.engine.begin() as connection:
            connection.execute(delete(StampRow).where(StampRow.name.in_(list(values))))
            connection.execute(insert(StampRow), rows)


def now() -> str:
    """This moment as the catalog writes it: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _numbered(connection: Connection, revision: Revision) -> Revision:
    """The revision with its version: one more than that of other bytes."""
    query = select(DocumentRow.version, DocumentRow.sha256).where(DocumentRow.id == revision.document.id)
    row = connection.execute(query).one_or_none()
    version = 1 if row is None else row.version + (row.sha256 != revision.sha256)
    return replace(revision, document=replace(revision.document, version=version))


def _put_row(connection: Connection, revision: Revision) -> int:
    """Write the document's row; the class that it and what was unpacked from it have from now on."""
    document = revision.document
    wanted = class_wanted(connection, document, revision.source, revision.groups)
    values = {name: getattr(document, name) for name in DOCUMENT_COLUMNS}
    values |= {name: getattr(revision, name) for name in ("source", "sha256", "is_incomplete")}
    values["place"] = revision.place or document.id
    updated = connection.execute(update(DocumentRow).where(DocumentRow.id == document.id).values(**values))
    if updated.rowcount == 0:
        connection.execute(insert(DocumentRow).values(**values))
    assign(connection, document.id, wanted[0], own=wanted[1])
    return wanted[0]


def _summary(row: RowMapping) -> TreeSummary:
    return TreeSummary(**{name: row[name] for name in TreeSummary.__slots__})


def _chunk_values(chunk: Chunk, access_class: int) -> dict[str, Any]:
    values = {name: getattr(chunk, name) for name in CHUNK_COLUMNS}
    heading = json.dumps(chunk.heading)
    values |= {"heading": heading, "words": chunk.embedded_text, "boxes": _boxes(chunk)}
    return values | {"access_class": access_class}


def _boxes(chunk: Chunk) -> str:
    sides = [
        [box.page, *(round(side, BOX_DIGITS) for side in (box.left, box.top, box.right, box.bottom))]
        for box in chunk.boxes
    ]
    return json.dumps(sides, separators=(",", ":")) if sides else ""
