"""Documents of the catalog by what they are called and what they are."""

from sqlalchemy import func, or_

from trag.catalog.catalog import Catalog
from trag.catalog.models import DocumentRow
from trag.catalog.rows import document_from, document_query
from trag.types import Document


def documents_like(catalog: Catalog, text: str = "", format: str = "") -> list[Document]:  # noqa: A002
    """The documents with `text` in their file's name or title, of this format; ordered by file.

    Nothing in `text` has a meaning, and the case of its letters does not count; "" is any.
    """
    query = document_query().order_by(DocumentRow.file, DocumentRow.id)
    if needle := text.casefold():
        names = (DocumentRow.file, DocumentRow.title)
        query = query.where(or_(*(func.instr(func.folded(name), needle) > 0 for name in names)))
    if format:
        query = query.where(DocumentRow.format == format.lower())
    with catalog.engine.connect() as connection:
        return [document_from(row) for row in connection.execute(query).mappings()]
