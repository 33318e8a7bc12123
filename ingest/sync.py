"""Taking documents in: what is new or changed is parsed, chunked, embedded and put in force."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Literal

from ingest.blocks import ParsedDocument
from ingest.chunking import chunk
from ingest.folder import FoundFile, find_files
from trag.catalog.catalog import Catalog, Revision, now
from trag.errors import DataFolderError, DiskFullError, DocumentError
from trag.protocols import Embedder, VectorStore
from trag.types import Chunk, Document, FileIngested, IngestDone, IngestEvent

Parsed = ParsedDocument | DocumentError
ParseAll = Callable[[Sequence[Path]], Generator[tuple[Path, Parsed], None, None]]
Status = Literal["new", "changed", "unchanged", "failed"]


class Ingestor:
    """Takes files and folders into one data folder.

    Each document is put in force by one transaction of the catalog, after its vectors are stored:
    stopped at any moment, an ingest leaves every document either as it was or as it is now, and at
    worst vectors that nobody asks for. `originals` keeps the files themselves, by their sha256.
    """

    def __init__(
        self, catalog: Catalog, store: VectorStore, embedder: Embedder, originals: Path, parse_all: ParseAll
    ) -> None:
        self._catalog = catalog
        self._store = store
        self._embedder = embedder
        self._originals = originals
        self._parse_all = parse_all

    def ingest(self, path: Path) -> Iterator[IngestEvent]:
        """An event per file as it is through, then IngestDone. Raises DocumentError if there is no file."""
        start = perf_counter()
        found = find_files(path, self._catalog.sources())
        counts: Counter[str] = Counter()
        chunks = 0
        for done, (file, status, made, error) in enumerate(self._each(found), start=1):
            counts[status] += 1
            chunks += made
            yield FileIngested(file, status, made, done, len(found), error)
        seconds = round(perf_counter() - start, 3)
        yield IngestDone(
            counts["new"], counts["changed"], counts["unchanged"], counts["failed"], chunks, seconds
        )

    def _each(self, found: Sequence[FoundFile]) -> Iterator[tuple[str, Status, int, str]]:
        digests = {item.path: _sha256(item.path) for item in found}
        known = {item.path: self._catalog.sha256(item.document_id) for item in found}
        for item in found:
            if digests[item.path] == known[item.path]:
                yield item.file, "unchanged", 0, ""
        changed = {item.path: item for item in found if digests[item.path] != known[item.path]}
        if not changed:
            return
        self._embedder.warm_up()
        with closing(self._parse_all(list(changed))) as parsed:
            for path, result in parsed:
                item = changed[path]
                try:
                    if isinstance(result, DocumentError):
                        raise result
                    made = self._put(item, digests[path], result)
                except DocumentError as exc:
                    yield item.file, "failed", 0, str(exc)
                else:
                    yield item.file, "new" if known[path] is None else "changed", made, ""

    def _put(self, item: FoundFile, digest: str, parsed: ParsedDocument) -> int:
        chunks = chunk(
            parsed, document_id=item.document_id, file=item.file, count_tokens=self._embedder.count_tokens
        )
        self._keep_original(item.path, digest)
        self._embed(item.document_id, chunks)
        document = Document(
            item.document_id,
            item.file,
            parsed.title,
            parsed.format,
            len(chunks),
            item.path.stat().st_size,
            now(),
        )
        gone = self._catalog.put_document(Revision(document, str(item.source), digest), chunks)
        self._store.delete(gone)
        return len(chunks)

    def _embed(self, document_id: str, chunks: Sequence[Chunk]) -> None:
        """Vectors for the chunks that have none yet: an edit costs only the sections it touched."""
        known = self._catalog.chunk_ids(document_id)
        new = [item for item in chunks if item.id not in known]
        if new:
            self._store.add(new, self._embedder.embed([item.embedded_text for item in new]))

    def _keep_original(self, path: Path, digest: str) -> None:
        kept = self._originals / digest
        if kept.exists():
            return
        try:
            self._originals.mkdir(parents=True, exist_ok=True)
            unfinished = kept.with_suffix(".part")
            shutil.copyfile(path, unfinished)
            unfinished.replace(kept)
        except OSError as exc:
            raise _storage_error(exc, self._originals) from exc


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # parsing names what is wrong with it


def _storage_error(exc: OSError, folder: Path) -> DataFolderError:
    import errno

    if exc.errno in (errno.ENOSPC, errno.EDQUOT):
        message = f"The disk of {folder} is full; the documents taken in so far are safe."
        return DiskFullError(message, hint="Make room and run the same command again.")
    return DataFolderError(f"{folder} can't be written: {exc.strerror}.", hint="Check the folder's rights.")
