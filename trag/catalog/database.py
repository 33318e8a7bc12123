"""Opening the catalog's database: connections, migrations, and errors in our own words."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError

from trag.errors import DataFolderError, DiskFullError

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0006"
# Less than SQLite needs for the index of its log.
LEAST_ROOM = 32 * 1024


def open_database(path: Path) -> Engine:
    """The database at `path`, made or brought up to date. Raises DataFolderError."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare)
    with translated(path), engine.begin() as connection:
        if _revision(connection) != HEAD:
            # Python's driver begins no transaction for a change of tables; cut off, half of them would stay.
            connection.execute(text("BEGIN IMMEDIATE"))
            _migrate(connection)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that nobody else writes in between, also not between what it reads and what it writes."""
    with engine.begin() as connection:
        # The driver would begin at the first write only.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def _prepare(connection: Any, _record: object) -> None:
    # SQLite itself compares ASCII letters only.
    connection.create_function("folded", 1, str.casefold, deterministic=True)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _revision(connection: Connection) -> str | None:
    tables = connection.execute(text("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")).all()
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if tables else None


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the database's errors into trag's, with the file they are about."""
    try:
        yield
    except DatabaseError as exc:
        reason = str(exc.orig)
        if "full" in reason or _is_full(path.parent):
            message = f"The disk of {path.parent} is full; nothing was changed."
            raise DiskFullError(message, hint="Make room and run the command again.") from exc
        hint = "Check the folder's owner and rights, or restore it from a backup."
        raise DataFolderError(f"The catalog {path} can't be used: {reason}.", hint=hint) from exc


def _is_full(folder: Path) -> bool:
    """True when nothing more can be written: SQLite without room for its log says only "disk I/O error"."""
    try:
        free: int = shutil.disk_usage(folder).free
    except OSError:
        return False
    return free < LEAST_ROOM
