"""An embedder and a vector store whose time is taken."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter

from trag.protocols import Embedder, Vectors, VectorStore
from trag.types import Chunk


class Stopwatch:
    """Seconds spent in named parts."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def running(self, part: str) -> Iterator[None]:
        """Add the time of the block to this part."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[part] += perf_counter() - start


class TimedEmbedder:
    """The same Embedder, its time taken and its tokens counted (outside that time)."""

    def __init__(self, embedder: Embedder, watch: Stopwatch) -> None:
        self._embedder, self._watch = embedder, watch
        self.id, self.dimension, self.max_tokens = embedder.id, embedder.dimension, embedder.max_tokens
        self.warm_up, self.count_tokens = embedder.warm_up, embedder.count_tokens
        self._texts: list[str] = []

    @property
    def tokens(self) -> int:
        """The tokens of all texts embedded so far, each cut to what the embedder reads."""
        return sum(min(self.count_tokens(text), self.max_tokens) for text in self._texts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension), each of length 1."""
        self._texts.extend(texts)
        with self._watch.running("embedder"):
            return self._embedder.embed(texts)


class TimedStore:
    """The same VectorStore, its time taken."""

    def __init__(self, store: VectorStore, watch: Stopwatch) -> None:
        self._store, self._watch = store, watch
        self.warm_up, self.search, self.ids = store.warm_up, store.search, store.ids
        self.move, self.classes = store.move, store.classes
        self.vectors, self.drop, self.drop_others = store.vectors, store.drop, store.drop_others

    def add(self, chunks: Sequence[Chunk], vectors: Vectors, access_class: int = 0) -> None:
        """Store the chunks' vectors."""
        with self._watch.running("vectors"):
            self._store.add(chunks, vectors, access_class)

    def delete(self, chunk_ids: Sequence[str]) -> None:
        """Forget these chunks."""
        with self._watch.running("vectors"):
            self._store.delete(chunk_ids)
