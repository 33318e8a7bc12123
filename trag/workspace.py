"""An opened data folder: everything that can be done with it, in this process."""

import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from ingest.document_groups import DocumentGroups
from ingest.index import Index, configured_index, index_in_force
from ingest.jobs import JobRunner
from ingest.library import Library
from ingest.telling import job_checks
from ingest.uploads import Uploads
from trag.accounts import Accounts
from trag.administration import Administration
from trag.audit import FOLDER, AuditLog, note
from trag.backups.desk import Backups
from trag.catalog.finding import documents_like
from trag.catalog.jobs import Jobs
from trag.conversations.answering import Running
from trag.conversations.desk import ConversationDesk
from trag.engine_desk import EngineDesk
from trag.factory import (
    Progress,
    build_catalog,
    build_generator,
    build_passage_finder,
    build_pipeline,
    build_readable,
    build_reranker,
    build_retriever,
    build_vector_store,
    refuse_small_context,
)
from trag.guarded import Asking, GuardedDoor
from trag.health import check_all, guarded, has_database
from trag.owner import Address, claim
from trag.pipeline import QuestionPipeline
from trag.protocols import Door, Embedder, VectorStore
from trag.retrieval.fitted import rule_in_force
from trag.retrieval.retriever import Retriever
from trag.runtime_settings import RuntimeSettings
from trag.settings import Settings
from trag.tree.guide import TreeGuide
from trag.trees import Nodes, Trees
from trag.types import (
    OWNER,
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


class Workspace:
    """A Door to the data folder of `settings`, which this process owns until `close`.

    Opening is cheap: vectors, embedder and model are loaded by the first call that needs them, or
    by `warm_up`. Thread-safe; one ingest runs at a time. Raises DataFolderError, SettingsError.
    """

    def __init__(self, settings: Settings, *, progress: Progress | None = None) -> None:
        self.settings = settings
        self.generator = build_generator(settings, progress)
        self.catalog = build_catalog(settings)
        self.reranker = build_reranker(settings)
        self.library = Library(
            settings.data, self.catalog, lambda: self.index, keep_versions=settings.keep_versions
        )
        self.groups = DocumentGroups(self.catalog, self.library)
        self.uploads = Uploads(settings.data / "uploads", settings.upload_limit_mb)
        self.jobs = JobRunner(Jobs(self.catalog), self.uploads, self._work)
        self.running = Running()
        self.conversations = ConversationDesk(self.catalog, self.stream, running=self.running)
        self.accounts = Accounts(self.catalog)
        self._opening = threading.RLock()
        self._index: Index | None = None
        self._is_warm = self._is_serving = False
        self.administration = self._administer()
        self.owner = claim(settings.data)
        try:
            self.administration.settings.load()
            self.administration.settings.use(self._take_over)
            self._trees = Trees(self.catalog)
            self.nodes = Nodes(self._trees)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def announce(self, address: Address) -> None:
        """Tell other commands where the server of this process listens."""
        self.owner.announce(address)
        self.administration.audit.start()
        self._is_serving = True

    def warm_up(self) -> None:
        """Load all that answering needs. Raises the error that answering would."""
        assert self.retriever is not None  # noqa: S101 - asked for its effect
        engines = self.administration.engines
        engines.load("embedder", self.embedder.warm_up)
        if self.reranker:
            engines.load("reranker", self.reranker.warm_up)
        engines.load("generator", self.generator.warm_up)
        self._is_warm = True

    def close(self) -> None:
        """Stop the model and the job that runs, after its current file, and let go of the data folder."""
        self.generator.close()
        if not self.jobs.close():
            return  # it is still writing: the folder stays ours until this process ends
        self.library.close()
        self.administration.audit.close()
        self.catalog.close()
        self.owner.release()

    def _administer(self) -> Administration:
        settings = RuntimeSettings(self.settings, self.catalog, refuse_small_context)
        log = AuditLog(self.settings.data / FOLDER, lambda: settings.now.audit_days)
        engines = EngineDesk(lambda: settings.now, self.generator, lambda: self.embedder, self.reranker)
        backups = Backups(
            self.settings.data, self.catalog, lambda name: build_vector_store(self.settings, name)
        )
        return Administration(log, settings, engines, backups)

    def _take_over(self, settings: Settings) -> None:
        """Let settings that changed hold from now on."""
        with self._opening:
            self.settings = settings
            self.library.keep_versions = settings.keep_versions
            self.uploads.limit_mb = settings.upload_limit_mb
            self.__dict__.pop("pipeline", None)

    def for_caller(self, caller: Caller) -> Door:
        """The whole for the owner of the data folder; for anybody else, what they may read and do."""
        return self if caller == OWNER else GuardedDoor(self, caller)

    def asking(self, caller: Caller, waiting: Callable[[], Sequence[Job]]) -> Asking:
        """The question path for one caller, who is told of the jobs `waiting`."""
        return Asking(
            self.pipeline,
            lambda: self.retriever,
            caller,
            waiting,
            self.generator.model,
            self.administration.audit.write,
            keeps_questions=self.settings.audit_questions,
        )

    # The index

    @property
    def index(self) -> Index:
        """The embedder and the vectors that answer now. Raises IndexMismatchError."""
        with self._opening:
            if self._index is None:
                self._index = index_in_force(self.settings, self.catalog)
            return self._index

    @property
    def embedder(self) -> Embedder:
        """The embedder that the index in force was made with."""
        return self.index.embedder

    @property
    def store(self) -> VectorStore:
        """The vectors of the index in force."""
        return self.index.store

    def reindex(self) -> Iterator[ReindexEvent]:
        """Make the index of the configured embedder; the old one answers until the new one is whole."""
        yield from self.library.reindex(configured_index(self.settings), self._use)

    def _use(self, index: Index) -> None:
        with self._opening:
            self._index = index
            self.__dict__.pop("_retriever", None)

    # Asking

    @property
    def retriever(self) -> Retriever:
        """Retrieval over the index, brought in line with the catalog when first asked for."""
        with self._opening:
            return self._retriever

    @cached_property
    def _retriever(self) -> Retriever:
        self.store.warm_up()
        self.library.repair()
        return build_retriever(self.catalog, self.embedder, self.store, self.reranker)

    @cached_property
    def pipeline(self) -> QuestionPipeline:
        """The question path."""
        return build_pipeline(
            self.settings,
            lambda: self.retriever,
            self.generator,
            lambda: self._trees.guide,
            lambda: rule_in_force(self.catalog, self.embedder.id),
            build_passage_finder(self.catalog),
            build_readable(self.catalog),
        )

    @property
    def guide(self) -> TreeGuide | None:
        """The tree in force, as the question path uses it; None without a tree."""
        return self._trees.guide

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerEvent]:
        """Answer a question; ends with Done. Closing the iterator stops the model."""
        return self._asking.stream(question, history)

    def context(self, question: str, history: Sequence[Turn] = ()) -> Context:
        """What the model would get to read for this question. No model is needed."""
        return self._asking.context(question, history)

    def search(self, question: str, *, limit: int = 10) -> SearchResult:
        """The passages for a question, best first, with what the tree knows about it. No model is needed."""
        return self._asking.search(question, limit)

    def ways(self, question: str, *, limit: int = 20) -> SearchWays:
        """How the passages for a question come to be found. No model is needed."""
        return self._asking.ways(question, limit)

    @property
    def _asking(self) -> Asking:
        return self.asking(OWNER, self.jobs.waiting)

    # Documents

    def plan(self, path: Path) -> list[PlannedFile]:
        """What `ingest` would do with each file; changes nothing, and needs no embedder."""
        return self.library.plan(path)

    def ingest(self, path: Path, *, prune: bool = False) -> Iterator[IngestEvent]:
        """Take in a file or folder as a job; ends with IngestDone. Closing it does not stop the job."""
        yield from self.jobs.run(path, {"prune": True} if prune else None)

    def _work(self, job: Job, options: Mapping[str, Any]) -> Generator[IngestEvent, None, None]:
        assert self.retriever is not None  # noqa: S101 - the index is in line before it changes
        return self.library.work(job, options)

    def delete(self, names: Sequence[str]) -> list[Receipt]:
        """Delete documents by id or file name. Raises DocumentError, and then deletes nothing."""
        assert self.retriever is not None  # noqa: S101 - the index is in line before it shrinks
        receipts = self.library.delete(names)
        note(*(name for receipt in receipts for name in (receipt.document_id, receipt.file)))
        return receipts

    def verify(self) -> list[Check]:
        """Proof that the index holds what the documents hold and nothing else; repairs nothing."""
        return self.library.verify()

    def documents(self, text: str = "", format: str = "") -> list[Document]:  # noqa: A002
        """All current documents, ordered by file: those with `text` in file or title, of this format."""
        return documents_like(self.catalog, text, format)

    def document(self, document_id: str) -> Document | None:
        """The current document with this id."""
        return self.catalog.document(document_id)

    def passages(self, document_id: str) -> list[Chunk]:
        """The passages of a document in reading order; empty if there is no such document."""
        return self.catalog.passages(document_id)

    def versions(self, document_id: str) -> list[DocumentVersion]:
        """Every state that a document had, the newest first; empty if there is no such document."""
        return self.library.versions(document_id)

    def original(self, document_id: str, version: int | None = None) -> Path | None:
        """The file of a document as it was taken in, or of an older version if that is kept."""
        return self.library.original(document_id, version)

    def page_image(self, document_id: str, page: int, width: int = 1000) -> Path | None:
        """The picture of a PDF's page; None if there is no such document. Raises DocumentError."""
        return self.library.page_image(document_id, page, width)

    # The tree

    def import_tree(self, text: str, file: str, *, replacing: int | None = None) -> TreeSummary:
        """Put this tree in force. Raises TreeError with every problem, and then changes nothing."""
        summary = self._trees.put(text, file, replacing=replacing)
        note(summary.file, detail=f"version {summary.version}")
        return summary

    def export_tree(self) -> tuple[str, str] | None:
        """The tree in force as (text, file name), exactly as imported; None without a tree."""
        return self._trees.text()

    def tree(self) -> TreeSummary | None:
        """A summary of the tree in force; None without a tree."""
        return self._trees.summary()

    def tree_versions(self) -> list[TreeSummary]:
        """Every tree that was ever in force, the present one first."""
        return self.catalog.trees()

    def tree_text(self, version: int) -> tuple[str, str] | None:
        """A version of the tree as (text, file name), exactly as imported; None if there is none."""
        return self._trees.text(version)

    def roll_back_tree(self, version: int) -> TreeSummary:
        """Put an old version in force again, as a new version. Raises TreeError, and then changes nothing."""
        return self._trees.roll_back(version)

    # Health

    def checks(self) -> list[Check]:
        """The state of model, embedder, index, tree, disk and address, with what to do about each problem."""
        embedder = configured_index(self.settings).embedder
        checks = check_all(self.settings, self.catalog, self.generator, embedder)
        if has_database(checks):
            checks += guarded("Answers", self._index_checks)
            checks += guarded("Jobs", lambda: job_checks(self.jobs.waiting(), self.jobs.all()))
        checks += self.administration.audit.checks()
        if self._is_warm or not self._is_serving:
            return checks
        return [*checks, Check("Start", "problem", "the model is being loaded", "Wait a moment.")]

    def _index_checks(self) -> list[Check]:
        """Nothing, if the index can be used; its error speaks for itself."""
        assert self.index is not None  # noqa: S101 - asked for its error
        return []
