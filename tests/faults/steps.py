"""The steps of a process that outlast it, counted; at one of them it is killed, or something else strikes.

Wrapped is what is really called: the database's statements and commits, Chroma's collections, and the
system calls that put a file in place or take it away.
"""

import functools
import os
import re
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

WRITES = re.compile(
    r"\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM|CREATE (?:VIRTUAL )?TABLE)\s+\W?(\w+)", re.IGNORECASE
)
CALLS = ("replace", "rename", "unlink", "remove", "rmdir", "fsync")
Aim = tuple[str, int]


class Steps:
    """Counts steps by name; at the `aim`, a name and a number, the `strike` is done."""

    def __init__(self, data: Path, aim: Aim | None, strike: Callable[[], None]) -> None:
        self.seen: list[str] = []
        self._strike = strike
        self._data = data
        self._aim = aim
        self._counts: Counter[str] = Counter()
        self._written = threading.local()

    def reach(self, name: str) -> None:
        """Note that this step is reached."""
        self.seen.append(name)
        self._counts[name] += 1
        if self._aim == (name, self._counts[name]):
            self._aim = None  # what the strike itself does is no step
            self._strike()

    def is_last(self, name: str) -> bool:
        """True when the next step of this name is the one aimed at."""
        return self._aim == (name, self._counts[name] + 1)

    def watch(self) -> None:
        """Count from now on, in this whole process and for good."""
        self._watch_database()
        self._watch_vectors()
        self._watch_files()
        self._watch_copies()

    def _watch_database(self) -> None:
        from sqlalchemy import Engine, event
        from sqlalchemy.engine.default import DefaultDialect

        event.listen(Engine, "before_cursor_execute", self._statement)
        event.listen(Engine, "after_cursor_execute", self._executed)
        event.listen(Engine, "commit", self._committing)
        event.listen(Engine, "rollback", lambda _: self._tables.clear())
        commit: Any = DefaultDialect.do_commit

        def do_commit(dialect: Any, connection: Any) -> None:
            commit(dialect, connection)
            if self._tables:
                self.reach(f"committed {self._label()}")
            self._tables.clear()

        # mypy can't know that this is done to a class on purpose.
        setattr(DefaultDialect, "do_commit", do_commit)  # noqa: B010

    @property
    def _tables(self) -> set[str]:
        if not hasattr(self._written, "tables"):
            self._written.tables = set()
        tables: set[str] = self._written.tables
        return tables

    def _label(self) -> str:
        return "+".join(sorted(self._tables))

    def _statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "wal_checkpoint" in statement:
            self.reach("log to be checkpointed")
        if match := WRITES.match(statement):
            self._tables.add(match[1])
            self.reach(f"{match[1]} to be written")

    def _executed(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "wal_checkpoint" in statement:
            self.reach("log checkpointed")

    def _committing(self, _connection: Any) -> None:
        if self._tables:
            self.reach(f"to commit {self._label()}")

    def _watch_vectors(self) -> None:
        from chromadb.api.models.Collection import Collection

        for name in ("add", "delete"):
            setattr(Collection, name, self._halved(name, getattr(Collection, name)))
        from chromadb.api.client import Client

        for name in ("create_collection", "get_or_create_collection", "delete_collection"):
            setattr(Client, name, self._around(functools.partial(_called, name), getattr(Client, name)))

    def _halved(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """A collection's method that can be cut off after half of its ids."""

        @functools.wraps(real)
        def halved(collection: Any, ids: list[str], **values: Any) -> Any:
            half = len(ids) // 2
            if half and self.is_last(f"half of vectors {name}"):
                real(
                    collection, ids=ids[:half], **{key: some and some[:half] for key, some in values.items()}
                )
            self.reach(f"vectors to {name}")
            if half:
                self.reach(f"half of vectors {name}")
            result = real(collection, ids=ids, **values)
            self.reach(f"vectors {name} done")
            return result

        return halved

    def _watch_files(self) -> None:
        for name in CALLS:
            setattr(os, name, self._around(functools.partial(self._place, name), getattr(os, name)))

    def _place(self, name: str, path: Any, *_: Any, **_more: Any) -> str:
        """What a call does, and in which part of the data folder; "" outside of it."""
        if isinstance(path, int):
            return name
        path = Path(os.fsdecode(path))
        if not path.is_absolute():
            return f"{name} in a folder that goes"
        if not path.is_relative_to(self._data):
            return ""
        parts = path.relative_to(self._data).parts
        return f"{name} in {parts[0]}" if len(parts) > 1 else f"{name} of {_kind(path.name)}"

    def _around(self, label: Callable[..., str], real: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(real)
        def around(*values: Any, **named: Any) -> Any:
            if name := label(*values):
                self.reach(f"to {name}")
            result = real(*values, **named)
            if name:
                self.reach(f"{name} done")
            return result

        return around

    def _watch_copies(self) -> None:
        """Copies of what is taken in, cut off when half is written."""
        from ingest import originals

        copied: Any = originals._copied

        def half_copied(file: Any, target: Path) -> str:
            if self.is_last("half of an original"):
                target.write_bytes(file.read(20))
                file.seek(0)
            self.reach("half of an original")
            return str(copied(file, target))

        setattr(originals, "_copied", half_copied)  # noqa: B010


def _called(name: str, *_: Any) -> str:
    return name


def _kind(name: str) -> str:
    """A file's name without what differs from run to run."""
    return ".owner" if name.startswith(".owner-") else name
