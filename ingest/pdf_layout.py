"""Headings, lists and paragraphs out of the lines of a page, by their size, weight and distance."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from ingest.blocks import Block
from ingest.pdf_lines import DIVIDED, STYLES, Line, Style
from ingest.pdf_tables import FoundTable

HEADING_SIZE = 1.1
LONGEST_HEADING = 120
LONGEST_STYLED_HEADING = 80
DEEPEST_SIZE = 4
# Of a line's height: more room than this between two lines separates paragraphs.
PARAGRAPH_GAP = 0.45
# A style that this much of the text is in marks no headings.
MOST_STYLED = 0.2
BULLET = re.compile(r"^[•◦▪‣●○■·*–-]\s*(?=\S)")  # noqa: RUF001 - the signs lists begin with
NUMBER = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)]\s+\S")
NO_HEADING_END = (".", ",", ":", ";")
SENTENCE_END = (".", ":", ";", "!", "?", '"', "”")


@dataclass(frozen=True, slots=True)
class Layout:
    """What holds for a whole document: the body's size, the sizes of headings, the words it knows."""

    body: float
    sizes: tuple[float, ...]
    heading_styles: tuple[Style, ...]
    words: frozenset[str]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Self:
        """The layout of a document with these lines."""
        letters: Counter[float] = Counter()
        for line in lines:
            letters[line.size] += len(line.text)
        body = letters.most_common(1)[0][0] if letters else 0.0
        sizes = sorted((size for size in letters if size >= body * HEADING_SIZE), reverse=True)
        styles = tuple(style for style in STYLES if 0 < _share(style, lines) < MOST_STYLED)
        words = frozenset(word for line in lines for word in re.findall(r"\w+", line.text.lower()))
        return cls(body, tuple(sizes[:DEEPEST_SIZE]), styles, words)

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


def _share(style: Style, lines: Sequence[Line]) -> float:
    styled = sum(len(line.text) for line in lines if line.style == style)
    return styled / max(sum(len(line.text) for line in lines), 1)


def layout_blocks(parts: Iterable[Line | FoundTable], page: int, layout: Layout) -> Iterator[Block]:
    """The blocks of a page, in the order of its parts."""
    group: list[Line] = []
    for part in parts:
        if group and (isinstance(part, FoundTable) or _starts_new(group, part, layout)):
            yield _block(group, page, layout)
            group = []
        if isinstance(part, FoundTable):
            yield Block(part.text, "table", page=page)
        else:
            group.append(part)
    if group:
        yield _block(group, page, layout)


def joined_pages(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with paragraphs that run over a page's end in one piece, on the page they begin on."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and _runs_on(last, block):
            joined[-1] = Block(f"{last.text} {block.text}", last.kind, page=last.page)
        else:
            joined.append(block)
    return joined


def _runs_on(last: Block, block: Block) -> bool:
    if last.page == block.page or block.kind != "text" or last.kind not in ("text", "list"):
        return False
    return block.text[:1].islower() and not last.text.endswith(SENTENCE_END)


def _starts_new(group: Sequence[Line], line: Line, layout: Layout) -> bool:
    last = group[-1]
    if layout.level(last) != layout.level(line):
        return True
    is_item, in_list = _is_item(line), _is_item(group[0])
    if is_item and in_list:
        return False
    gap = line.top - last.bottom
    if gap > (last.bottom - last.top) * PARAGRAPH_GAP or gap < -(last.bottom - last.top) * 2:
        return True
    return is_item or (in_list and line.left < group[0].left - 1)


def _is_item(line: Line) -> bool:
    return bool(BULLET.match(line.text) or NUMBER.match(line.text))


def _block(group: Sequence[Line], page: int, layout: Layout) -> Block:
    level = layout.level(group[0])
    if level:
        return Block(_whole(group, layout), "heading", level, page)
    if not _is_item(group[0]):
        return Block(_whole(group, layout), "text", page=page)
    items: list[list[Line]] = []
    for line in group:
        if _is_item(line):
            items.append([line])
        else:
            items[-1].append(line)
    edge = min(item[0].left for item in items)
    return Block("\n".join(_item(item, edge, layout) for item in items), "list", page=page)


def _item(lines: Sequence[Line], edge: float, layout: Layout) -> str:
    indent = "  " if lines[0].left > edge + layout.body else ""
    return indent + BULLET.sub("- ", _whole(lines, layout))


def _whole(lines: Sequence[Line], layout: Layout) -> str:
    """The lines as one text; a word divided at a line's end is put together if it is known as one."""
    text = " ".join(line.text for line in lines).replace(f"{DIVIDED} ", DIVIDED)
    text = re.sub(r"(?<=\w)-\s(?=[a-z])", DIVIDED, text)

    def mended(found: re.Match[str]) -> str:
        first, second = found.groups()
        return first + second if (first + second).lower() in layout.words else f"{first}-{second}"

    return re.sub(rf"(\w+){DIVIDED}(\w+)", mended, text).replace(DIVIDED, "-")
