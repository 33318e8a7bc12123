"""Nested values as blocks: what stands in an object, below the heading that names it."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeGuard

from ingest.blocks import Block
from ingest.tables import table_text
from trag.errors import DocumentError

DEEPEST = 60
LAST_LEVEL = 6
MOST_COLUMNS = 40
LONGEST_LINE = 100
LONGEST_NAME = 80
NAMING = ("title", "name", "label", "id", "key")


class Pairs(list[tuple[str, Any]]):
    """An object as its keys and values, a key as often as it stands there."""


def value_blocks(value: Any, name: str) -> list[Block]:
    """The blocks of a value read from the file `name`. Raises DocumentError when it is nested too deep."""
    return list(_blocks(value, "", 1, 0, name))


def _blocks(value: Any, path: str, level: int, depth: int, name: str) -> Iterator[Block]:
    """What `value` says, below headings of `level` and deeper; `path` leads keys where levels ran out."""
    if depth > DEEPEST:
        message = f"{name} is nested deeper than {DEEPEST} levels."
        raise DocumentError(message, hint="Save it in another format.")
    if isinstance(value, Pairs):
        yield from _object(value, path, level, depth, name)
    elif not isinstance(value, list):
        yield Block(f"{path}: {_said(value)}" if path else _said(value), "text")
    elif _is_table(value):
        yield Block(_table(value), "table")
    elif all(_is_plain(item) for item in value):
        yield Block("\n".join(f"- {_one_line(_said(item))}" for item in value), "list")
    else:
        for number, item in enumerate(value, start=1):
            yield from _below(_item_name(item, number, path), item, path, level, depth, name)


def _object(pairs: Pairs, path: str, level: int, depth: int, name: str) -> Iterator[Block]:
    lines: list[str] = []
    nested: list[tuple[str, Any]] = []
    for key, value in pairs:
        if _is_plain(value) or _is_short_list(value):
            lines.append(f"{path}{key}: {_said(value)}")
        else:
            nested.append((key, value))
    if lines:
        yield Block("\n".join(lines), "text")
    for key, value in nested:
        yield from _below(key, value, path, level, depth, name)


def _below(heading: str, value: Any, path: str, level: int, depth: int, name: str) -> Iterator[Block]:
    if level < LAST_LEVEL:
        yield Block(_one_line(heading) or "-", "heading", level + 1)
        yield from _blocks(value, "", level + 1, depth + 1, name)
    else:
        yield from _blocks(value, f"{path}{heading}.", level, depth + 1, name)


def _is_table(values: Sequence[Any]) -> TypeGuard[list[Pairs]]:
    """True for objects without anything nested, not too many keys among them and each key once."""
    keys: set[str] = set()
    for value in values:
        if not isinstance(value, Pairs) or len(value) > MOST_COLUMNS:
            return False
        own = {key for key, item in value if _is_plain(item) or _is_short_list(item)}
        keys |= own
        if len(own) < len(value) or len(keys) > MOST_COLUMNS:
            return False
    return bool(keys)


def _table(rows: Sequence[Pairs]) -> str:
    keys = list(dict.fromkeys(key for row in rows for key, _ in row))
    found = (dict(row) for row in rows)
    return table_text([keys, *([_said(row[key]) if key in row else "" for key in keys] for row in found)])


def _item_name(item: Any, number: int, path: str) -> str:
    """What an item of a list calls itself, else its number."""
    if isinstance(item, Pairs) and not path:
        named = {key.lower(): value for key, value in item if isinstance(value, str)}
        for key in NAMING:
            if (name := named.get(key, "").strip()) and len(name) <= LONGEST_NAME:
                return name
    return str(number)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, list)


def _is_short_list(value: Any) -> bool:
    if not isinstance(value, list) or (isinstance(value, Pairs) and value):
        return False
    return all(_is_plain(item) for item in value) and len(_said(value)) < LONGEST_LINE


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_said(item) for item in value) or "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "none" if value is None else str(value)


def _one_line(text: str) -> str:
    return " ".join(text.split())
