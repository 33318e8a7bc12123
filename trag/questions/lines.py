"""The questions of a JSONL file, for asking them one after the other."""

import json
from pathlib import Path
from typing import Any

from trag.errors import CasesError


def read_questions(file: Path) -> list[tuple[str, str]]:
    """(id, question) of each line; a line without an id is known by its number. Raises CasesError."""
    asked, problems = [], []
    for number, line in read_lines(file):
        row = _row(line)
        question = row.get("question") if isinstance(row, dict) else None
        if isinstance(question, str) and question.strip():
            asked.append((str(row.get("id") or number), question.strip()))
        else:
            problems.append(f'line {number}: not a JSON object with a "question": {line[:60]!r}')
    if problems:
        hint = 'Write one object a line, such as {"id": "q1", "question": "Who leads Finance?"}.'
        raise CasesError(f"{file} has lines that are no questions:", tuple(problems), hint=hint)
    return asked


def read_lines(file: Path) -> list[tuple[int, str]]:
    """The lines of a file that hold anything, with their numbers from 1. Raises CasesError."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise CasesError(f"{file} can't be read: {exc}.", hint="Name a UTF-8 file that is there.") from exc
    return lines_of(text)


def lines_of(text: str) -> list[tuple[int, str]]:
    """The lines of a text that hold anything, with their numbers from 1."""
    lines = text.removeprefix("\ufeff").split("\n")
    return [(number, line.strip()) for number, line in enumerate(lines, start=1) if line.strip()]


def _row(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None
