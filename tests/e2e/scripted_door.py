"""A door that answers a few known questions from a script, and one of them slowly."""

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.api.scripted_jobs import ScriptedJobs
from tests.e2e.script import BROKEN, CHUNKS, DOCUMENTS, SLOW, STORIES, TABLE, TREE
from trag.errors import ModelRequestError
from trag.types import (
    AnswerEvent,
    Check,
    Chunk,
    Context,
    Document,
    DocumentVersion,
    IngestEvent,
    PlannedFile,
    Receipt,
    Token,
    TreeSummary,
    Turn,
)


class ScriptedDoor:
    """Remembers what it was asked; `closed` is set when the reader leaves a stream before its end."""

    def __init__(self, originals: Path) -> None:
        self.jobs = ScriptedJobs()
        self.histories: list[tuple[Turn, ...]] = []
        self.closed = threading.Event()
        self.gate = threading.Event()
        self.held = list(DOCUMENTS)
        self.summary = TREE
        self.organised = True
        self.trouble: Check | None = None
        self._originals = originals

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerEvent]:
        self.histories.append(tuple(history))
        if question == SLOW:
            yield from self._slowly()
        elif question == BROKEN and len(self.histories) == 1:
            raise ModelRequestError("The model server went away.", hint="Start it again.")
        else:
            yield from self._story(question)

    def _story(self, question: str) -> Iterator[AnswerEvent]:
        *events, done = STORIES[question]
        yield from events[:2]
        if question.endswith("(wait)"):
            self.gate.wait(20)
        yield from events[2:]
        yield done

    def _slowly(self) -> Iterator[AnswerEvent]:
        try:
            for number in range(400):
                yield Token(f"Word {number}. ")
                time.sleep(0.05)
        except GeneratorExit:
            self.closed.set()
            raise

    def documents(self) -> list[Document]:
        return self.held

    def passages(self, document_id: str) -> list[Chunk]:
        return [chunk for chunk in (*CHUNKS, TABLE) if chunk.document_id == document_id]

    def original(self, document_id: str, version: int | None = None) -> Path | None:
        path = self._originals / f"{document_id}.md"
        path.write_text("the original")
        return path

    def tree(self) -> TreeSummary | None:
        return self.summary if self.organised else None

    def checks(self) -> list[Check]:
        return [self.trouble or Check("Model", "ok", "scripted")]

    def context(self, question: str, history: Sequence[Turn] = ()) -> Context:
        return Context("", 0)

    def plan(self, path: Path) -> list[PlannedFile]:
        return []

    def delete(self, names: Sequence[str]) -> list[Receipt]:
        return []

    def verify(self) -> list[Check]:
        return []

    def versions(self, document_id: str) -> list[DocumentVersion]:
        return []

    def ingest(self, path: Path, *, prune: bool = False) -> Iterator[IngestEvent]:
        yield from ()

    def import_tree(self, text: str, file: str) -> TreeSummary:
        return TREE

    def export_tree(self) -> tuple[str, str] | None:
        return None

    def tree_versions(self) -> list[TreeSummary]:
        return []

    def tree_text(self, version: int) -> tuple[str, str] | None:
        return None

    def roll_back_tree(self, version: int) -> TreeSummary:
        return TREE

    def close(self) -> None:
        self.gate.set()
