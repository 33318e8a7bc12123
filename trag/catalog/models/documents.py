"""The tables of documents: what they are, were, and hold."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from trag.catalog.models.table import Table


class DocumentRow(Table):
    """A document and the version of it that counts; `source` is the folder or upload it came from.

    `place` stands for the path it was found at, whatever bytes the path is made of. A container
    `is_incomplete` while some of its members could not be read. It `has_own_groups` when these were given
    to it itself, so that no rule of a folder changes them.
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
    is_incomplete: Mapped[bool]
    access_class: Mapped[int] = mapped_column(index=True, default=0)
    has_own_groups: Mapped[bool] = mapped_column(default=False)


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
    """A passage. `key` is the row number the keyword index knows it by; `words` is what that index reads.

    `access_class` is always that of its document.
    """

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
    access_class: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_chunks_document_position", "document_id", "position"),)
