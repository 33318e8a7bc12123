"""JSON as a person reads it: keys and values in lines, objects under headings, lists of objects as tables."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.blocks import Content, Properties
from ingest.decoding import read_text
from ingest.readers.record_blocks import Pairs, value_blocks
from trag.errors import DocumentError

MEGABYTE = 1024 * 1024
LARGEST = 50 * MEGABYTE
HINT = "Correct it, or save it in another format."


def read_json(path: Path) -> Content:
    """The blocks of a JSON file; one that holds a value a line is read as such."""
    text = _text(path)
    try:
        value = _value(text, path)
    except json.JSONDecodeError as exc:
        if exc.msg == "Extra data" and exc.lineno > 1:
            return Content(value_blocks(list(_lines(text, path)), path.name))
        raise _broken(path, exc, exc.lineno) from exc
    return Content(value_blocks(value, path.name), Properties(_title(value)))


def read_json_lines(path: Path) -> Content:
    """The blocks of a file that holds a JSON value a line."""
    return Content(value_blocks(list(_lines(_text(path), path)), path.name))


def _lines(text: str, path: Path) -> Iterator[Any]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield _value(line, path)
            except json.JSONDecodeError as exc:
                raise _broken(path, exc, number) from exc


def _value(text: str, path: Path) -> Any:
    """The value, its numbers as they are written and its objects as pairs, so that no key is lost."""
    as_written: dict[str, Any] = dict.fromkeys(("parse_int", "parse_float", "parse_constant"), str)
    try:
        return json.loads(text, object_pairs_hook=Pairs, **as_written)
    except RecursionError as exc:
        raise DocumentError(f"{path.name} is nested too deep to be read.", hint=HINT) from exc


def _text(path: Path) -> str:
    if (size := path.stat().st_size) > LARGEST:
        message = f"{path.name} has {size // MEGABYTE} MB; the limit for JSON is {LARGEST // MEGABYTE} MB."
        raise DocumentError(message, hint="Split it, or leave it out: files of this size are data.")
    return read_text(path)


def _title(value: Any) -> str:
    pairs = value if isinstance(value, Pairs) else ()
    return next((text for key, text in pairs if key.lower() == "title" and isinstance(text, str)), "")


def _broken(path: Path, error: json.JSONDecodeError, line: int) -> DocumentError:
    message = f"{path.name} is no JSON: {error.msg} in line {line}, column {error.colno}."
    return DocumentError(message, hint=HINT)
