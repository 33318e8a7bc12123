"""The tables of the catalog as lines of JSON: whatever database they came from, any can take them."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, delete, insert, inspect, select, text

from trag.catalog.database import MIGRATIONS
from trag.catalog.keyword_tables import create_keyword_table
from trag.catalog.models import Table
from trag.errors import BackupError

# Whoever is logged in logs in again: what opens a door now is not kept elsewhere.
LEFT_OUT = frozenset({"sessions"})
# Where a part ends; a row is never cut.
PART = 4 * 1024 * 1024
ROWS = 500
COUNTERS = "sqlite_sequence"


@dataclass(slots=True)
class Dumped:
    """What was written of a table."""

    columns: list[str]
    rows: int = 0
    parts: list[str] = field(default_factory=list)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """The catalog as it is at this moment, whatever others write meanwhile."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ")
        revision_of(connection)  # the first read fixes the moment
        try:
            yield connection
        finally:
            connection.rollback()


def revision_of(connection: Connection) -> str:
    """The migration that the tables are those of."""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def parts_of(connection: Connection, dumped: dict[str, Dumped]) -> Iterator[tuple[str, bytes]]:
    """The tables as parts of lines, each with its name; `dumped` tells in the end what there was."""
    for table in Table.metadata.sorted_tables:
        if table.name not in LEFT_OUT:
            told = dumped[table.name] = Dumped([column.name for column in table.columns])
            query = select(table).order_by(*table.primary_key.columns)
            rows = connection.execution_options(yield_per=ROWS).execute(query)
            for content in _parts(rows, told):
                name = f"catalog/{table.name}/{len(told.parts):06d}.jsonl.gz"
                told.parts.append(name)
                yield name, content


def _parts(rows: Any, told: Dumped) -> Iterator[bytes]:
    lines: list[bytes] = []
    size = 0
    for row in rows:
        line = json.dumps(list(row), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        lines.append(line)
        told.rows += 1
        size += len(line)
        if size >= PART:
            yield b"".join(lines)
            lines, size = [], 0
    if lines:
        yield b"".join(lines)


def counters(connection: Connection) -> dict[str, int]:
    """The last numbers given in tables that give none twice, also not that of a row that is gone."""
    if connection.dialect.name != "sqlite":
        return {}
    ours = Table.metadata.tables.keys() - LEFT_OUT
    rows = connection.exec_driver_sql(f"SELECT name, seq FROM {COUNTERS}")  # noqa: S608 - our own name
    return {name: int(seq) for name, seq in rows if name in ours}


def make_tables(connection: Connection, revision: str) -> None:
    """Make empty tables as they were with this migration."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


class Loader:
    """Fills tables that are empty with the rows of a backup."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known = set(inspect(connection).get_table_names())
        self._metadata = MetaData()
        self._is_sqlite = connection.dialect.name == "sqlite"

    def begin(self, table: str, columns: Sequence[str]) -> None:
        """Get ready for the rows of a table. Raises BackupError for one that this catalog has not."""
        if table not in self._known or table not in Table.metadata.tables or table in LEFT_OUT:
            raise BackupError(f"The backup holds a table {table!r}, which no catalog has.")
        self._metadata.reflect(self._connection, only=[table], resolve_fks=False)
        unknown = set(columns) - set(self._metadata.tables[table].columns.keys())
        if unknown:
            raise BackupError(
                f"The backup's table {table!r} has a column {min(unknown)!r}, which is unknown."
            )
        self._connection.execute(delete(self._metadata.tables[table]))

    def add(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Add rows; those of classes of access come with their keyword index."""
        if not rows:
            return
        self._connection.execute(insert(self._metadata.tables[table]), list(rows))
        if table == "access_classes":
            for row in rows:
                if row["id"]:  # that of class 0 is there from the beginning
                    create_keyword_table(self._connection, int(row["id"]))

    def count(self, table: str, last: int) -> None:
        """Go on with numbers after `last`."""
        if self._is_sqlite:
            named = {"name": table, "last": last}
            self._connection.execute(text(f"DELETE FROM {COUNTERS} WHERE name = :name"), named)  # noqa: S608
            self._connection.execute(text(f"INSERT INTO {COUNTERS} VALUES (:name, :last)"), named)  # noqa: S608


def read_lines(content: bytes, columns: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a part. Raises ValueError for what is none."""
    return [dict(zip(columns, json.loads(line), strict=True)) for line in content.splitlines()]


def opened_catalog(path: Path) -> Engine:
    """An empty database in which only a backup is to be put."""
    from sqlalchemy import create_engine

    return create_engine(f"sqlite:///{path}")
