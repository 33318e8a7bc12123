"""What documents say about the organisation, and what is proposed of it to a person."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from trag.tree.detection.names import words

Change = Literal["unit", "parent", "role", "alias"]
Source = Literal["table", "list", "sentence"]
Standing = Literal["new", "agrees", "contradicts", "refused"]
Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a document says so: `quote` stands in the chunk, or is the way of headings to it."""

    file: str
    page: int | None
    quote: str
    chunk_id: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one document; which of the names are filled depends on `change`."""

    change: Change
    source: Source
    evidence: Evidence
    unit: str
    kind: str = ""
    parent: str = ""
    person: str = ""
    role: str = ""
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the tree with all that speaks for it.

    `unit` is what the change is about: a new unit, one that stands under `parent`, one in which `person`
    has `role`, or one also called `alias`. `reasons` are what `confidence` is counted from; `tree_says` is
    what the tree in force holds instead.
    """

    change: Change
    unit: str
    kind: str = ""
    parent: str = ""
    person: str = ""
    role: str = ""
    alias: str = ""
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence = "low"
    reasons: str = ""
    standing: Standing = "new"
    tree_says: str = ""

    @property
    def id(self) -> str:
        """The same for the same change, however the documents spell it."""
        names = (self.unit, self.parent, self.person, self.role, self.alias)
        text = "\n".join((self.change, *(" ".join(words(name)) for name in names)))
        return sha256(text.encode()).hexdigest()[:12]
