"""The backups of an opened data folder."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from trag.backups.making import Backup, StoreOf
from trag.catalog.catalog import Catalog
from trag.catalog.purging import truncate_log
from trag.types.backups import BackupMade

STAMP = "backups"
KEPT = 20


class Backups:
    """Makes backups of one data folder, and remembers the last ones. Thread-safe."""

    def __init__(self, data: Path, catalog: Catalog, store_of: StoreOf) -> None:
        self._data = data
        self._catalog = catalog
        self._store_of = store_of

    def make(self) -> Iterator[bytes]:
        """The bytes of a backup, while everything goes on. Raises BackupError, DataFolderError."""
        backup = Backup(self._data, self._catalog, self._store_of)
        try:
            yield from backup.blocks()
        finally:
            # What was deleted meanwhile could not go from the log while the backup read it.
            truncate_log(self._catalog)
        if backup.made:
            told = [asdict(one) for one in (backup.made, *self.all())][:KEPT]
            self._catalog.set_stamp(STAMP, json.dumps(told))

    def all(self) -> list[BackupMade]:
        """The last backups that were made and taken to their end, the newest first."""
        return [BackupMade(**one) for one in json.loads(self._catalog.stamp(STAMP) or "[]")]
