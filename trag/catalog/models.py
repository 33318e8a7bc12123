"""The tables of the catalog."""

from sqlalchemy import Float, ForeignKey, Index, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(DeclarativeBase):
    """What all tables share: constraint names that a migration can refer to."""

    metadata = MetaData(naming_convention=NAMES)


class DocumentRow(Table):
    """A document and the version of it that counts; `source` is the folder or upload it came from.

    `place` stands for the path it was found at, whatever bytes the path is made of.
    """

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(index=True)
    file: Mapped[str]
    title: Mapped[str]
    format: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    bytes: Mapped[int]
    chunks: Mapped[int]
    ingested_at: Mapped[str]
    place: Mapped[str] = mapped_column(index=True, unique=True)
    version: Mapped[int]
    parent_id: Mapped[str] = mapped_column(index=True)
    author: Mapped[str]
    created: Mapped[str]
    modified: Mapped[str]
    language: Mapped[str]
    pages: Mapped[int]


class VersionRow(Table):
    """A state that a document had or has; its file is stored while `is_kept`."""

    __tablename__ = "versions"

    document_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    bytes: Mapped[int]
    chunks: Mapped[int]
    ingested_at: Mapped[str]
    is_kept: Mapped[bool]


class ChunkRow(Table):
    """A passage. `key` is the row number the keyword index knows it by; `words` is what that index reads."""

    __tablename__ = "chunks"

    key: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str]
    heading: Mapped[str]
    words: Mapped[str]
    page: Mapped[int | None]
    start: Mapped[int]
    end: Mapped[int]
    boxes: Mapped[str]

    __table_args__ = (Index("ix_chunks_document_position", "document_id", "position"),)


class JobRow(Table):
    """A job; one that is running while nobody has the data folder open was cut off."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    target: Mapped[str]
    options: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[str]
    finished_at: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    failed: Mapped[int]
    seconds: Mapped[float] = mapped_column(Float)
    attempts: Mapped[int]
    error: Mapped[str]

    __table_args__ = ({"sqlite_autoincrement": True},)


class JobFileRow(Table):
    """How one file of a job came through."""

    __tablename__ = "job_files"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    file: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    chunks: Mapped[int]
    error: Mapped[str]
    attempts: Mapped[int]


class ReceiptRow(Table):
    """What a delete removed; until `is_complete`, vectors or files of it may still be there."""

    __tablename__ = "receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str]
    file: Mapped[str]
    deleted_at: Mapped[str]
    chunk_ids: Mapped[str]
    originals: Mapped[str]
    counts: Mapped[str]
    dependents: Mapped[str]
    is_complete: Mapped[bool]

    __table_args__ = ({"sqlite_autoincrement": True},)


class DependentRow(Table):
    """Something made from a document, such as a training row; stale when the document is gone."""

    __tablename__ = "dependents"

    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(primary_key=True, index=True)
    is_stale: Mapped[bool]


class TreeRow(Table):
    """One import of an organisation tree, kept exactly as it came; the highest version is in force."""

    __tablename__ = "trees"

    version: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    text: Mapped[str]
    name: Mapped[str]
    nodes: Mapped[int]
    people: Mapped[int]
    imported_at: Mapped[str]


class StampRow(Table):
    """A fact about the data folder itself, such as the embedder its vectors were made with."""

    __tablename__ = "stamps"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
