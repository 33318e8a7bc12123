"""The seams: what trag asks of an engine. Adapters live in `trag.engines` and do not inherit from these."""

from collections import abc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from trag.account_door import AccountDoor
from trag.conversation_door import ConversationDoor
from trag.doors import GroupsDoor, JobDoor, NodeDoor
from trag.types import (
    AnswerEvent,
    Caller,
    Check,
    Chunk,
    Context,
    Document,
    DocumentVersion,
    IngestEvent,
    Message,
    PlannedFile,
    Receipt,
    ReindexEvent,
    ScoredChunk,
    SearchResult,
    SearchWays,
    TreeSummary,
    Turn,
)

Vectors = NDArray[np.float32]
# Text as it comes; closing it stops whoever writes it.
TextStream = abc.Generator[str, None, None]


class Embedder(Protocol):
    """Turns text into unit vectors; `id` changes whenever the vectors would."""

    @property
    def id(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def max_tokens(self) -> int: ...

    def warm_up(self) -> None:
        """Load the model now, so that the first question need not wait for it."""
        ...

    def count_tokens(self, text: str) -> int:
        """The length of `text` in the embedder's own tokens."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension), each of length 1."""
        ...


class VectorStore(Protocol):
    """Keeps a vector per chunk, apart by access class. The catalog decides which of them count.

    What is stored in one class changes nothing of what is found in the others.
    """

    def warm_up(self) -> None:
        """Open what has to be opened. Raises DataFolderError."""
        ...

    def add(self, chunks: Sequence[Chunk], vectors: Vectors, access_class: int = 0) -> None:
        """Store the chunks' vectors in a class; a chunk id that is there already, in any, is replaced."""
        ...

    def move(self, chunk_ids: Sequence[str], access_class: int) -> None:
        """Let these chunks' vectors be of this class alone; ids that are not there are no error."""
        ...

    def search(
        self, vector: Vectors, k: int, classes: Sequence[int] | None = None
    ) -> list[tuple[str, float, Vectors]]:
        """The nearest chunks of these classes as (chunk id, cosine similarity, vector), best first.

        None: of all classes, as with every `classes` here.
        """
        ...

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of these chunks by id, exactly as stored; ids that are not there are left out."""
        ...

    def delete(self, chunk_ids: Sequence[str]) -> None:
        """Forget these chunks; ids that are not there are no error."""
        ...

    def ids(self) -> set[str]:
        """The ids of all chunks stored."""
        ...

    def classes(self) -> dict[int, set[str]]:
        """The ids of the chunks stored by access class; a move that was cut off leaves one in two."""
        ...

    def drop(self) -> None:
        """Forget everything; used again, it is empty."""
        ...

    def drop_others(self) -> None:
        """Forget what an index that answers no more left in the same folder."""
        ...


class KeywordIndex(Protocol):
    """Finds chunks by the words in them."""

    def search(self, query: str, k: int, classes: Sequence[int] | None = None) -> list[tuple[str, float]]:
        """Current chunks of these classes as (chunk id, score), best first. Any text is a valid query.

        How rare a word is, and all else that scores come from, is counted in these classes only.
        """
        ...


class Reranker(Protocol):
    """Reads the question and a passage together, and tells how well the passage answers it."""

    def warm_up(self) -> None:
        """Load the model now. Raises ModelMissingError."""
        ...

    def scores(self, query: str, passages: Sequence[str]) -> list[float]:
        """A score for each passage, higher is better; on any scale."""
        ...


class Retrieval(Protocol):
    """Finds the passages for a question."""

    def retrieve(
        self, query: str, k: int, names: Sequence[str] = (), classes: Sequence[int] | None = None
    ) -> list[ScoredChunk]:
        """At most `k` chunks of these classes, best first; `names` are those of the entities asked about."""
        ...


class Generator(Protocol):
    """A language model that answers a conversation."""

    @property
    def model(self) -> str: ...

    @property
    def context_length(self) -> int: ...

    def warm_up(self) -> None:
        """Load the model or find the server now, so that a problem shows before the first question."""
        ...

    def count_tokens(self, text: str) -> int:
        """The length of `text` in the model's tokens, or an estimate that is never too low by much."""
        ...

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",
    ) -> TextStream:
        """Pieces of the answer as the model writes them; closing the iterator stops the model.

        `schema` is a JSON schema the whole text will follow. `scope` stands for what may be known to who
        asks: work on a prompt is used again within one scope only. Raises ModelError.
        """
        ...

    def close(self) -> None:
        """Stop what was started; may be called more than once."""
        ...


