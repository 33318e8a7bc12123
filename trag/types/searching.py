"""What is found for a question when nobody writes an answer."""

from dataclasses import dataclass

from trag.types.asking import Entity, Fact


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage of a document; `rank` counts from 1, the best first."""

    rank: int
    chunk_id: str
    document_id: str
    file: str
    text: str
    heading: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The passages for a question, with what the organisation tree knows about it."""

    question: str
    passages: tuple[FoundPassage, ...]
    facts: tuple[Fact, ...] = ()
    entities: tuple[Entity, ...] = ()
