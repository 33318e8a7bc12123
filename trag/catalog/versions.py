"""The states that documents had: every one is noted, the files of older ones are kept on request."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from trag.catalog.models import DocumentRow, VersionRow
from trag.types import Document, DocumentVersion

if TYPE_CHECKING:
    from trag.catalog.catalog import Catalog

SAID = ("version", "file", "bytes", "chunks", "ingested_at")


def record_version(connection: Connection, document: Document, sha256: str, *, keep_older: bool) -> None:
    """Note the state that a document has from now on."""
    same = VersionRow.document_id == document.id
    if not keep_older:
        connection.execute(update(VersionRow).where(same).values(is_kept=False))
    connection.execute(delete(VersionRow).where(same, VersionRow.version == document.version))
    values: dict[str, Any] = {name: getattr(document, name) for name in SAID}
    values |= {"document_id": document.id, "sha256": sha256, "is_kept": True}
    connection.execute(insert(VersionRow).values(**values))


def rename_version(connection: Connection, document_id: str, file: str) -> None:
    """Note another name for the state that a document has now."""
    newest = select(DocumentRow.version).where(DocumentRow.id == document_id).scalar_subquery()
    same = (VersionRow.document_id == document_id, VersionRow.version == newest)
    connection.execute(update(VersionRow).where(*same).values(file=file))


def versions(catalog: "Catalog", document_id: str) -> list[DocumentVersion]:
    """Every state that a document had, the newest first; empty if there is no such document."""
    query = select(VersionRow.__table__).where(VersionRow.document_id == document_id)
    with catalog.engine.connect() as connection:
        rows = connection.execute(query.order_by(VersionRow.version.desc())).mappings()
        return [_version(row) for row in rows]


def wanted_originals(catalog: "Catalog") -> set[str]:
    """The sha256 of every file that has to be kept: of documents, and of older versions where asked."""
    with catalog.engine.connect() as connection:
        kept = select(VersionRow.sha256).where(VersionRow.is_kept)
        return set(connection.execute(select(DocumentRow.sha256).union(kept)).scalars())


def wants_file(catalog: "Catalog", sha256: str) -> bool:
    """True while a document or a kept version consists of these bytes."""
    with catalog.engine.connect() as connection:
        return is_wanted(connection, sha256)


def is_wanted(connection: Connection, sha256: str) -> bool:
    """True while a document or a kept version consists of these bytes."""
    version = select(VersionRow.document_id).where(VersionRow.sha256 == sha256, VersionRow.is_kept)
    document = select(DocumentRow.id).where(DocumentRow.sha256 == sha256)
    return bool(connection.execute(select(or_(version.exists(), document.exists()))).scalar())


def _version(row: RowMapping) -> DocumentVersion:
    return DocumentVersion(**{name: row[name] for name in DocumentVersion.__slots__})
