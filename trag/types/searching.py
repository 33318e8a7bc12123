"""What is found for a question when nobody writes an answer."""

from dataclasses import dataclass

from trag.types.asking import Entity, Fact


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage of a document; `rank` counts from 1, the best first.

    `score` and `similarity` are the retriever's, for those who keep the documents; None for readers.
    """

    rank: int
    chunk_id: str
    document_id: str
    file: str
    text: str
    heading: tuple[str, ...] = ()
    page: int | None = None
    score: float | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The passages for a question, with what the organisation tree knows about it."""

    question: str
    passages: tuple[FoundPassage, ...]
    facts: tuple[Fact, ...] = ()
    entities: tuple[Entity, ...] = ()
