"""Making sure that what was deleted stands nowhere in the database's files any more."""

from sqlalchemy import text

from trag.catalog.catalog import Catalog
from trag.catalog.database import translated
from trag.catalog.keyword_tables import keyword_tables

TRUNCATE = text("PRAGMA wal_checkpoint(TRUNCATE)")
PATIENCE_MS = 300


def purge(catalog: Catalog) -> bool:
    """Take deleted words out of the keyword index and old pages out of the log.

    Rows themselves are overwritten when they are deleted (`secure_delete`). False while somebody
    reads: the log then keeps old pages until the next purge, or until the folder is closed.
    """
    with translated(catalog.path), catalog.engine.begin() as connection:
        for table in keyword_tables(connection):
            # The keyword index notes a delete beside the words; only merging all of it takes the words out.
            connection.exec_driver_sql(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 - our own
    return truncate_log(catalog)


def truncate_log(catalog: Catalog) -> bool:
    """Take old pages out of the log: enough where no passage was deleted. False while somebody reads."""
    with translated(catalog.path), catalog.engine.connect() as connection:
        # Whoever waits here keeps all others from writing, and a backup may read for long.
        before = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            busy, _, _ = connection.execute(TRUNCATE).one()
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {before}")
        return not busy
