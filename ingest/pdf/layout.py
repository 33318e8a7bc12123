"""Headings, lists and paragraphs out of the lines of a page, by their size, weight and distance."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from ingest.blocks import Block, Kind, Place
from ingest.pdf.lines import SENTENCE_ENDS, STYLES, Line, Style
from ingest.pdf.sheet import Sheet
from ingest.pdf.tables import FoundTable
from ingest.pdf.written import Vocabulary, Written, below, written

HEADING_SIZE = 1.1
# A note at the foot of a page is set this much smaller than the text.
NOTE_SIZE = 0.92
LONGEST_HEADING = 120
LONGEST_STYLED_HEADING = 80
DEEPEST_SIZE = 4
# Of a line's height: more room than this between two lines separates paragraphs.
PARAGRAPH_GAP = 0.45
# A style that this much of the text is in marks no headings.
MOST_STYLED = 0.2
BULLET = re.compile(r"^[•◦▪‣●○■·*–-]\s*(?=\S)")  # noqa: RUF001 - the signs lists begin with
NUMBER = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)]\s+\S")
NOTE = re.compile(r"^(?:\d{1,3}|[*†‡§¹²³])[\s.)]*\S")
NO_HEADING_END = (".", ",", ":", ";")


@dataclass(frozen=True, slots=True)
class Layout:
    """What holds for a whole document: the body's size, the sizes of headings, the words it knows."""

    body: float
    sizes: tuple[float, ...]
    heading_styles: tuple[Style, ...]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Self:
        """The layout of a document with these lines."""
        letters: Counter[float] = Counter()
        for line in lines:
            letters[line.size] += len(line.text)
        body = letters.most_common(1)[0][0] if letters else 0.0
        sizes = sorted((size for size in letters if size >= body * HEADING_SIZE), reverse=True)
        styles = tuple(style for style in STYLES if 0 < _share(style, lines) < MOST_STYLED)
        return cls(body, tuple(sizes[:DEEPEST_SIZE]), styles, Vocabulary.of(lines))

    def level(self, line: Line) -> int:
        """The level of the heading that the line is, 0 if it is none."""
        if len(line.text) > LONGEST_HEADING or not any(sign.isalnum() for sign in line.text):
            return 0
        if line.size >= self.body * HEADING_SIZE:
            return self.sizes.index(line.size) + 1 if line.size in self.sizes else DEEPEST_SIZE
        if line.style not in self.heading_styles or line.text.endswith(NO_HEADING_END):
            return 0
        is_heading = len(line.text) <= LONGEST_STYLED_HEADING and not BULLET.match(line.text)
        return len(self.sizes) + 1 + self.heading_styles.index(line.style) if is_heading else 0

    def is_note(self, line: Line, sheet: Sheet) -> bool:
        """True if the line opens a note at the foot of its page."""
        is_low = line.top > sheet.reading_height / 2
        return is_low and line.size <= self.body * NOTE_SIZE and bool(NOTE.match(line.text))


@dataclass(frozen=True, slots=True)
class Laid:
    """A block, and whether it is a note, which the text above it runs on over."""

    block: Block
    is_note: bool = False


def _share(style: Style, lines: Sequence[Line]) -> float:
    styled = sum(len(line.text) for line in lines if line.style == style)
    return styled / max(sum(len(line.text) for line in lines), 1)


@dataclass(slots=True)
class Group:
    """Lines that make one block, and the level of the heading they are, 0 if they are none."""

    lines: list[Line]
    level: int


def layout_blocks(parts: Iterable[Line | FoundTable], sheet: Sheet, layout: Layout) -> Iterator[Laid]:
    """The blocks of a page, in the order of its parts."""
    for group in _groups(parts, sheet, layout):
        if isinstance(group, FoundTable):
            yield Laid(_table(group, sheet))
        else:
            yield Laid(_block(group, sheet, layout), layout.is_note(group.lines[0], sheet))


def _groups(parts: Iterable[Line | FoundTable], sheet: Sheet, layout: Layout) -> Iterator[Group | FoundTable]:
    """The lines that make one block each, and the tables."""
    group: Group | None = None
    for part in parts:
        if isinstance(part, FoundTable):
            if group:
                yield group
            group = None
            yield part
            continue
        level = 0 if group and _is_inside(group, part, layout) else layout.level(part)
        if group and not _starts_new(group, part, level, sheet, layout):
            group.lines.append(part)
            continue
        if group:
            yield group
        group = Group([part], level)
    if group:
        yield group


def _is_inside(group: Group, line: Line, layout: Layout) -> bool:
    """True if the line goes on with the text above, though it is in another style."""
    last = group.lines[-1]
    is_near = -(last.bottom - last.top) < line.top - last.bottom <= (last.bottom - last.top) * PARAGRAPH_GAP
    is_text = group.level == 0 and line.size < layout.body * HEADING_SIZE
    return is_text and is_near and line.text[:1].islower() and not last.text.endswith(SENTENCE_ENDS)


def _table(table: FoundTable, sheet: Sheet) -> Block:
    rows = (
        Written(row.text, (Place(0, len(row.text), sheet.box(*sheet.held(*row.place))),))
        for row in table.rows
    )
    whole = below(rows)
    return Block(whole.text, "table", 0, sheet.number, whole.places)


def _starts_new(group: Group, line: Line, level: int, sheet: Sheet, layout: Layout) -> bool:
    first, last = group.lines[0], group.lines[-1]
    if group.level != level:
        return True
    if layout.is_note(line, sheet) and last.size >= layout.body * NOTE_SIZE:
        return True
    is_item, in_list = _is_item(line), _is_item(first)
    if is_item and in_list:
        return False
    gap = line.top - last.bottom
    if gap > (last.bottom - last.top) * PARAGRAPH_GAP or gap < -(last.bottom - last.top) * 2:
        return True
    return is_item or (in_list and line.left < first.left - 1)


def _is_item(line: Line) -> bool:
    return bool(BULLET.match(line.text) or NUMBER.match(line.text))


def _block(group: Group, sheet: Sheet, layout: Layout) -> Block:
    lines, level = group.lines, group.level
    kind: Kind = "heading" if level else "list" if _is_item(lines[0]) else "text"
    whole = _list(lines, sheet, layout) if kind == "list" else written(lines, sheet, layout.vocabulary)
    return Block(whole.text, kind, level, sheet.number, whole.places)


def _list(group: Sequence[Line], sheet: Sheet, layout: Layout) -> Written:
    items: list[list[Line]] = []
    for line in group:
        if _is_item(line):
            items.append([line])
        else:
            items[-1].append(line)
    edge = min(item[0].left for item in items)
    return below(_item(item, edge, sheet, layout) for item in items)


def _item(lines: Sequence[Line], edge: float, sheet: Sheet, layout: Layout) -> Written:
    item = written(lines, sheet, layout.vocabulary)
    indent = "  " if lines[0].left > edge + layout.body else ""
    found = BULLET.match(item.text)
    return item.marked(f"{indent}- " if found else indent, found.end() if found else 0)