class Door(Protocol):
    """All that can be done with a data folder: by the process that owns it, or through that process."""

    @property
    def jobs(self) -> JobDoor: ...

    @property
    def conversations(self) -> ConversationDoor: ...

    @property
    def nodes(self) -> NodeDoor: ...

    @property
    def accounts(self) -> AccountDoor: ...

    @property
    def groups(self) -> GroupsDoor: ...

    def for_caller(self, caller: Caller) -> "Door":
        """This door as far as it is open to a caller: what they may read is all there is.

        Raises ForbiddenError where this door itself is somebody's, and that is not the caller.
        """
        ...

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerEvent]:
        """Answer a question; ends with Done. Closing the iterator stops the model."""
        ...

    def context(self, question: str, history: Sequence[Turn] = ()) -> Context:
        """What the model would get to read for this question. No model is needed."""
        ...

    def search(self, question: str, *, limit: int = 10) -> SearchResult:
        """The passages for a question, best first, with what the tree knows about it. No model is needed."""
        ...

    def ways(self, question: str, *, limit: int = 20) -> SearchWays:
        """How the passages for a question come to be found, `limit` of each way. No model is needed."""
        ...

    def plan(self, path: Path) -> list[PlannedFile]:
        """What `ingest` would do with each file; changes nothing. Raises DocumentError."""
        ...

    def ingest(self, path: Path, *, prune: bool = False) -> Iterator[IngestEvent]:
        """Bring the documents in line with a file or folder; ends with IngestDone.

        Documents whose files are gone are deleted; `prune` allows that it be most of them. Closing it
        stops after the current file. Raises DocumentError, and then changes nothing.
        """
        ...

    def delete(self, names: Sequence[str]) -> list[Receipt]:
        """Delete documents by id or file name, with what was unpacked from them; a receipt for each.

        Raises DocumentError for an unknown name or none at all, and then deletes nothing.
        """
        ...

    def verify(self) -> list[Check]:
        """Proof that the index holds what the documents hold and nothing else; changes nothing."""
        ...

    def reindex(self) -> Iterator[ReindexEvent]:
        """Make the index of the configured embedder; the old one answers until the new one is whole."""
        ...

    def documents(self, text: str = "", format: str = "") -> list[Document]:  # noqa: A002
        """All current documents, ordered by file: those with `text` in file or title, of this format."""
        ...

    def document(self, document_id: str) -> Document | None:
        """The current document with this id."""
        ...

    def passages(self, document_id: str) -> list[Chunk]:
        """The passages of a document in reading order; empty if there is no such document."""
        ...

    def versions(self, document_id: str) -> list[DocumentVersion]:
        """Every state that a document had, the newest first; empty if there is no such document."""
        ...

    def original(self, document_id: str, version: int | None = None) -> Path | None:
        """The stored file of a document, byte for byte as it came in; None if there is no such document.

        Of an older `version` only if its file was kept.
        """
        ...

    def page_image(self, document_id: str, page: int, width: int = 1000) -> Path | None:
        """The picture of a PDF's page (from 1) as .png or .jpg, about `width` pixels wide, 100 to 2000.

        None if there is no such document. Raises DocumentError for a page it does not have.
        """
        ...

    def import_tree(self, text: str, file: str, *, replacing: int | None = None) -> TreeSummary:
        """Put this tree in force. Raises TreeError with every problem, and then changes nothing.

        Raises TreeChangedError if another version than `replacing` (0 for none) is in force.
        """
        ...

    def export_tree(self) -> tuple[str, str] | None:
        """The tree in force as (text, file name), exactly as imported; None without a tree."""
        ...

    def tree(self) -> TreeSummary | None:
        """A summary of the tree in force; None without a tree."""
        ...

    def tree_versions(self) -> list[TreeSummary]:
        """Every tree that was ever in force, the present one first."""
        ...

    def tree_text(self, version: int) -> tuple[str, str] | None:
        """A version of the tree as (text, file name), exactly as imported; None if there is none."""
        ...

    def roll_back_tree(self, version: int) -> TreeSummary:
        """Put an old version in force again, as a new version. Raises TreeError, and then changes nothing."""
        ...

    def checks(self) -> list[Check]:
        """The state of model, embedder, index, tree, disk and address, with what to do about each problem."""
        ...

    def close(self) -> None:
        """Let go of the data folder or the connection."""
        ...
