"""The documents of a data folder: what can be done with them, in one place."""

import threading
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from ingest.folder import SENT, Folder, sent_files, source_name
from ingest.index import Index, put_in_force
from ingest.intended import plan_of
from ingest.kept_parsers import KeptParsers
from ingest.members import MemberPool
from ingest.naming import find_documents
from ingest.originals import Originals
from ingest.page_images import page_image
from ingest.reconcile import place_vectors, put_in_their_classes, reconcile, tidy
from ingest.reindexing import embed_all
from ingest.removal import Remover
from ingest.sync import Engines, Ingestor
from ingest.verifying import State, verify
from ingest.worker import ParserPool
from trag.catalog.access import checked_groups, remove_folder_groups, set_folder_groups, set_groups
from trag.catalog.catalog import Catalog
from trag.catalog.versions import versions
from trag.errors import DocumentError
from trag.types import (
    Check,
    Document,
    DocumentVersion,
    IndexMade,
    IngestEvent,
    Job,
    PlannedFile,
    Receipt,
    ReindexEvent,
)


class Library:
    """Takes documents in and out of one data folder. Thread-safe; one change runs at a time.

    `index` gives the one that answers now.
    """

    def __init__(
        self, folder: Path, catalog: Catalog, index: Callable[[], Index], *, keep_versions: bool = False
    ) -> None:
        self._folder = folder
        self._catalog = catalog
        self._index = index
        self._originals = Originals(folder / "originals")
        self.keep_versions = keep_versions
        self._changing = threading.Lock()
        # Vectors move to where the catalog says: whoever moves them last has read it last.
        self._placing = threading.Lock()
        self._parsers = KeptParsers(ParserPool)

    def close(self) -> None:
        """End the processes kept for the next job."""
        self._parsers.close()

    def plan(self, path: Path) -> list[PlannedFile]:
        """What `ingest` would do with each file, changing nothing. Raises DocumentError."""
        return [step.planned for step in plan_of(path, self._catalog, prune=True)]

    def work(self, job: Job, options: Mapping[str, Any]) -> Generator[IngestEvent, None, None]:
        """Do what a job asks for. Closing it stops after the current file."""
        wanted = {name: value for name, value in options.items() if name not in {"path", "places", "owner"}}
        if job.kind == "upload":
            uploads = self._folder / "uploads"
            sent = sent_files(uploads, [uploads / place for place in options["places"]])
            return self.ingest(sent, **wanted)
        return self.ingest(Path(options["path"]), **wanted)

    def ingest(
        self,
        path: Path | Folder,
        *,
        prune: bool = False,
        only: Collection[str] = (),
        groups: Collection[str] | None = None,
    ) -> Generator[IngestEvent, None, None]:
        """Take in a file or folder; ends with IngestDone. Closing it stops after the current file.

        Documents that are no longer there go; `prune` allows that most of them do. `only` names the
        files to look at, where not all are wanted; `groups` are those that all of them get, where it is
        not their folder or the default that decides. Raises DocumentError.
        """
        unpacked = self._folder / "unpacked"
        with self._changing, self._parsers.lent() as pool, MemberPool(unpacked) as members:
            index = self._index()
            put_in_force(index, self._catalog)
            engines = Engines(
                catalog=self._catalog,
                store=index.store,
                embedder=index.embedder,
                originals=self._originals,
                remover=self._remover,
                parse_all=pool.parse_all,
                start_parsers=pool.start,
                unpack=members.unpack,
                keep_versions=self.keep_versions,
                place=self._place,
                groups=None if groups is None else checked_groups(groups),
            )
            yield from Ingestor(engines).ingest(path, prune=prune, only=only)

    def delete(self, names: Sequence[str]) -> list[Receipt]:
        """Delete documents by id or file name, with what was unpacked from them.

        Raises DocumentError if a name is unknown or there is none, and then deletes nothing.
        """
        with self._changing:
            found = find_documents(self._catalog.documents(), names)
            return self._remover.remove([document.id for document in found])

    def set_groups(self, names: Sequence[str], groups: Collection[str]) -> list[Document]:
        """Give documents, by id or file name, groups of their own, with what was unpacked from them.

        Who may not read them any more gets nothing of them from this moment on, also while documents are
        taken in. Raises DocumentError for an unknown name, a wrong group or a member of an archive.
        """
        found = find_documents(self._catalog.documents(), names)
        held = {document.id for document in found}
        # Whoever names an archive has not asked for its members one by one.
        asked = [document.id for document in found if document.parent_id not in held]
        self._place(set_groups(self._catalog, asked, groups))
        return [one for document in found if (one := self._catalog.document(document.id))]

    def set_folder_groups(self, folder: str, groups: Collection[str] | None) -> list[Document]:
        """Let the documents below a folder have these groups; None: those of the folder above or the default.

        `folder` is a path, or "uploads" for what is sent. Documents with groups of their own keep them.
        Those that have others now come back. Raises DocumentError.
        """
        where = folder if folder == SENT else source_name(Path(folder).expanduser().resolve())
        if groups is None:
            changed = remove_folder_groups(self._catalog, where)
        else:
            changed = set_folder_groups(self._catalog, where, groups)
        self._place(changed)
        return [one for document_id in changed if (one := self._catalog.document(document_id))]

    def _place(self, document_ids: Sequence[str]) -> None:
        """Bring the vectors of these documents to the classes that the catalog gives them at this moment."""
        if document_ids:
            with self._placing:
                place_vectors(self._catalog, self._index().store, document_ids)

    def repair(self) -> None:
        """Bring vectors and files in line with the catalog, as a crash may have left them."""
        # Whoever is changing the documents keeps all in line; to wait for that would take hours.
        if not self._changing.acquire(blocking=False):
            return
        try:
            index = self._index()
            self._remover.finish()
            with self._placing:
                reconcile(self._catalog, index.store, index.embedder)
            tidy(self._folder, self._catalog)
        finally:
            self._changing.release()

    def verify(self) -> list[Check]:
        """Proof that the index holds what the documents hold and nothing else; changes nothing."""
        with self._changing:
            return verify(State(self._folder, self._catalog, self._index()))

    def reindex(self, wanted: Index, switch: Callable[[Index], None]) -> Iterator[ReindexEvent]:
        """Make `wanted` beside the index that answers, then let it answer in one step.

        Documents may come and go meanwhile. Stopped, it goes on from there the next time.
        """
        start = perf_counter()
        yield from embed_all(self._catalog, wanted)
        with self._changing:
            yield from embed_all(self._catalog, wanted)
            with self._placing:
                # Groups may have changed since; after the switch, changes of them go to the new index.
                put_in_their_classes(self._catalog, wanted.store)
                put_in_force(wanted, self._catalog)
                switch(wanted)
            wanted.store.drop_others()
        seconds = round(perf_counter() - start, 3)
        yield IndexMade(wanted.name, self._catalog.chunk_count(), seconds)

    def versions(self, document_id: str) -> list[DocumentVersion]:
        """Every state that a document had, the newest first; empty if there is no such document."""
        return versions(self._catalog, document_id)

    def original(self, document_id: str, version: int | None = None) -> Path | None:
        """The file of a document as it was taken in, or of an older version if that is kept."""
        if version is None:
            digest = self._catalog.sha256(document_id)
        else:
            states = self.versions(document_id)
            digest = next((one.sha256 for one in states if one.version == version and one.is_kept), None)
        return self._originals.path(digest) if digest else None

    def page_image(self, document_id: str, page: int, width: int) -> Path | None:
        """The picture of a PDF's page; None if there is no such document. Raises DocumentError."""
        document, pdf = self._catalog.document(document_id), self.original(document_id)
        if document is None or pdf is None:
            return None
        if document.format != "pdf":
            hint = "Only a PDF has pictures of its pages."
            raise DocumentError(f"{document.file} has no pages to be shown.", hint=hint)
        return page_image(pdf, page, width, self._folder / "pages", document.file)

    @property
    def _remover(self) -> Remover:
        return Remover(
            self._catalog,
            self._index().store,
            self._originals,
            self._folder / "pages",
            self._folder / "uploads",
        )
