"""Writing the log: at once handed over, soon on the disk, and never lost on a normal end."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import FileIO
from itertools import groupby, islice
from pathlib import Path
from time import monotonic

from trag.audit.lines import line_of
from trag.audit.reading import days_kept, file_of, newest_first
from trag.types import Check
from trag.types.auditing import AuditFilter, AuditRecord

FOLDER = "audit"
DAYS = 365
# Seconds: between tries on a full disk, between looks for files whose time is over, for the last writing.
RETRY = 2.0
SWEEP = 3600.0
PATIENCE = 10.0
# Records that wait for a disk with room: some hours of a busy service.
MOST_WAITING = 20_000


class AuditLog:
    """The audit log of a data folder. Thread-safe; nobody who writes waits for the disk.

    A thread of its own writes what was handed over, and drops files older than `days()`. A failing disk
    keeps records waiting and `problem` set until it works again.
    """

    def __init__(self, folder: Path, days: Callable[[], int] = lambda: DAYS) -> None:
        self._folder = folder
        self._days = days
        self._waiting: list[AuditRecord] = []
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_closing = self._is_writing = False
        self._lost = 0
        self._problem = ""

    @property
    def problem(self) -> str:
        """Why acts can't be noted now; "" while they can."""
        with self._changed:
            return self._problem

    def start(self) -> None:
        """Drop files whose time is over, now and every hour."""
        with self._changed:
            if self._thread is None and not self._is_closing:
                self._thread = threading.Thread(target=self._run, name="trag-audit", daemon=True)
                self._thread.start()

    def write(self, record: AuditRecord) -> None:
        """Note an act; it is on the disk within moments."""
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                self._lost += 1
                return
            self._waiting.append(record)
            self._changed.notify_all()
        self.start()

    def flush(self) -> None:
        """Wait until what was handed over is on the disk, or can't be written."""
        self.start()
        with self._changed:
            self._changed.wait_for(self._is_settled, PATIENCE)

    def page(
        self, wanted: AuditFilter | None = None, *, limit: int = 50, before: str = ""
    ) -> list[AuditRecord]:
        """The records that are wanted, the newest first: at most `limit`, of those before the id `before`."""
        self.flush()
        found = newest_first(self._folder, wanted or AuditFilter(), before)
        return list(islice(found, limit))

    def checks(self) -> list[Check]:
        """How the log is."""
        with self._changed:
            problem, lost, waiting = self._problem, self._lost, len(self._waiting)
        if not problem and not lost:
            return [Check("Audit log", "ok", f"kept for {self._days()} days in {self._folder}")]
        detail = f"{problem or 'it works again'}; {waiting} records wait, {lost} were lost"
        hint = "Until there is room, changes are refused; questions are answered. Make room on the disk."
        return [
            Check("Audit log", "warning", detail, hint if problem else "Read what the log lacks elsewhere.")
        ]

    def close(self) -> None:
        """Write what waits, and stop; may be called more than once."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(PATIENCE)

    def _is_settled(self) -> bool:
        return bool(self._problem) or not (self._waiting or self._is_writing)

    def _run(self) -> None:
        swept = -SWEEP
        while True:
            if monotonic() - swept >= SWEEP:
                swept = monotonic()
                self._sweep()
            with self._changed:
                if not self._waiting and not self._is_closing:
                    self._changed.wait(SWEEP)
                elif self._problem and not self._is_closing:
                    self._changed.wait_for(lambda: self._is_closing, RETRY)
                batch, is_last = list(self._waiting), self._is_closing
                self._is_writing = bool(batch)
            self._try(batch)
            if is_last:
                return

    def _try(self, batch: list[AuditRecord]) -> None:
        problem, done = "", 0
        for day, records in groupby(batch, _day_of):
            lines = [line_of(record) for record in records]
            try:
                append(self._folder, day, lines)
            except OSError as exc:
                problem = f"{self._folder} can't be written: {exc.strerror or exc}"
                break
            done += len(lines)
        with self._changed:
            del self._waiting[:done]
            self._problem, self._is_writing = problem, False
            self._changed.notify_all()

    def _sweep(self) -> None:
        with suppress(OSError):
            drop_older(self._folder, datetime.now(UTC).date() - timedelta(days=self._days()))


def append(folder: Path, day: date, lines: list[bytes]) -> None:
    """Add lines to the file of a day, all of them on the disk; a line cut off before stays one of its own."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file_of(folder, day), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with FileIO(handle, "rb+") as file:
        size = file.seek(0, os.SEEK_END)
        data = memoryview(_line_end(file, size) + b"".join(lines))
        try:
            while data:
                data = data[file.write(data) :]
            os.fsync(file.fileno())
        except OSError:
            # What is written again later must not stand there twice.
            with suppress(OSError):
                file.truncate(size)
            raise


def drop_older(folder: Path, oldest: date) -> None:
    """Delete the files of the days before `oldest`."""
    for day in days_kept(folder):
        if day < oldest:
            file_of(folder, day).unlink(missing_ok=True)


def _day_of(record: AuditRecord) -> date:
    try:
        return date.fromisoformat(record.time[:10])
    except ValueError:
        return datetime.now(UTC).date()


def _line_end(file: FileIO, size: int) -> bytes:
    """What ends a line that a crash cut off."""
    if not size:
        return b""
    file.seek(size - 1)
    return b"" if file.read(1) == b"\n" else b"\n"
