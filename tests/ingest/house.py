"""A data folder with its engines and a folder of documents, for tests of what an ingest does."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.containers import Unpacked, unpack
from ingest.originals import Originals
from ingest.parsing import parse
from ingest.removal import Remover
from ingest.sniffing import sniff
from ingest.sync import Engines, Ingestor, ParseAll, Parsed
from trag.catalog.catalog import Catalog
from trag.catalog.versions import wanted_originals
from trag.engines.fakes import FakeEmbedder
from trag.engines.memory_store import MemoryVectorStore
from trag.errors import DocumentError
from trag.protocols import Embedder, Vectors
from trag.types import Document, FileIngested, IngestDone, IngestEvent

LEAVE = "# Leave\n\n## Annual\n\nTwenty days a year.\n\n## Sick\n\nTell your supervisor by ten o'clock.\n"


class CountingEmbedder(FakeEmbedder):
    """Notes what it was asked to embed."""

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return super().embed(texts)


def parse_here(paths: Sequence[Path]) -> Generator[tuple[Path, Parsed], None, None]:
    """Like a ParserPool without its processes."""
    for path in paths:
        try:
            yield path, parse(path)
        except DocumentError as error:
            yield path, error


@contextmanager
def unpack_here(path: Path) -> Iterator[Unpacked]:
    """Like a MemberPool without its process."""
    with TemporaryDirectory() as folder:
        yield unpack(path, sniff(path), Path(folder))


@dataclass
class House:
    """A data folder with its engines, and a folder of documents."""

    root: Path
    catalog: Catalog
    store: MemoryVectorStore = field(default_factory=MemoryVectorStore)
    embedder: CountingEmbedder = field(default_factory=CountingEmbedder)
    done: IngestDone = field(init=False)

    @property
    def documents(self) -> Path:
        return self.root / "documents"

    @property
    def originals(self) -> Path:
        return self.root / "originals"

    @property
    def ingestor(self) -> Ingestor:
        return self.ingestor_with()

    def ingestor_with(
        self, parse_all: ParseAll = parse_here, embedder: Embedder | None = None, *, keep: bool = False
    ) -> Ingestor:
        originals = Originals(self.originals)
        remover = Remover(self.catalog, self.store, originals, self.root / "pages")
        engines = Engines(
            catalog=self.catalog,
            store=self.store,
            embedder=embedder or self.embedder,
            originals=originals,
            remover=remover,
            parse_all=parse_all,
            unpack=unpack_here,
            keep_versions=keep,
        )
        return Ingestor(engines)

    def write(self, name: str, text: str) -> Path:
        path = self.documents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def ingest(self, path: Path | None = None, *, prune: bool = False, keep: bool = False) -> dict[str, str]:
        """The status of each file; vectors and originals are exactly those that count."""
        self.embedder.embedded.clear()
        events = list(self.ingestor_with(keep=keep).ingest(path or self.documents, prune=prune))
        assert self.store.ids() == self.catalog.chunk_ids()
        assert Originals(self.originals).names() == wanted_originals(self.catalog)
        assert isinstance(events[-1], IngestDone)
        self.done = events[-1]
        return {event.file: event.status for event in files(events)}

    def document(self, file: str) -> Document:
        """The one document of this name."""
        (found,) = [document for document in self.catalog.documents() if document.file == file]
        return found

    def texts(self, file: str) -> list[str]:
        """The passages of the document of this name."""
        return [chunk.text for chunk in self.catalog.passages(self.document(file).id)]


def files(events: Sequence[IngestEvent]) -> list[FileIngested]:
    return [event for event in events if isinstance(event, FileIngested)]
