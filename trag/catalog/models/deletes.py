"""The tables of deletes: their receipts, and what rests on a document."""

from sqlalchemy.orm import Mapped, mapped_column

from trag.catalog.models.table import Table


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
