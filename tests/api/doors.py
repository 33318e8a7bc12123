"""A door that does what a test tells it, and remembers what was asked."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from tests.api.kept_accounts import kept_accounts
from tests.api.kept_conversations import kept_conversations
from tests.api.scripted_groups import ScriptedGroups
from tests.api.scripted_jobs import ScriptedJobs
from tests.api.scripted_nodes import ScriptedNodes
from trag.errors import DocumentError
from trag.types import (
    Answer,
    AnswerEvent,
    Box,
    Caller,
    Check,
    Chunk,
    Citation,
    Context,
    Document,
    DocumentVersion,
    Done,
    EntitiesFound,
    Entity,
    Fact,
    FileIngested,
    FoundPassage,
    IndexMade,
    IngestDone,
    IngestEvent,
    PassagesEmbedded,
    PlannedFile,
    Receipt,
    ReindexEvent,
    SearchResult,
    SearchWays,
    SourcesFound,
    Token,
    TreeSummary,
    Turn,
    Verification,
)

T = TypeVar("T")

AUDIT = Entity("unit:audit", "Audit Section", "section", ("Secretariat", "Finance Division"))
CITATION = Citation(1, "travel/policy.pdf", 3, "Economy “class” \u2028 only.", ("Travel", "Air"), "d1", "c1")
TREE_CITATION = Citation(2, "org.yaml", None, "Audit Section is part of the Finance Division.")
ANSWER = Answer(
    "Who flies?",
    "Nobody [1].",
    refused=False,
    answered_by="model",
    entities=("unit:audit",),
    citations=(CITATION, TREE_CITATION),
    candidates=(AUDIT,),
    tokens=321,
    timings={"total": 12.5, "first_token": 3.0},
)
EVENTS: tuple[AnswerEvent, ...] = (
    EntitiesFound((AUDIT,)),
    SourcesFound((CITATION, TREE_CITATION)),
    Token("Nobody\r\n\r\ndata: [1]. ✈ \u2028"),
    Verification("Nobody [1].", "supported", (1,)),
    Done(ANSWER),
)
CONTEXT = Context("facts\n\npassages", 99, (Fact("A fact.", ("unit:audit",)),), (CITATION,), (AUDIT,))
DOCUMENT = Document("d1", 'travel/po"li\r\ncy.pdf', "Policy", "pdf", 2, 1234, "2026-01-02T03:04:05Z")
BOX = Box(3, 72.0, 90.5, 300.0, 104.0)
CHUNKS = [
    Chunk("c1", "d1", DOCUMENT.file, "Economy class only.", ("Travel", "Air"), 3, 0, 10, 29, (BOX,)),
    Chunk("c2", "d1", DOCUMENT.file, "No exceptions.", (), None, 1, 30, 44),
]
FOUND = SearchResult(
    "Who flies?",
    (FoundPassage(1, "c1", "d1", DOCUMENT.file, "Economy class only.", ("Travel", "Air"), 3),),
    (Fact("A fact.", ("unit:audit",)),),
    (AUDIT,),
)
INGEST_EVENTS: tuple[IngestEvent, ...] = (
    FileIngested("a.md", "new", 3, 1, 2),
    FileIngested("b.md", "failed", 0, 2, 2, "It is empty."),
    IngestDone(1, 0, 0, 1, 3, 0.25),
)
REINDEX_EVENTS: tuple[ReindexEvent, ...] = (PassagesEmbedded(64, 65, 0.5), IndexMade("mini (3)", 65, 0.7))
PLAN = [PlannedFile("a.md", "moved", "d1", "b.md"), PlannedFile("c.md", "deleted", "d2")]
RECEIPT = Receipt(
    7, "d1", DOCUMENT.file, "2026-01-02T03:04:05Z", 2, 2, 2, 1, 1, "0" * 64, dependents=("tree node unit:a",)
)
VERSION = DocumentVersion("d1", 1, DOCUMENT.file, "0" * 64, 1234, 2, "2026-01-02T03:04:05Z", is_kept=True)
TREE = TreeSummary("Relief", "org.yaml", 2, "2026-01-02T03:04:05Z", 80, 25)
CHECKS = [Check("model", "ok", "there"), Check("disk", "warning", "2 GB left", "Free some space.")]


class ScriptedDoor:
    """Answers from the constants above; `fail_with` and `hold` change what happens."""

    def __init__(self) -> None:
        self.jobs = ScriptedJobs()
        self.conversations = kept_conversations(self)
        self.nodes = ScriptedNodes()
        self.accounts = kept_accounts(self)
        self.events: Sequence[AnswerEvent] = EVENTS
        self.ingest_events: Sequence[IngestEvent] = INGEST_EVENTS
        self.fail_with: Exception | None = None
        self.fail_after: int = 0
        self.originals: dict[str, Path] = {}
        self.pictures: dict[str, Path] = {}
        self.widths: list[int] = []
        self.filters: list[tuple[str, str]] = []
        self.held = [DOCUMENT]
        self.imported: tuple[str, str] | None = None
        self.check_list = CHECKS
        self.asked: list[tuple[str, list[Turn]]] = []
        self.endless = False
        self.stopped = threading.Event()
        self.gate = threading.Event()
        self.gate.set()
        self.closed = False
        self.groups = ScriptedGroups()
        self.callers: list[Caller] = []
        self.limits: list[int] = []
        self.versions_kept: list[TreeSummary] = []
        self.replaced: list[int | None] = []
        self.deleted: list[tuple[str, ...]] = []

    def for_caller(self, caller: Caller) -> "ScriptedDoor":
        self.callers.append(caller)
        return self

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerEvent]:
        self.asked.append((question, list(history)))
        yield from self._play([Token("on and on ")] * 100_000 if self.endless else self.events)

    def plan(self, path: Path) -> list[PlannedFile]:
        self.asked.append((str(path), []))
        self._fail()
        return PLAN

    def delete(self, names: Sequence[str]) -> list[Receipt]:
        self._fail()
        self.deleted.append(tuple(names))
        return [RECEIPT]

    def verify(self) -> list[Check]:
        return self.check_list

    def versions(self, document_id: str) -> list[DocumentVersion]:
        return [VERSION] if document_id == DOCUMENT.id else []

    def ingest(self, path: Path, *, prune: bool = False) -> Iterator[IngestEvent]:
        self.asked.append((str(path), []))
        yield from self._play(self.ingest_events)

    def reindex(self) -> Iterator[ReindexEvent]:
        yield from self._play(REINDEX_EVENTS)

    def context(self, question: str, history: Sequence[Turn] = ()) -> Context:
        self.asked.append((question, list(history)))
        self._fail()
        return CONTEXT

    def search(self, question: str, *, limit: int = 10) -> SearchResult:
        self.asked.append((question, []))
        self.limits.append(limit)
        self._fail()
        return FOUND

    def ways(self, question: str, *, limit: int = 20) -> SearchWays:
        self.asked.append((question, []))
        self.limits.append(limit)
        self._fail()
        found = FOUND.passages
        return SearchWays(question, found, found, found, found, CONTEXT.text, CONTEXT.tokens)

    def documents(self, text: str = "", format: str = "") -> list[Document]:  # noqa: A002
        self._fail()
        self.filters.append((text, format))
        return self.held

    def document(self, document_id: str) -> Document | None:
        self._fail()
        return next((document for document in self.held if document.id == document_id), None)

    def page_image(self, document_id: str, page: int, width: int = 1000) -> Path | None:
        if page != 1:
            raise DocumentError(f"a.pdf has no page {page}.", hint="It has 1 pages.")
        self.widths.append(width)
        return self.pictures.get(document_id)

    def passages(self, document_id: str) -> list[Chunk]:
        return CHUNKS if document_id == DOCUMENT.id else []

    def original(self, document_id: str, version: int | None = None) -> Path | None:
        return self.originals.get(document_id)

    def import_tree(self, text: str, file: str, *, replacing: int | None = None) -> TreeSummary:
        self._fail()
        self.replaced.append(replacing)
        self.imported = (text, file)
        return TREE

    def export_tree(self) -> tuple[str, str] | None:
        return self.imported

    def tree(self) -> TreeSummary | None:
        return TREE if self.imported else None

    def tree_versions(self) -> list[TreeSummary]:
        return self.versions_kept or ([TREE] if self.imported else [])

    def tree_text(self, version: int) -> tuple[str, str] | None:
        return self.imported if version == TREE.version else None

    def roll_back_tree(self, version: int) -> TreeSummary:
        self._fail()
        return TREE

    def checks(self) -> list[Check]:
        return self.check_list

    def close(self) -> None:
        self.closed = True

    def _play(self, events: Sequence[T]) -> Iterator[T]:
        try:
            for number, event in enumerate(events):
                if number >= self.fail_after:
                    self._fail()
                self.gate.wait(10)
                if self.endless:
                    self.stopped.wait(0.01)
                yield event
        finally:
            self.stopped.set()

    def _fail(self) -> None:
        if self.fail_with is not None:
            raise self.fail_with
