"""The tables of the catalog."""

from sqlalchemy import ForeignKey, Index, MetaData
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
    """A document and the version of it that counts; `source` is the folder or upload it came from."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(index=True)
    file: Mapped[str]
    title: Mapped[str]
    format: Mapped[str]
    sha256: Mapped[str]
    bytes: Mapped[int]
    chunks: Mapped[int]
    ingested_at: Mapped[str]


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

    __table_args__ = (Index("ix_chunks_document_position", "document_id", "position"),)


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
