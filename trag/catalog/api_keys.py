"""API keys as they stand in the catalog: never the token, only its sha256."""

import json
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, insert, select, update

from trag.catalog.catalog import Catalog
from trag.catalog.database import translated
from trag.catalog.models import KeyRow
from trag.types.accounts import ApiKey

_STORED = ("user", "label", "prefix", "role", "created_at", "expires_at", "last_used_at")


class ApiKeys:
    """The keys of a catalog. Thread-safe; every method is one transaction."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def all(self, user: str = "") -> list[ApiKey]:
        """The keys of a user, or of all, the oldest first."""
        query = select(KeyRow.__table__).order_by(KeyRow.id)
        return self._found(query.where(KeyRow.user == user) if user else query)

    def get(self, key_id: int) -> ApiKey | None:
        """The key of this id."""
        return next(iter(self._found(_query().where(KeyRow.id == key_id))), None)

    def find(self, sha256: str) -> ApiKey | None:
        """The key whose token has this sha256."""
        return next(iter(self._found(_query().where(KeyRow.sha256 == sha256))), None)

    def add(self, key: ApiKey, sha256: str) -> ApiKey:
        """Note a new key; its id is given here."""
        groups = "" if key.groups is None else json.dumps(key.groups)
        values = {name: getattr(key, name) for name in _STORED} | {"groups": groups, "sha256": sha256}
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            made = connection.execute(insert(KeyRow).values(**values)).inserted_primary_key
            return _keys(connection, _query().where(KeyRow.id == (made[0] if made else 0)))[0]

    def used(self, key_id: int, moment: str) -> None:
        """Note when a key was used."""
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            connection.execute(update(KeyRow).where(KeyRow.id == key_id).values(last_used_at=moment))

    def remove(self, key_id: int) -> None:
        """Forget a key."""
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            connection.execute(delete(KeyRow).where(KeyRow.id == key_id))

    def _found(self, query: Select[Any]) -> list[ApiKey]:
        with self._catalog.engine.connect() as connection:
            return _keys(connection, query)


def _query() -> Select[Any]:
    return select(KeyRow.__table__)


def _keys(connection: Connection, query: Select[Any]) -> list[ApiKey]:
    return [_key(row) for row in connection.execute(query).mappings()]


def _key(row: RowMapping) -> ApiKey:
    groups = tuple(json.loads(row["groups"])) if row["groups"] else None
    return ApiKey(id=row["id"], groups=groups, **{name: row[name] for name in _STORED})
