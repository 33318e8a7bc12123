"""The documents that a caller may read, and what they may do with them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ingest.naming import find_documents
from trag.errors import ForbiddenError
from trag.guarded.rights import Rights
from trag.protocols import Door
from trag.types import Chunk, Document, DocumentVersion, Receipt


class ReadableDocuments:
    """Documents of `door` as far as `rights` reach; all others are as if there were none."""

    def __init__(self, door: Door, rights: Rights) -> None:
        self._door = door
        self._rights = rights

    def all(self, text: str = "", format: str = "") -> list[Document]:  # noqa: A002
        """The readable documents, ordered by file."""
        found = self._door.documents(text, format)
        return [self._rights.seen(one) for one in found if self._rights.may_read(one)]

    def get(self, document_id: str) -> Document | None:
        """The document with this id, if it is readable."""
        found = self._door.document(document_id)
        return self._rights.seen(found) if found and self._rights.may_read(found) else None

    def ids(self) -> set[str]:
        """The ids of the readable documents."""
        return {document.id for document in self.all()}

    def passages(self, document_id: str) -> list[Chunk]:
        """The passages of a readable document."""
        return self._door.passages(document_id) if self.get(document_id) else []

    def versions(self, document_id: str) -> list[DocumentVersion]:
        """The states of a readable document."""
        return self._door.versions(document_id) if self.get(document_id) else []

    def original(self, document_id: str, version: int | None) -> Path | None:
        """The file of a readable document."""
        return self._door.original(document_id, version) if self.get(document_id) else None

    def page_image(self, document_id: str, page: int, width: int) -> Path | None:
        """The picture of a page of a readable document."""
        return self._door.page_image(document_id, page, width) if self.get(document_id) else None

    def delete(self, names: Sequence[str]) -> list[Receipt]:
        """Delete documents, all of whose groups are the caller's; names are those of readable ones."""
        self._rights.demand("editor")
        ids = self.changeable(names)
        return [self._counted(receipt) for receipt in self._door.delete(ids)]

    def changeable(self, names: Sequence[str], *, with_members: bool = True) -> list[str]:
        """The ids of these documents, with what was unpacked from them or without. Raises DocumentError.

        Raises ForbiddenError if one of them is others', too.
        """
        found = find_documents(self.all(), names)
        ids = [one.id for one in found if with_members or {one.id, one.file} & set(names)]
        for document_id in ids:
            self.demand_change(document_id)
        return ids

    def demand_change(self, document_id: str) -> None:
        """Raises ForbiddenError for a readable document that is not only the caller's to change."""
        whole = self._door.document(document_id)
        if whole is not None and not self._rights.may_change(whole):
            raise ForbiddenError(
                f"{whole.file} is also for readers of other groups; nothing was changed.",
                hint="Somebody who is in all of its groups, or an admin, can change it.",
            )

    def _counted(self, receipt: Receipt) -> Receipt:
        """The receipt with its counts: what else rests on a document may be others'."""
        if self._rights.rules_all:
            return receipt
        return replace(receipt, original="", is_original_shared=False, dependents=())
