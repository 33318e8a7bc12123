"""Deleting documents from the catalog, and the receipts that say what went.

A delete is one transaction: what the catalog holds of a document goes, and a receipt comes that is not
complete yet. Then the vectors and files are removed, and the receipt is completed. A delete that was cut
off in between is finished from its receipt.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, text, update

from trag.catalog.database import translated
from trag.catalog.dependents import mark_stale
from trag.catalog.keyword_tables import keyword_tables
from trag.catalog.models import ChunkRow, DocumentRow, ReceiptRow, VersionRow
from trag.catalog.quotes import withdraw_quotes
from trag.catalog.versions import is_wanted
from trag.types import Receipt

if TYPE_CHECKING:
    from trag.catalog.catalog import Catalog

COUNTS = ("chunks", "vectors", "keyword_rows", "page_images", "versions")


@dataclass(frozen=True, slots=True)
class Removal:
    """A receipt and what it still needs: vectors of these chunks and files of these sha256 have to go.

    `source` and `place` are where the document came from; "" once the receipt is complete.
    """

    receipt: Receipt
    chunk_ids: tuple[str, ...]
    originals: tuple[str, ...]
    source: str = ""
    place: str = ""


def remove_documents(
    catalog: "Catalog", named_by: Mapping[str, Sequence[str]], deleted_at: str
) -> list[Removal]:
    """Take documents out of the catalog, all or none; unknown ones are left out.

    The receipts are still to be completed. `named_by` holds by document id what names it without being
    noted as made from it, such as nodes of the tree.
    """
    with translated(catalog.path), catalog.engine.begin() as connection:
        removals = [_remove(connection, one, deleted_at, names) for one, names in named_by.items()]
    return [removal for removal in removals if removal is not None]


def _remove(
    connection: Connection, document_id: str, deleted_at: str, named_by: Sequence[str]
) -> Removal | None:
    rows = connection.execute(select(DocumentRow.__table__).where(DocumentRow.id == document_id))
    document = rows.mappings().one_or_none()
    if document is None:
        return None
    chunk_ids = connection.execute(select(ChunkRow.id).where(ChunkRow.document_id == document_id))
    removal = tuple(chunk_ids.scalars())
    states = set(_states(connection, document_id))
    counts = _counts(connection, document_id, len(removal))
    rests = [*mark_stale(connection, document_id), *named_by]
    withdraw_quotes(connection, document_id)
    _delete_rows(connection, document_id)
    gone = sorted(sha256 for sha256 in states if not is_wanted(connection, sha256))
    known = {"original": document["sha256"], "source": document["source"], "place": document["place"]}
    made = connection.execute(
        insert(ReceiptRow)
        .returning(ReceiptRow.__table__)
        .values(
            document_id=document_id,
            file=document["file"],
            deleted_at=deleted_at,
            chunk_ids=json.dumps(removal),
            originals=json.dumps(gone),
            counts=json.dumps(counts | known),
            dependents=json.dumps(rests),
            is_complete=False,
        )
    )
    return _removal(made.mappings().one())


def unfinished_removals(catalog: "Catalog") -> list[Removal]:
    """The deletes that were cut off, oldest first."""
    return [removal for removal, is_complete in all_removals(catalog) if not is_complete]


def all_removals(catalog: "Catalog") -> list[tuple[Removal, bool]]:
    """Every delete and whether it is complete, oldest first."""
    with catalog.engine.connect() as connection:
        rows = connection.execute(select(ReceiptRow.__table__).order_by(ReceiptRow.id)).mappings()
        return [(_removal(row), row["is_complete"]) for row in rows]


def complete_receipt(catalog: "Catalog", receipt: Receipt) -> None:
    """Note that all is gone, with the counts that only now are known."""
    counts = {name: getattr(receipt, name) for name in COUNTS} | {"original": receipt.original}
    values = {"counts": json.dumps(counts), "is_complete": True}
    with translated(catalog.path), catalog.engine.begin() as connection:
        connection.execute(update(ReceiptRow).where(ReceiptRow.id == receipt.id).values(**values))


def _states(connection: Connection, document_id: str) -> list[str]:
    document = select(DocumentRow.sha256).where(DocumentRow.id == document_id)
    kept = select(VersionRow.sha256).where(VersionRow.document_id == document_id, VersionRow.is_kept)
    return list(connection.execute(document.union(kept)).scalars())


def _counts(connection: Connection, document_id: str, chunks: int) -> dict[str, Any]:
    keyword_rows = sum(_keyword_rows(connection, table, document_id) for table in keyword_tables(connection))
    query = select(func.count()).select_from(VersionRow).where(VersionRow.document_id == document_id)
    versions = connection.execute(query).scalar_one()
    return {
        "chunks": chunks,
        "vectors": 0,
        "keyword_rows": keyword_rows,
        "page_images": 0,
        "versions": versions,
    }


def _keyword_rows(connection: Connection, table: str, document_id: str) -> int:
    query = (
        f"SELECT count(*) FROM chunks JOIN {table}_docsize AS row ON row.id = chunks.key"  # noqa: S608 - our own
        " WHERE chunks.document_id = :document_id"
    )
    return int(connection.execute(text(query), {"document_id": document_id}).scalar_one())


def _delete_rows(connection: Connection, document_id: str) -> None:
    # The passages one by one, not by a cascade: only so the trigger of the keyword index is sure to run.
    connection.execute(delete(ChunkRow).where(ChunkRow.document_id == document_id))
    connection.execute(delete(VersionRow).where(VersionRow.document_id == document_id))
    connection.execute(delete(DocumentRow).where(DocumentRow.id == document_id))


def _removal(row: RowMapping) -> Removal:
    counts = json.loads(row["counts"])
    originals = tuple(json.loads(row["originals"]))
    source, place = counts.pop("source", ""), counts.pop("place", "")
    receipt = Receipt(
        id=row["id"],
        document_id=row["document_id"],
        file=row["file"],
        deleted_at=row["deleted_at"],
        **counts,
        is_original_shared=counts["original"] not in originals,
        dependents=tuple(json.loads(row["dependents"])),
    )
    return Removal(receipt, tuple(json.loads(row["chunk_ids"])), originals, source, place)
