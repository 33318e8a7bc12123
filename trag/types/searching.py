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


@dataclass(frozen=True, slots=True)
class SearchWays:
    """How the passages for a question come to be found, each list best first.

    `dense` scores are cosine similarities, `keyword` scores BM25, `fused` what both make together, and
    `chosen` what is left without repetitions, in the order the context takes from. `context` is the exact
    text the model would get, `tokens` its length.
    """

    question: str
    dense: tuple[FoundPassage, ...]
    keyword: tuple[FoundPassage, ...]
    fused: tuple[FoundPassage, ...]
    chosen: tuple[FoundPassage, ...]
    context: str
    tokens: int
