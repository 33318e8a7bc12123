"""What pandoc leaves undone for RTF: footnotes of some writers, lists, and what the file says of itself."""

import re
from collections.abc import Iterable

from ingest.blocks import Block, Properties
from ingest.partitioning import single_item

HEAD = 50_000
INFO = re.compile(rb"\{\s*\\info\b")
FIELD = rb"\{\s*\\%s\s*((?:[^{}\\]|\\'[0-9a-fA-F]{2}|\\u-?\d+ ?\??|\\[^a-zA-Z])*)\}"
TIME = rb"\{\s*\\%s\s*\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})(?:\\hr(\d{1,2})\\min(\d{1,2}))?"
ESCAPE = re.compile(r"\\'([0-9a-fA-F]{2})|\\u(-?\d+) ?\??|\\(.)", re.DOTALL)
CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
LIST_TEXT = re.compile(rb"\{(?:\\\*)?\\listtext\b")
BULLET = re.compile(r"^(?:[•·\uf0b7▪◦‣–*-]|(\(?(?:\d{1,3}|[a-z])[.)]))\s+(?=\S)")  # noqa: RUF001 - signs lists begin with


def readable_rich_text(data: bytes) -> bytes:
    r"""The same RTF without what pandoc skips: footnotes as `{\*\footnote`, bullets as `{\listtext`."""
    data = data.replace(rb"{\*\footnote", rb"{\footnote")
    # Of lists that are described at the top pandoc knows the items, and their bullets would be doubled.
    return data if rb"\listoverridetable" in data else LIST_TEXT.sub(rb"{\\plain", data)


def rich_text_properties(data: bytes) -> Properties:
    """What the information group says."""
    found = INFO.search(data, 0, HEAD)
    if found is None:
        return Properties()
    info = data[found.start() : found.start() + HEAD]
    page = CODE_PAGE.search(data, 0, HEAD)
    encoding = f"cp{page[1].decode()}" if page else "cp1252"
    title, author = (_field(info, name, encoding) for name in (b"title", b"author"))
    return Properties(title, author, _time(info, b"creatim"), _time(info, b"revtim"))


def _field(info: bytes, name: bytes, encoding: str) -> str:
    found = re.search(FIELD % name, info)
    return ESCAPE.sub(lambda sign: _sign(sign, encoding), found[1].decode("latin-1")).strip() if found else ""


def _sign(escape: re.Match[str], encoding: str) -> str:
    if escape[1]:
        try:
            return bytes.fromhex(escape[1]).decode(encoding, "replace")
        except LookupError:
            return "\ufffd"
    return chr(int(escape[2]) % 0x10000) if escape[2] else escape[3]


def _time(info: bytes, name: bytes) -> str:
    found = re.search(TIME % name, info)
    if found is None:
        return ""
    year, month, day = (int(part) for part in found.groups()[:3])
    if not (1 <= month <= 12 and 1 <= day <= 31):  # noqa: PLR2004 - a calendar's
        return ""
    hour = f"T{int(found[4]):02d}:{int(found[5]):02d}:00" if found[4] else ""
    return f"{year:04d}-{month:02d}-{day:02d}{hour}"


def with_lists(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks; paragraphs that begin with a bullet or a number, two or more in turn, are a list."""
    made: list[Block] = []
    for block in blocks:
        bullet = BULLET.match(block.text) if block.kind == "text" and "\n" not in block.text else None
        if bullet is None:
            made.append(block)
            continue
        item = block.text if bullet[1] else f"- {block.text[bullet.end() :]}"
        if made and made[-1].kind == "list":
            made[-1] = Block(f"{made[-1].text}\n{item}", "list")
        else:
            made.append(Block(item, "list"))
    return [single_item(block) if block.kind == "list" else block for block in made]
