"""The server's log, for people or as JSON, without the texts that people ask and write.

Above `debug` no line holds text of a question, an answer or a document: what an exception says may quote
one, so of exceptions the kind and the place are told; of lines of libraries, who wrote them and where.
"""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from api.request_ids import RequestIdFilter

Format = Literal["plain", "json"]
Level = Literal["debug", "info", "warning"]

# Whose lines hold what a programmer put there, and nothing that was read or asked.
_OURS = ("trag", "uvicorn")
_MOST_FRAMES = 12
_MOST_CAUSES = 5


def set_up_logs(chosen: Format, level: Level) -> None:
    """Write the log to standard error, unless this process has a log already."""
    root = logging.getLogger()
    if not root.handlers:
        handler = logging.StreamHandler()
        handler.addFilter(RequestIdFilter())
        lines = JsonLines if chosen == "json" else PlainLines
        handler.setFormatter(lines(tells_all=level == "debug"))
        root.addHandler(handler)
        # Libraries at debug tell of keys and of all that is sent.
        root.setLevel(logging.WARNING)
    logging.getLogger("trag").setLevel(level.upper())
    logging.getLogger("uvicorn").setLevel(logging.WARNING if level == "warning" else logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)


class Lines(logging.Formatter):
    """What lines of both kinds tell; `tells_all` also texts."""

    def __init__(self, *, tells_all: bool = False) -> None:
        super().__init__()
        self._tells_all = tells_all

    def message_of(self, record: logging.LogRecord) -> str:
        """What a record says; of a library's only where it was said."""
        if self._tells_all or record.name.partition(".")[0] in _OURS:
            return record.getMessage()
        return f"a message of {record.name}, {record.module}:{record.lineno}; log_level=debug tells it"

    def exception_of(self, record: logging.LogRecord) -> str:
        """The exception of a record; "" without one."""
        if not record.exc_info or record.exc_info[1] is None:
            return ""
        return self.formatException(record.exc_info) if self._tells_all else kinds(record.exc_info[1])


class PlainLines(Lines):
    """A line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; what has several lines is one."""
        exception = self.exception_of(record)
        time = f"{self.formatTime(record)} {record.levelname} {record.name}"
        request = getattr(record, "request", "-")
        said = f"{time} [{request}]: {self.message_of(record)}"
        caller = getattr(record, "told", {}).get("caller", "")
        whole = f"{said}{f', {caller}' if caller else ''}{f' | {exception}' if exception else ''}"
        return whole if self._tells_all else _on_one_line(whole)


class JsonLines(Lines):
    """An object of JSON for programs, on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; ASCII only, so that nothing in it can end it."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.message_of(record),
            "request": getattr(record, "request", "-"),
            **getattr(record, "told", {}),
        }
        if exception := self.exception_of(record):
            told["exception"] = exception
        return json.dumps(told)


def kinds(error: BaseException) -> str:
    """An exception and what caused it: the kind of each, and the calls that led there, the last first."""
    told: list[str] = []
    found: BaseException | None = error
    while found is not None and len(told) < _MOST_CAUSES:
        told.append(f"{type(found).__name__} at {' < '.join(_places(found))}")
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return ", from ".join(told)


def _places(error: BaseException) -> list[str]:
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{_short(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[::-1][:_MOST_FRAMES] or ["an unknown place"]


def _short(file: str) -> str:
    return "/".join(Path(file).parts[-3:])


def _on_one_line(text: str) -> str:
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
