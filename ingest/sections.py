"""The blocks of a document under their headings."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.blocks import Block, ParsedDocument

Placed = tuple[int, Block]


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks between two headings, each with its position, and the headings above, outermost first."""

    headings: tuple[Placed, ...]
    blocks: tuple[Placed, ...]

    def path(self, title: str) -> tuple[str, ...]:
        """The texts of the headings, the document's title first."""
        texts = tuple(block.text for _, block in self.headings)
        return texts if texts[:1] == (title,) else (title, *texts)


def sections(document: ParsedDocument) -> Iterator[Section]:
    """The sections in reading order. A heading with nothing below it is its own section's text."""
    headings: list[Placed] = []
    blocks: list[Placed] = []
    is_bare = False
    for start, block in document.placed():
        if block.kind != "heading":
            blocks.append((start, block))
            is_bare = False
            continue
        if is_bare and block.level <= headings[-1][1].level:
            blocks = headings[-1:]
        if blocks:
            yield Section(tuple(headings), tuple(blocks))
        headings = [item for item in headings if item[1].level < block.level] + [(start, block)]
        blocks, is_bare = [], True
    if is_bare:
        blocks = headings[-1:]
    if blocks:
        yield Section(tuple(headings), tuple(blocks))
