"""Headings, lists and paragraphs of text without any markup, such as .txt files and e-mails."""

import re
from collections.abc import Iterator, Sequence

from ingest.blocks import Block

ITEM = re.compile(r"^(\s*)(?:[-*•·–]|\(?(?:\d{1,3}|[a-z])[.)])\s+\S")  # noqa: RUF001 - signs lists begin with
DASH = re.compile(r"^[-*•·–]\s+")  # noqa: RUF001
SECTION_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+\S")
UNDERLINE = re.compile(r"^\s*(=|-|~|\*)\1{2,}\s*$")
LONGEST_HEADING = 80
# Lines at least this long were broken by an editor, shorter ones by their author.
WRAPPED = 55
FEWEST_LETTERS = 3


def plain_blocks(text: str) -> list[Block]:
    """The blocks of a plain text. Empty lines separate paragraphs."""
    paragraphs = [
        part.strip("\n").split("\n") for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text) if part.strip()
    ]
    blocks: list[Block] = []
    for number, lines in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        blocks.extend(_paragraph_blocks(lines, following, is_first=not blocks))
    return blocks


def _paragraph_blocks(
    lines: Sequence[str], following: Sequence[str] | None, *, is_first: bool
) -> Iterator[Block]:
    rest = list(lines)
    if len(rest) > 1 and UNDERLINE.match(rest[1]) and not ITEM.match(rest[0]):
        yield Block(rest[0].strip(), "heading", 1 if rest[1].strip().startswith("=") else 2)
        rest = rest[2:]
    elif level := _heading_level(rest, following, is_first=is_first):
        yield Block(rest[0].strip(), "heading", level)
        rest = rest[1:]
    yield from _text_and_lists([line for line in rest if not UNDERLINE.match(line)])


def _heading_level(lines: Sequence[str], following: Sequence[str] | None, *, is_first: bool) -> int:
    """1 to 6 if the first line is a heading, else 0."""
    line = lines[0].strip()
    below = lines[1:] or following
    if len(line) > LONGEST_HEADING or line[-1] in ".,:;!?" or not below or DASH.match(line):
        return 0
    if line.isupper() and sum(sign.isalpha() for sign in line) >= FEWEST_LETTERS:
        return 1 if is_first else _numbered_level(line) or 2
    if len(lines) == 1 and not SECTION_NUMBER.match(below[0]):
        return 1 if is_first and ":" not in line else _numbered_level(line)
    return 0


def _numbered_level(line: str) -> int:
    number = SECTION_NUMBER.match(line)
    return min(number[1].count(".") + 2, 6) if number else 0


def _text_and_lists(lines: Sequence[str]) -> Iterator[Block]:
    plain: list[str] = []
    items: list[str] = []
    for line in lines:
        if found := ITEM.match(line):
            yield from _text(plain)
            plain = []
            mark = DASH.sub("- ", line.strip())
            items.append("  " * (len(found[1].expandtabs(4)) // 2) + mark)
        elif items:
            items[-1] += " " + line.strip()
        else:
            plain.append(line.strip())
    yield from _text(plain)
    if items:
        yield Block("\n".join(items), "list")


def _text(lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        is_wrapped = all(len(line) >= WRAPPED for line in lines[:-1])
        yield Block((" " if is_wrapped else "\n").join(lines), "text")
