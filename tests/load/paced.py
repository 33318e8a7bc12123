"""A fake model that speaks as fast as it is told, and notes when it said what.

A question carries a mark such as "<17.3>"; under it the moments are kept: one line "mark number nanoseconds"
for the beginning (0) and for the end of each sentence. The clock is the machine's, so that a client on it
can tell how much later each sentence came. A mark from 900 on gets the longest answer there is, at once.
"""

import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trag.engines.fakes import FakeGenerator
from trag.protocols import TextStream
from trag.types import Message

MARK = re.compile(r"<(\d+\.\d+)>")
SENTENCE = ("Parental ", "leave ", "is ", "16 ", "weeks ", "[1].\n")
LONGEST_FROM = 900
LONGEST = 400
MOMENTS, SPEED, SENTENCES = "LOAD_MOMENTS", "LOAD_SPEED", "LOAD_SENTENCES"


class PacedGenerator(FakeGenerator):
    """Says the same sentence over and over, so many words a second; the environment tells how."""

    def __init__(self) -> None:
        super().__init__()
        self._pause = 1 / float(os.environ[SPEED])
        self._sentences = int(os.environ[SENTENCES])
        self._notes = os.open(os.environ[MOMENTS], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",
    ) -> TextStream:
        """The sentences, word by word."""
        found = MARK.findall(messages[-1].content)
        mark = found[-1] if found else "0.0"
        is_long = float(mark) >= LONGEST_FROM
        self._note(mark, 0)
        for number in range(1, (LONGEST if is_long else self._sentences) + 1):
            for word in SENTENCE:
                time.sleep(0 if is_long else self._pause)
                if word is SENTENCE[-1]:
                    self._note(mark, number)
                yield word

    def _note(self, mark: str, number: int) -> None:
        os.write(self._notes, f"{mark} {number} {time.monotonic_ns()}\n".encode())


def moments(notes: Path) -> dict[str, list[int]]:
    """When each marked answer was begun, and each of its sentences said."""
    found: dict[str, list[int]] = {}
    for line in notes.read_text(encoding="ascii").splitlines():
        mark, _, moment = line.split()
        found.setdefault(mark, []).append(int(moment))
    return found
