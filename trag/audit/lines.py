"""A record as its line in the log. Whatever a name holds, a record is one line of ASCII."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from trag.types.auditing import AuditRecord
from trag.wire import from_json

# What bounds a line: a reader skips what is longer, it can't be a record.
MOST_TEXT = 200
MOST_QUESTION = 4000
MOST_IDS = 200
LONGEST_LINE = 2 * 1024 * 1024


def line_of(record: AuditRecord) -> bytes:
    """The record as a line with its end; members that say nothing are left out."""
    members = {name: value for name, value in asdict(_bounded(record)).items() if value and name != "id"}
    return json.dumps(members, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def record_of(line: bytes, its_id: str) -> AuditRecord | None:
    """The record of a line, without its end; None for what is no record."""
    try:
        members: Any = json.loads(line)
        return from_json(AuditRecord, {"act": "", "caller": "", **members, "id": its_id})
    except (ValueError, TypeError, RecursionError):
        return None


def written(text: str) -> bytes:
    """How a text stands in a line, without quotes."""
    return json.dumps(_text(text), ensure_ascii=True)[1:-1].encode("ascii")


def _bounded(record: AuditRecord) -> AuditRecord:
    answer = record.answer
    if answer is not None:
        answer = replace(
            answer, given=_ids(answer.given), cited=_ids(answer.cited), entities=_ids(answer.entities)
        )
    return replace(
        record,
        act=_text(record.act),
        caller=_text(record.caller),
        address=_text(record.address),
        request=_text(record.request),
        subjects=_ids(record.subjects),
        detail=_text(record.detail),
        question=_text(record.question, MOST_QUESTION),
        answer=answer,
    )


def _ids(ids: Iterable[str]) -> tuple[str, ...]:
    """At most so many; the last one then tells how many there were."""
    texts = tuple(_text(one) for one in ids)
    return texts if len(texts) <= MOST_IDS else (*texts[: MOST_IDS - 1], f"... {len(texts)} in all")


def _text(text: str, most: int = MOST_TEXT) -> str:
    # Half a character can be written as JSON, but no reader could pass it on.
    return text[:most].encode("utf-8", "replace").decode()
