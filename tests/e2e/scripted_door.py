"""A door that answers a few known questions from a script, and one of them slowly."""

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.api.doors import ScriptedDoor
from tests.e2e.script import BROKEN, CHUNKS, DOCUMENTS, SLOW, STORIES, TABLE, TREE
from trag.errors import ModelRequestError
from trag.types import (
    AnswerEvent,
    Check,
    Chunk,
    Token,
    TreeSummary,
    Turn,
)


class StoryDoor(ScriptedDoor):
    """Remembers what it was asked; `left` is set when the reader leaves a stream before its end."""

    def __init__(self, originals: Path) -> None:
        super().__init__()
        self.histories: list[tuple[Turn, ...]] = []
        self.left = threading.Event()
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
            self.left.set()
            raise

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

    def close(self) -> None:
        super().close()
        self.gate.set()
