"""What is in force, and how it is."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class TreeSummary:
    """The organisation tree in force: its size, where it came from, and which import it is."""

    name: str
    file: str
    version: int
    imported_at: str
    nodes: int
    people: int


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a health report; `hint` says what to do when `state` is not "ok"."""

    name: str
    state: Literal["ok", "warning", "problem"]
    detail: str
    hint: str = ""
