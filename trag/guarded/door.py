"""A Door as far as it is open to one caller."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from ingest.jobs import JobRunner
from ingest.uploads import Uploads
from trag.account_door import AccountDoor
from trag.catalog.catalog import Catalog
from trag.conversations.answering import Running
from trag.conversations.desk import ConversationDesk
from trag.errors import ForbiddenError
from trag.guarded.asking import Asking
from trag.guarded.conversations import GuardedConversations
from trag.guarded.documents import ReadableDocuments
from trag.guarded.groups import GuardedGroups
from trag.guarded.health import in_words
from trag.guarded.jobs import GuardedJobs
from trag.guarded.nodes import GuardedNodes
from trag.guarded.rights import Rights
from trag.guarded.uploading import Placing
from trag.protocols import Door
from trag.types import (
    AnswerEvent,
    Caller,
    Check,
    Chunk,
    Context,
    Document,
    DocumentVersion,
    IngestEvent,
    Job,
    PlannedFile,
    Receipt,
    ReindexEvent,
    SearchResult,
    SearchWays,
    TreeSummary,
    Turn,
)


class Guardable(Door, Protocol):
    """What a guarded door stands in front of: the whole of a data folder, in this process."""

    @property
    def catalog(self) -> Catalog: ...  # noqa: D102

    @property
    def uploads(self) -> Uploads: ...  # noqa: D102

    @property
    def jobs(self) -> JobRunner: ...  # noqa: D102

    @property
    def running(self) -> Running: ...  # noqa: D102

    def asking(self, caller: Caller, waiting: Callable[[], Sequence[Job]]) -> Asking:
        """The question path for one caller, who is told of the jobs `waiting`."""
        ...


class GuardedDoor:
    """All of `whole` that `caller` may read and do; the rest is as if there were none of it.

    Every method has a rule of its own here: what the Door gains is closed until it has one.
    """

    def __init__(self, whole: Guardable, caller: Caller) -> None:
        self._whole = whole
        self._rights = rights = Rights(caller)
        self._documents = ReadableDocuments(whole, rights)
        placing = Placing(whole.catalog, whole.jobs, whole.uploads, rights, self._documents)
        self._jobs = GuardedJobs(whole.jobs, whole.catalog, rights, placing)
        desk = ConversationDesk(whole.catalog, self.stream, caller.id, whole.running)
        self._conversations = GuardedConversations(desk, whole.catalog, rights, self._documents.ids)
        self._nodes = GuardedNodes(whole.nodes, rights, self._documents.all)

    @property
    def caller(self) -> Caller:
        """Whose door this is."""
        return self._rights.caller

    @property
    def jobs(self) -> GuardedJobs:
        """The caller's jobs."""
        return self._jobs

    @property
    def conversations(self) -> GuardedConversations:
        """The caller's conversations."""
        return self._conversations

    @property
    def nodes(self) -> GuardedNodes:
        """The units of the tree."""
        return self._nodes

    @property
    def groups(self) -> GuardedGroups:
        """Who may read which documents."""
        return GuardedGroups(self._whole.groups, self._rights, self._documents)

    @property
    def accounts(self) -> AccountDoor:
        """Users, groups and keys; for those who rule all."""
        self._rights.demand_all()
        return self._whole.accounts

    def for_caller(self, caller: Caller) -> Door:
        """This door itself, for its own caller. Raises ForbiddenError for anybody else."""
        if caller != self.caller:
            raise ForbiddenError(
                "One caller's door opens for nobody else.", hint="Ask at the whole folder's."
            )
        return self

    # Asking

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerEvent]:
        """Answer a question from what the caller may read; ends with Done."""
        return self._asking.stream(question, history)

    def context(self, question: str, history: Sequence[Turn] = ()) -> Context:
        """What the model would get to read for this caller."""
        return self._asking.context(question, history)

    def search(self, question: str, *, limit: int = 10) -> SearchResult:
        """The passages the caller may read, best first."""
        return self._asking.search(question, limit)

    def ways(self, question: str, *, limit: int = 20) -> SearchWays:
        """How the passages come to be found, with scores; for those who keep the documents."""
        self._rights.demand("editor")
        return self._asking.ways(question, limit)

    @property
    def _asking(self) -> Asking:
        # Others' jobs are none of theirs: that they go on must not show in an answer.
        return self._whole.asking(self.caller, self._jobs.waiting)

    # Documents

    def plan(self, path: Path) -> list[PlannedFile]:
        """What `ingest` would do; for those who rule all: a path of the server reaches any file."""
        self._rights.demand_all()
        return self._whole.plan(path)

    def ingest(self, path: Path, *, prune: bool = False) -> Iterator[IngestEvent]:
        """Take in a folder of the server's disk; for those who rule all."""
        self._rights.demand_all()
        return self._whole.ingest(path, prune=prune)

    def delete(self, names: Sequence[str]) -> list[Receipt]:
        """Delete documents that are the caller's to change."""
        return self._documents.delete(names)

    def verify(self) -> list[Check]:
        """Proof that the whole index is whole; for those who rule all."""
        self._rights.demand_all()
        return self._whole.verify()

    def reindex(self) -> Iterator[ReindexEvent]:
        """Make a new index of everything; for those who rule all."""
        self._rights.demand_all()
        return self._whole.reindex()

    def documents(self, text: str = "", format: str = "") -> list[Document]:  # noqa: A002
        """The readable documents, ordered by file."""
        return self._documents.all(text, format)

    def document(self, document_id: str) -> Document | None:
        """The document with this id, if it is readable."""
        return self._documents.get(document_id)

    def passages(self, document_id: str) -> list[Chunk]:
        """The passages of a readable document."""
        return self._documents.passages(document_id)

    def versions(self, document_id: str) -> list[DocumentVersion]:
        """The states of a readable document."""
        return self._documents.versions(document_id)

    def original(self, document_id: str, version: int | None = None) -> Path | None:
        """The file of a readable document."""
        return self._documents.original(document_id, version)

    def page_image(self, document_id: str, page: int, width: int = 1000) -> Path | None:
        """The picture of a page of a readable document."""
        return self._documents.page_image(document_id, page, width)

    # The tree: units and people are for every reader, the file with its sources for editors

    def import_tree(self, text: str, file: str, *, replacing: int | None = None) -> TreeSummary:
        """Put this tree in force; for editors."""
        self._rights.demand("editor")
        return self._whole.import_tree(text, file, replacing=replacing)

    def export_tree(self) -> tuple[str, str] | None:
        """The file of the tree in force; for editors, as it names its sources."""
        self._rights.demand("editor")
        return self._whole.export_tree()

    def tree(self) -> TreeSummary | None:
        """A summary of the tree in force."""
        return self._whole.tree()

    def tree_versions(self) -> list[TreeSummary]:
        """Every tree that was ever in force."""
        return self._whole.tree_versions()

    def tree_text(self, version: int) -> tuple[str, str] | None:
        """The file of a version of the tree; for editors."""
        self._rights.demand("editor")
        return self._whole.tree_text(version)

    def roll_back_tree(self, version: int) -> TreeSummary:
        """Put an old version in force again; for editors."""
        self._rights.demand("editor")
        return self._whole.roll_back_tree(version)

    # Health

    def checks(self) -> list[Check]:
        """How the server is: for those who rule all in full, for others in words."""
        checks = self._whole.checks()
        return checks if self._rights.rules_all else in_words(checks)

    def close(self) -> None:
        """Nothing: the data folder is others', too."""
