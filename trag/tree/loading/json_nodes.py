"""Reads JSON into located values."""

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from trag.tree.loading.values import MAX_DEPTH, Located, Problems, ValueBuilder

_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s{}\[\],:"]+', re.DOTALL)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_OPENING = frozenset("{[")
_CLOSING = frozenset("}]")
_MAX_DIGITS = 18


def read_json(text: str, problems: Problems) -> Located | None:
    """The file's value with lines, None if the file is empty."""
    if not text.strip():
        return None
    _check_depth(text, problems)
    _check_syntax(text, problems)
    builder = ValueBuilder(problems)
    for piece, line in _pieces(text):
        if piece in _OPENING:
            builder.open(Located(line, {} if piece == "{" else []))
        elif piece in _CLOSING:
            builder.close()
        else:
            builder.scalar(_scalar(piece, line, problems))
    return builder.result


def _scalar(piece: str, line: int, problems: Problems) -> Located:
    value = json.loads(piece, parse_int=_integer)
    if not isinstance(value, str):
        return Located(line, value, piece)
    if _SURROGATE.search(value):
        problems.stop(line, "half of a surrogate pair is no character; remove it")
    return Located(line, value, value)


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MAX_DIGITS else float(digits)


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    line, last = 1, 0
    for match in _PIECE.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        yield match.group(), line


def _check_depth(text: str, problems: Problems) -> None:
    # Before the parser sees it: json's own parser recurses.
    depth = 0
    for piece, line in _pieces(text):
        if piece in _OPENING:
            depth += 1
        elif piece in _CLOSING:
            depth -= 1
        if depth > MAX_DEPTH:
            problems.stop(line, f"nested deeper than {MAX_DEPTH} levels; make the tree flatter")


def _check_syntax(text: str, problems: Problems) -> None:
    def refuse(constant: str) -> NoReturn:
        line = text[: text.find(constant)].count("\n") + 1
        problems.stop(line, f"{constant} is not a JSON value; write null or a number")

    try:
        json.loads(text, parse_constant=refuse, parse_int=_integer)
    except json.JSONDecodeError as exc:
        problems.stop(exc.lineno, f"this is not valid JSON: {exc.msg}")
