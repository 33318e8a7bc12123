"""Paragraphs and tables that a page's or a column's end cut in two, put together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.blocks import Block
from ingest.pdf.layout import Laid
from ingest.pdf.written import Vocabulary, Written, below, in_one

SENTENCE_END = (".", ":", ";", "!", "?", '"', "”")
# Points by which the sides of two parts of a table may differ.
SAME_SIDE = 4


def joined(laid: Iterable[Laid], vocabulary: Vocabulary) -> list[Block]:
    """The blocks, those that run over a page's end in one piece, on the page they begin on."""
    groups: list[list[Block]] = []
    # The last group that is no note: what follows on the next page goes on with it.
    open_group: list[Block] = []
    for item in laid:
        if open_group and not item.is_note and _goes_on(open_group, item.block):
            open_group.append(item.block)
            continue
        groups.append([item.block])
        if not item.is_note:
            open_group = groups[-1]
    return [_whole(group, vocabulary) if len(group) > 1 else group[0] for group in groups]


def _goes_on(group: Sequence[Block], block: Block) -> bool:
    last = group[-1]
    if not _is_apart(last, block):
        return False
    if last.kind == block.kind == "table":
        return _is_same_table(last, block)
    if block.kind != "text" or last.kind not in ("text", "list"):
        return False
    return block.text[:1].islower() and not last.text.endswith(SENTENCE_END)


def _is_apart(last: Block, block: Block) -> bool:
    """True if the second is on another page, or above the first: in the next column."""
    if not last.places or not block.places:
        return last.page != block.page
    before, after = last.places[-1].box, block.places[0].box
    return before.page != after.page or after.bottom < before.top


def _is_same_table(last: Block, block: Block) -> bool:
    """True if both have as many columns, and their sides in line."""
    if last.text.split("\n", 1)[0].count("|") != block.text.split("\n", 1)[0].count("|"):
        return False
    before, after = last.places[-1].box, block.places[0].box
    return abs(before.left - after.left) < SAME_SIDE and abs(before.right - after.right) < SAME_SIDE


def _whole(group: Sequence[Block], vocabulary: Vocabulary) -> Block:
    if group[0].kind == "table":
        whole = below(_rows(group))
    else:
        whole = in_one((Written(block.text, block.places) for block in group), vocabulary)
    return replace(group[0], text=whole.text, places=whole.places)


def _rows(group: Sequence[Block]) -> Iterable[Written]:
    """The rows of the parts of a table; a header that is repeated is left out."""
    header = group[0].text.split("\n", 1)[0]
    for number, block in enumerate(group):
        top, _, rest = block.text.partition("\n")
        rows = Written(block.text, block.places)
        yield rows.marked("", len(top) + 1) if number and top == header and rest else rows
