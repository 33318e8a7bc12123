"""A data folder of any size: passages about topics, with vectors that lie together by topic."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np

from trag.catalog.catalog import Catalog, Revision, now
from trag.factory import build_catalog, build_vector_store
from trag.protocols import Vectors
from trag.settings import Settings, load_settings
from trag.types import Chunk, Document

DIMENSION = 384
CHUNK_WORDS, SENTENCE, ZIPF, QUERY_WORDS = 90, 15, 1.3, 6
TOPIC_CHUNKS, TOPIC_WORDS, TOPIC_SHARE = 100, 30, 0.3
DOCUMENT_CHUNKS = 500
# The spread makes two passages of one topic about as alike as MiniLM finds them: cosine 0.6.
SPREAD, QUERY_SPREAD = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Query:
    """A question, its vector, and the chunk it is about."""

    text: str
    vector: Vectors
    chunk_id: str


class Corpus:
    """The generated passages and vectors; the same size always gives the same."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._topics = max(1, size // TOPIC_CHUNKS)
        self._words = _shuffled_words()

    @cached_property
    def vectors(self) -> Vectors:
        """A unit vector per chunk."""
        dice = np.random.default_rng(1)
        centres = _unit(dice.standard_normal((self._topics, DIMENSION), np.float32))
        noise = _unit(dice.standard_normal((self.size, DIMENSION), np.float32))
        return _unit(centres[np.arange(self.size) % self._topics] + SPREAD * noise)

    def chunk(self, number: int) -> Chunk:
        """The chunk with this number: frequent words as in any text, rarer ones of its topic."""
        text = " ".join(self._sentences([self._words[rank] for rank in self._ranks(number)]))
        document, position = divmod(number, DOCUMENT_CHUNKS)
        heading = (f"Part {number % self._topics}",)
        return Chunk(f"c{number}", f"d{document}", f"d{document}.md", text, heading, position=position)

    def _ranks(self, number: int) -> list[int]:
        """The words of a chunk, each by its place among all words, the most frequent first."""
        dice = np.random.default_rng((2, number))
        common = np.minimum(dice.zipf(ZIPF, CHUNK_WORDS), len(self._words)) - 1
        known = np.random.default_rng((3, number % self._topics)).integers(100, len(self._words), TOPIC_WORDS)
        of_topic = known[dice.integers(0, TOPIC_WORDS, CHUNK_WORDS)]
        ranks: list[int] = np.where(dice.random(CHUNK_WORDS) < TOPIC_SHARE, of_topic, common).tolist()
        return ranks

    def _sentences(self, words: Sequence[str]) -> Iterator[str]:
        for first in range(0, len(words), SENTENCE):
            yield f"{' '.join(words[first : first + SENTENCE]).capitalize()}."

    def queries(self, count: int) -> list[Query]:
        """Questions of a passage's rarer words, with a vector near the passage's own."""
        dice = np.random.default_rng(4)
        return [self._query(dice, int(number)) for number in dice.integers(0, self.size, count)]

    def _query(self, dice: np.random.Generator, number: int) -> Query:
        rare = [self._words[rank] for rank in sorted(set(self._ranks(number)))[-QUERY_WORDS:]]
        noise = _unit(dice.standard_normal((1, DIMENSION), np.float32))
        vector = _unit(self.vectors[number : number + 1] + QUERY_SPREAD * noise)[0]
        return Query(f"What do the rules say about {' '.join(rare)}?", vector, f"c{number}")


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _shuffled_words() -> list[str]:
    text = files("trag.tree.detection").joinpath("ordinary_words.txt").read_text(encoding="utf-8")
    words = [line for line in text.splitlines() if not line.startswith("#")]
    return [words[place] for place in np.random.default_rng(5).permutation(len(words))]


def built(folder: Path, size: int, say: Callable[[str], None]) -> Settings:
    """The settings of a data folder with `size` chunks below `folder`, made when it is not there yet."""
    settings = load_settings(folder / f"chunks-{size}", llm="fake")
    if not settings.data.exists():
        settings.data.mkdir(parents=True)
        _fill(settings, Corpus(size), say)
    return settings


def _fill(settings: Settings, corpus: Corpus, say: Callable[[str], None]) -> None:
    catalog, store = build_catalog(settings), build_vector_store(settings)
    store.warm_up()
    for first in range(0, corpus.size, DOCUMENT_CHUNKS):
        numbers = range(first, min(first + DOCUMENT_CHUNKS, corpus.size))
        chunks = [corpus.chunk(number) for number in numbers]
        _put(catalog, chunks)
        store.add(chunks, corpus.vectors[numbers.start : numbers.stop])
        if numbers.stop % 10_000 == 0:
            say(f"{numbers.stop:,} of {corpus.size:,} chunks stored")
    catalog.close()


def _put(catalog: Catalog, chunks: Sequence[Chunk]) -> None:
    first = chunks[0]
    document = Document(first.document_id, first.file, first.file, "md", len(chunks), 1, now())
    catalog.put_document(Revision(document, "generated", "0"), chunks)
