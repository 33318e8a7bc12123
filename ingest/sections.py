"""The blocks of a document under their headings."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.blocks import Block, ParsedDocument


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks between two headings, each with its position, and the headings above, outermost first."""

    heading: tuple[str, ...]
    blocks: tuple[tuple[int, Block], ...]


def sections(document: ParsedDocument) -> Iterator[Section]:
    """The sections in reading order. A heading with nothing below it is its own section's text."""
    open_headings: list[tuple[int, Block]] = []
    blocks: list[tuple[int, Block]] = []
    is_bare = False
    for start, block in document.placed():
        if block.kind != "heading":
            blocks.append((start, block))
            is_bare = False
            continue
        closed_empty = is_bare and block.level <= open_headings[-1][1].level
        yield from _section(document.title, open_headings, [open_headings[-1]] if closed_empty else blocks)
        open_headings = [item for item in open_headings if item[1].level < block.level] + [(start, block)]
        blocks, is_bare = [], True
    yield from _section(document.title, open_headings, [open_headings[-1]] if is_bare else blocks)


def _section(
    title: str, headings: list[tuple[int, Block]], blocks: list[tuple[int, Block]]
) -> Iterator[Section]:
    if blocks:
        path = [block.text for _, block in headings]
        yield Section(tuple(path if path[:1] == [title] else [title, *path]), tuple(blocks))
