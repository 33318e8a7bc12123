"""Rows of the catalog as the values that travel."""

import json
from typing import Any

from sqlalchemy import RowMapping, Select, select

from trag.catalog.models import AccessClassRow, ChunkRow, DocumentRow
from trag.types import Box, Chunk, Document

CHUNK_COLUMNS = ("id", "document_id", "text", "page", "position", "start", "end")
# All that a document's own row tells of it.
DOCUMENT_COLUMNS = tuple(name for name in Document.__slots__ if name != "groups")


def document_query() -> Select[Any]:
    """Selects documents, each with its groups."""
    columns = [DocumentRow.__table__.c[name] for name in DOCUMENT_COLUMNS]
    of_document = AccessClassRow.id == DocumentRow.access_class
    return select(*columns, AccessClassRow.groups).join(AccessClassRow, of_document)


def document_from(row: RowMapping) -> Document:
    """The document of a row that `document_query` found."""
    values = {name: row[name] for name in DOCUMENT_COLUMNS}
    return Document(**values, groups=tuple(json.loads(row["groups"])))


def chunk_query() -> Select[Any]:
    """Selects chunks, each with the file of its document."""
    columns = [ChunkRow.__table__.c[name] for name in (*CHUNK_COLUMNS, "heading", "boxes")]
    return select(*columns, DocumentRow.file).join(DocumentRow, DocumentRow.id == ChunkRow.document_id)


def chunk_from(row: RowMapping) -> Chunk:
    """The chunk of a row that `chunk_query` found."""
    values = {name: row[name] for name in CHUNK_COLUMNS}
    boxes = tuple(Box(*sides) for sides in json.loads(row["boxes"])) if row["boxes"] else ()
    return Chunk(**values, heading=tuple(json.loads(row["heading"])), file=row["file"], boxes=boxes)
