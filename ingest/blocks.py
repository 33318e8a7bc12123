"""What parsing makes of a file: blocks in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from trag.types import Box

Kind = Literal["heading", "text", "list", "table"]
GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Place:
    """Where characters `start` to `end` of a block stand on a page."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (level 1 to 6), a paragraph, a list with an item a line, or a table with a row a line.

    `page` counts from 1; a slide or a sheet counts as a page. `places` is known for PDFs only.
    """

    text: str
    kind: Kind
    level: int = 0
    page: int | None = None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says about itself; empty or 0 where it says nothing. Dates are ISO 8601.

    `remarks` are sentences about what of the file was not read.
    """

    title: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
    pages: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader finds in a file: its blocks in reading order, and what it says about itself."""

    blocks: Sequence[Block]
    properties: Properties = Properties()


@dataclass(frozen=True)
class ParsedDocument:
    """A document as its blocks. `text` is the whole of it, in which chunks have their positions.

    `language` is an ISO 639-1 code, "" when there is too little text to tell.
    """

    title: str
    format: str
    blocks: tuple[Block, ...]
    properties: Properties = Properties()
    language: str = ""

    @cached_property
    def text(self) -> str:
        """All blocks, an empty line between them."""
        return GAP.join(block.text for block in self.blocks)

    def placed(self) -> Iterator[tuple[int, Block]]:
        """Each block with the position of its first character in `text`."""
        start = 0
        for block in self.blocks:
            yield start, block
            start += len(block.text) + len(GAP)
