"""Taking documents in: what is new or changed is parsed, chunked, embedded and put in force."""

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Literal

from ingest.blocks import ParsedDocument
from ingest.chunking import chunk
from ingest.decoding import printable, shown
from ingest.folder import FoundFile, find_files
from ingest.originals import Originals, sha256
from trag.catalog.catalog import Catalog, Revision, now
from trag.errors import DocumentError
from trag.protocols import Embedder, VectorStore
from trag.types import Chunk, Document, FileIngested, IngestDone, IngestEvent

Parsed = ParsedDocument | DocumentError
ParseAll = Callable[[Sequence[Path]], Generator[tuple[Path, Parsed], None, None]]
Status = Literal["new", "changed", "unchanged", "failed"]
Through = tuple[str, Status, int, str]
# Passages that are embedded and stored together: a store's fixed cost, 50 ms in Chroma, is per call.
BATCH = 64
# A document may have any number of them; their vectors need not all be in memory.
MOST = 512


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
        self._originals = Originals(originals)
        self._parse_all = parse_all

    def ingest(self, path: Path) -> Generator[IngestEvent, None, None]:
        """An event per file as it is through, then IngestDone. Raises DocumentError if there is no file."""
        start = perf_counter()
        found = find_files(path, self._catalog.sources())
        counts: Counter[str] = Counter()
        chunks = 0
        with closing(self._each(found)) as each:
            for done, (file, status, made, error) in enumerate(each, start=1):
                counts[status] += 1
                chunks += made
                yield FileIngested(file, status, made, done, len(found), error)
        seconds = round(perf_counter() - start, 3)
        yield IngestDone(
            counts["new"], counts["changed"], counts["unchanged"], counts["failed"], chunks, seconds
        )

    def _each(self, found: Sequence[FoundFile]) -> Generator[Through, None, None]:
        digests = {item.path: sha256(item.path) for item in found}
        known = {item.path: self._catalog.sha256(item.document_id) for item in found}
        for item in found:
            if digests[item.path] == known[item.path]:
                yield item.file, "unchanged", 0, ""
        changed = {item.path: item for item in found if digests[item.path] != known[item.path]}
        if not changed:
            return
        self._embedder.warm_up()
        cut: list[_Cut] = []
        with closing(self._parse_all(list(changed))) as parsed:
            for path, result in parsed:
                try:
                    cut.append(self._cut(changed[path], digests[path], result))
                except DocumentError as exc:
                    yield changed[path].file, "failed", 0, _said(exc, path)
                if sum(len(one.missing) for one in cut) >= BATCH:
                    yield from self._put(cut)
                    cut.clear()
        yield from self._put(cut)

    def _cut(self, item: FoundFile, digest: str, parsed: Parsed) -> "_Cut":
        if isinstance(parsed, DocumentError):
            raise parsed
        chunks = chunk(
            parsed, document_id=item.document_id, file=item.file, count_tokens=self._embedder.count_tokens
        )
        size = self._originals.keep(item.path, digest)
        document = Document(
            item.document_id, item.file, parsed.title, parsed.format, len(chunks), size, now()
        )
        # A passage that was there before has its vector: an edit costs only the sections it touched.
        known = self._catalog.chunk_ids(item.document_id)
        missing = [made for made in chunks if made.id not in known]
        is_new = self._catalog.sha256(item.document_id) is None
        return _Cut(Revision(document, str(item.source), digest), chunks, missing, is_new)

    def _put(self, cut: Sequence["_Cut"]) -> list[Through]:
        """Make the vectors that are missing, then put one document after the other in force."""
        through: list[Through] = []
        missing = [made for one in cut for made in one.missing]
        for first in range(0, len(missing), MOST):
            some = missing[first : first + MOST]
            self._store.add(some, self._embedder.embed([made.embedded_text for made in some]))
        for one in cut:
            gone = self._catalog.put_document(one.revision, one.chunks)
            self._store.delete(gone)
            status: Status = "new" if one.is_new else "changed"
            through.append((one.revision.document.file, status, len(one.chunks), ""))
        return through


def _said(error: DocumentError, path: Path) -> str:
    """The error as it can be printed, whatever the file's name holds."""
    return printable(str(error).replace(path.name, shown(path.name)))


@dataclass(frozen=True, slots=True)
class _Cut:
    """A document cut into passages, some of them still without a vector."""

    revision: Revision
    chunks: Sequence[Chunk]
    missing: Sequence[Chunk]
    is_new: bool
