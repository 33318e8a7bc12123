"""Taking documents out: the catalog first, in one transaction, then vectors and files, then the receipt."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ingest.folder import SENT, place_of
from ingest.originals import Originals, sha256
from ingest.page_images import forget_pages
from trag.catalog.catalog import Catalog, now
from trag.catalog.purging import purge
from trag.catalog.receipts import (
    Removal,
    complete_receipt,
    remove_documents,
    unfinished_removals,
)
from trag.catalog.versions import wants_file
from trag.protocols import VectorStore
from trag.tree.loading import load_organisation
from trag.types import Receipt


class Remover:
    """Deletes documents of one data folder, and finishes deletes that were cut off."""

    def __init__(
        self,
        catalog: Catalog,
        store: VectorStore,
        originals: Originals,
        pages: Path,
        uploads: Path | None = None,
    ) -> None:
        self._catalog = catalog
        self._store = store
        self._originals = originals
        self._pages = pages
        self._uploads = uploads

    def remove(self, document_ids: Sequence[str]) -> list[Receipt]:
        """Delete these documents, and all that was made of them; ids nobody knows are left out.

        When it returns, no byte of their text is in the data folder. What the file system keeps of a
        file that was removed is beyond it, and so are backups. The numbers of a vector that was
        deleted may stay in Chroma's index files until Chroma writes these anew. Evaluation runs keep
        the answers and quotes they were given: the receipt names the cases that rest on a document.
        """
        documents = {one.id: one.file for one in self._catalog.known()} if document_ids else {}
        wanted = [document_id for document_id in dict.fromkeys(document_ids) if document_id in documents]
        nodes = self._nodes() if wanted else []
        named_by = {document_id: _naming(nodes, documents[document_id]) for document_id in wanted}
        return self._finish(remove_documents(self._catalog, named_by, now()))

    def finish(self) -> list[Receipt]:
        """Finish the deletes that were cut off."""
        return self._finish(unfinished_removals(self._catalog))

    def forget_file(self, sha256: str) -> int:
        """Remove a stored file and its page images, if it is nobody's any more; how many images."""
        if wants_file(self._catalog, sha256):
            return 0
        self._originals.forget(sha256)
        return forget_pages(self._pages, sha256)

    def _finish(self, removals: Sequence[Removal]) -> list[Receipt]:
        if not removals:
            return []
        stored = self._store.ids() - self._catalog.chunk_ids()
        receipts = []
        for removal in removals:
            vectors = sorted(stored.intersection(removal.chunk_ids))
            self._store.delete(vectors)
            self._forget_upload(removal)
            images = sum(self.forget_file(sha256) for sha256 in removal.originals)
            receipts.append(replace(removal.receipt, vectors=len(vectors), page_images=images))
        purge(self._catalog)
        for receipt in receipts:
            complete_receipt(self._catalog, receipt)
        return receipts

    def _forget_upload(self, removal: Removal) -> None:
        """Remove the copy of a file that was sent; one sent anew under its name, and not in yet, stays.

        Others may have sent the same file: theirs stands at another place.
        """
        if self._uploads is None or removal.source != SENT:
            return
        for path in self._uploads.glob("[!.]*/*"):
            is_own = place_of(f"{SENT}\n{path.parent.name}".encode()) == removal.place
            if is_own and sha256(path) == removal.receipt.original:
                shutil.rmtree(path.parent)

    def _nodes(self) -> list[tuple[str, str]]:
        """The nodes of the tree in force that name a source, with that."""
        stored = self._catalog.tree()
        if stored is None:
            return []
        summary, text = stored
        organisation = load_organisation(text, summary.file, version=summary.version)
        return [(node.id, node.source) for node in organisation.nodes if node.source]


def _naming(nodes: Sequence[tuple[str, str]], file: str) -> list[str]:
    name = file.rpartition("/")[2]
    return [f"tree node {node_id}" for node_id, source in nodes if name in source]
