"""The values of the question path: small, frozen, and made of nothing but each other."""

from dataclasses import dataclass, field
from typing import Literal

from trag.types.documents import Chunk

AnsweredBy = Literal["tree", "model", "none"]
Verdict = Literal["supported", "unchecked", "contradicted"]
Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class ScoredChunk:
    """A chunk with the retriever's score (higher is better) and its cosine similarity."""

    chunk: Chunk
    score: float
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Entity:
    """A unit, post or person of the organisation; `path` holds the names from the root to its parent."""

    id: str
    name: str
    kind: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a question that names an entity; several `candidates` when the name is ambiguous.

    `is_corrected` is true when the name is misspelt there, so that the entity is a guess.
    """

    text: str
    start: int
    end: int
    candidates: tuple[Entity, ...]
    is_corrected: bool = False

    @property
    def is_ambiguous(self) -> bool:
        """True when the name belongs to more than one entity."""
        return len(self.candidates) > 1


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence the organisation tree vouches for, about the entities with `entity_ids`."""

    text: str
    entity_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from. A tree citation has no page and no chunk; its quote is the fact.

    A source made of neighbouring passages has `passages`: each one's chunk id, and where in `quote` it
    starts.
    """

    number: int
    file: str
    page: int | None
    quote: str
    heading: tuple[str, ...] = ()
    document_id: str = ""
    chunk_id: str = ""
    passages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation with a language model."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a chat and the answer it got."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a model gets to read for a question: `text` is exactly what stands in the prompt."""

    text: str
    tokens: int
    facts: tuple[Fact, ...] = ()
    sources: tuple[Citation, ...] = ()
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer. `refused` means the material does not tell; `citations` is then empty.

    `tokens` counts the context, `timings` holds milliseconds by stage. `indexing` says which documents
    were not yet taken in when it was given; "" when all were.
    """

    question: str
    text: str
    refused: bool
    answered_by: AnsweredBy
    entities: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    candidates: tuple[Entity, ...] = ()
    tokens: int = 0
    timings: dict[str, float] = field(default_factory=dict)
    indexing: str = ""


@dataclass(frozen=True, slots=True)
class EntitiesFound:
    """The entities the question names."""

    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """The numbered sources the answer may cite."""

    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Queued:
    """How many questions the model answers before this one; 0: it is this one's turn.

    The question path says 0 before it asks the model. Whoever draws its events may let it wait there.
    """

    position: int


@dataclass(frozen=True, slots=True)
class Token:
    """Text of the answer: checked, final, to be shown at once."""

    text: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict on one sentence that was just released, and the sources that carry it."""

    sentence: str
    verdict: Verdict
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """The end of a stream: the whole answer."""

    answer: Answer


AnswerEvent = EntitiesFound | SourcesFound | Queued | Token | Verification | Done
