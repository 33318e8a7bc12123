"""Reading the log from its end. What is no record, such as a line cut off by a crash, is passed over."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from trag.audit.lines import LONGEST_LINE, record_of, written
from trag.types.auditing import AuditFilter, AuditRecord

BLOCK = 64 * 1024
_DAY = 10


def days_kept(folder: Path) -> list[date]:
    """The days that have a file, the newest first."""
    return sorted(filter(None, map(_day_of, folder.glob("*.jsonl"))), reverse=True)


def file_of(folder: Path, day: date) -> Path:
    """The file of a day."""
    return folder / f"{day.isoformat()}.jsonl"


def newest_first(folder: Path, wanted: AuditFilter, before: str = "") -> Iterator[AuditRecord]:
    """The records that are wanted, from the end: of all, or of those before the one with the id `before`."""
    last_day, _, offset = before.partition(".")
    since, until = wanted.since[:_DAY], wanted.until[:_DAY]
    for day in map(date.isoformat, days_kept(folder)):
        if (last_day and day > last_day) or (until and day > until):
            continue
        if since and day < since:
            return
        end = int(offset) if day == last_day else None
        yield from _of_day(folder, day, wanted, end)


def _of_day(folder: Path, day: str, wanted: AuditFilter, end: int | None) -> Iterator[AuditRecord]:
    # Most lines are told apart by their bytes: reading JSON takes far longer.
    needles = [written(text) for text in (wanted.caller, wanted.act, wanted.subject) if text]
    try:
        with (folder / f"{day}.jsonl").open("rb") as file:
            for start, line in lines_backwards(file, end):
                if all(needle in line for needle in needles):
                    record = record_of(line, f"{day}.{start}")
                    if record is not None and _is_wanted(record, wanted):
                        yield record
    except FileNotFoundError:
        return  # its time was over just now


def lines_backwards(file: BinaryIO, end: int | None = None) -> Iterator[tuple[int, bytes]]:
    """Each whole line that ends at `end` or before, the last first, with where it starts.

    A line without its end is cut off, and left out; so is one that is too long for a record.
    """
    size = file.seek(0, 2)
    at = size if end is None else min(end, size)
    tail, is_line = b"", False  # what follows the last line's end was cut off
    while at > 0:
        start = max(0, at - BLOCK)
        file.seek(start)
        block, at = file.read(at - start) + tail, start
        first, *others = block.split(b"\n")
        position = start + len(block)
        for line in reversed(others):
            position -= len(line)
            if is_line:
                yield position, line
            position -= 1
            is_line = True
        tail, is_line = (first, is_line) if len(first) < LONGEST_LINE else (b"", False)
    if is_line:
        yield 0, tail


def _is_wanted(record: AuditRecord, wanted: AuditFilter) -> bool:
    return (
        wanted.caller in {"", record.caller}
        and wanted.outcome in {"", record.outcome}
        and wanted.act in {"", record.act}
        and (not wanted.subject or wanted.subject in record.subjects)
        and (not wanted.since or record.time >= wanted.since)
        and (not wanted.until or record.time[: len(wanted.until)] <= wanted.until)
    )


def _day_of(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem)
    except ValueError:
        return None
