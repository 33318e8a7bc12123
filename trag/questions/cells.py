"""Lists of alternatives in the cells of a spreadsheet, the same when they come back."""

import re
from collections.abc import Iterable, Iterator

_ESCAPES = {"\\": "\\\\", "|": "\\|", "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r"\\([\\|nr])")
_BREAKS = {"n": "\n", "r": "\r"}
_LINE = re.compile(r"((?:\\[\\|nr]|[^\n])*)(?:\n|$)")
_ALTERNATIVE = re.compile(r"((?:\\[\\|nr]|[^|])*)(?:\||$)")

Group = tuple[str, ...]


def groups_cell(groups: Iterable[Group]) -> str:
    """Groups for a person to read and edit: one a line, alternatives with | between them."""
    return "\n".join(" | ".join(map(_escaped, group)) for group in groups)


def groups_of(cell: str) -> tuple[Group, ...]:
    """The groups of a cell; empty lines and alternatives, and white space around them, are left out."""
    lines = (match[1] for match in _LINE.finditer(cell.replace("\r\n", "\n")))
    groups = (tuple(_items(line)) for line in lines)
    return tuple(group for group in groups if group)


def _items(line: str) -> Iterator[str]:
    for match in _ALTERNATIVE.finditer(line):
        item = _ESCAPED.sub(lambda sign: _BREAKS.get(sign[1], sign[1]), match[1].strip())
        if item.strip():
            yield item


def _escaped(item: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in item.strip())
