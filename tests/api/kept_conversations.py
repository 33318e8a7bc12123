"""The conversations of a scripted door: kept for real, in a folder that goes with it."""

import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from trag.catalog.catalog import Catalog
from trag.conversations.desk import ConversationDesk
from trag.types import AnswerEvent, Turn


class Streams(Protocol):
    """Whatever answers questions."""

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerEvent]: ...


def kept_conversations(door: Streams) -> ConversationDesk:
    folder = Path(tempfile.mkdtemp(prefix="trag-test-"))
    catalog = Catalog(folder / "catalog.sqlite")
    weakref.finalize(door, _drop, catalog, folder)
    answers: Streams = weakref.proxy(door)  # the door keeps the desk: it must not keep the door

    def stream(question: str, turns: Sequence[Turn]) -> Iterator[AnswerEvent]:
        return answers.stream(question, turns)

    return ConversationDesk(catalog, stream)


def _drop(catalog: Catalog, folder: Path) -> None:
    catalog.close()
    shutil.rmtree(folder, ignore_errors=True)
