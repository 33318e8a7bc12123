"""The questions of a JSONL file, for asking them one after the other."""

import json
from pathlib import Path
from typing import Any

from trag.errors import CasesError


def read_questions(file: Path) -> list[tuple[str, str]]:
    """(id, question) of each line; a line without an id is known by its number. Raises CasesError."""
    asked, problems = [], []
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip():
            continue
        row = _row(line)
        question = row.get("question") if isinstance(row, dict) else None
        if isinstance(question, str) and question.strip():
            asked.append((str(row.get("id") or number), question.strip()))
        else:
            problems.append(f'line {number}: not a JSON object with a "question": {line.strip()[:60]!r}')
    if problems:
        hint = 'Write one object a line, such as {"id": "q1", "question": "Who leads Finance?"}.'
        raise CasesError(f"{file} has lines that are no questions:", tuple(problems), hint=hint)
    return asked


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise CasesError(f"{file} can't be read: {exc}.", hint="Name a UTF-8 file that is there.") from exc


def _row(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None
