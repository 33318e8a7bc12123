"""A file in which a person reviews made questions: a table that any spreadsheet opens.

One row is one case. What the person changes in the review, question, answer, required, forbidden,
file, quote and note columns comes back; a row that was deleted is gone; a row without an id is new.
The last column carries what a table has no room for, and is left alone.
"""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trag.cells import table_rows, table_text
from trag.errors import CasesError
from trag.questions.cases import Case, contradictions, sentence
from trag.questions.cells import groups_cell, groups_of

COLUMNS = (
    "review",
    "question",
    "answer",
    "required",
    "forbidden",
    "file",
    "quote",
    "note",
    "type",
    "split",
    "id",
    "more",
)
_NEEDED = frozenset({"question", "id"})
_HINT = "Save the table as CSV in UTF-8, with the columns it came with; review is open, accepted or rejected."


def write_review(file: Path, cases: Iterable[Case], *, overwrite: bool = False) -> None:
    """Write `cases` so that `read_review` gives them back. Raises CasesError if the file is there already.

    Items of must_include lose the white space around them.
    """
    if file.exists() and not overwrite:
        hint = "Read what was reviewed in it first, or name another file."
        raise CasesError(f"{file} is there already and may hold a person's work.", hint=hint)
    # The mark in front tells spreadsheets that this is UTF-8.
    file.write_text(table_text(COLUMNS, map(_cells, cases)), encoding="utf-8-sig", newline="")


def read_review(file: Path) -> list[Case]:
    """The cases of a reviewed table, edits included. Raises CasesError, naming every row that is none."""
    cases: dict[str, Case] = {}
    problems: list[str] = []
    for number, row in _rows(file):
        try:
            case = _case(row)
        except ValidationError as exc:
            problems.extend(f"row {number}: {sentence(e['loc'], e['msg'])}" for e in exc.errors())
            continue
        except ValueError as exc:
            problems.append(f"row {number}: {exc}")
            continue
        if case.review != "rejected":
            problems.extend(f"row {number}: {problem}" for problem in contradictions(case))
        if case.id in cases:
            problems.append(f"row {number}: the id {case.id!r} was given before")
        cases[case.id] = case
    if problems:
        raise CasesError(f"{file} has rows that are no cases:", tuple(problems), hint=_HINT)
    return list(cases.values())


def _cells(case: Case) -> list[str]:
    first = case.evidence[0] if case.evidence else None
    return [
        case.review,
        case.question,
        case.answer,
        groups_cell(case.must_include),
        groups_cell((item,) for item in case.must_not_include),
        first.file if first else "",
        first.quote if first else "",
        str((case.model_extra or {}).get("note", "")),
        case.type,
        case.split or "",
        case.id,
        json.dumps(_more(case), ensure_ascii=False) if _more(case) else "",
    ]


def _more(case: Case) -> dict[str, Any]:
    """What has no column of its own, where there is any."""
    others = {name: value for name, value in (case.model_extra or {}).items() if name != "note"}
    rows = [evidence.model_dump() for evidence in case.evidence[1:]]
    known = {"answer_aliases": case.answer_aliases, "entities": case.entities, "evidence": rows}
    return others | {name: value for name, value in known.items() if value}


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that hold anything, by their number in the spreadsheet and the names of their columns."""
    try:
        yield from table_rows(_text(file), _NEEDED)
    except ValueError as exc:
        raise CasesError(f"{file} {exc}.", hint=_HINT) from exc


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise CasesError(f"{file} can't be read: {exc}.", hint=_HINT) from exc


def _case(row: dict[str, str]) -> Case:
    """The case of a row. Raises ValueError, of which ValidationError is one."""
    more = _object(row.get("more", ""))
    more["evidence"] = [*_evidence(row), *more.get("evidence", ())]
    required = groups_of(row.get("required", ""))
    kind = row.get("type", "").strip() or ("document" if required else "unanswerable")
    note = {"note": row["note"]} if row.get("note") else {}
    return Case.model_validate(
        more
        | note
        | {
            "id": row["id"] or f"r-{sha256(row['question'].encode()).hexdigest()[:12]}",
            "question": row["question"],
            "answer": row.get("answer", ""),
            "type": kind,
            "must_include": required,
            "must_not_include": [item for group in groups_of(row.get("forbidden", "")) for item in group],
            "split": row.get("split", "").strip() or None,
            "review": row.get("review", "").strip().casefold() or "open",
        }
    )


def _object(cell: str) -> dict[str, Any]:
    try:
        more = json.loads(cell or "{}")
    except ValueError as exc:
        raise ValueError("more: leave this column as it was written") from exc
    if not isinstance(more, dict) or not isinstance(more.get("evidence", []), list):
        raise ValueError("more: leave this column as it was written")  # noqa: TRY004 - one kind for all rows
    return more


def _evidence(row: dict[str, str]) -> list[dict[str, str]]:
    quote = row.get("quote", "")
    return [{"file": row.get("file", ""), "quote": quote}] if quote else []
