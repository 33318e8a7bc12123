"""Audit log, settings, models and backups, through the server."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from trag.client.connection import Connection, check, read_as
from trag.types.auditing import AuditFilter, AuditRecord
from trag.types.backups import BackupMade
from trag.types.engines import EngineCheck, EngineRole, Engines, SettingsShown
from trag.wire import from_json, to_json

_PAGE = 200


class AdministrationClient:
    """What admins see and change of the data folder of another process."""

    def __init__(self, server: Connection) -> None:
        self.audit = AuditClient(server)
        self.settings = SettingsClient(server)
        self.engines = EngineClient(server)
        self.backups = BackupClient(server)


class AuditClient:
    """The audit log of another process."""

    def __init__(self, server: Connection) -> None:
        self._server = server

    def write(self, record: AuditRecord) -> None:
        """Nothing: the server notes by itself what is asked of it."""

    def page(
        self, wanted: AuditFilter | None = None, *, limit: int = 50, before: str = ""
    ) -> list[AuditRecord]:
        """The records that are wanted, the newest first."""
        asked = {**to_json(wanted or AuditFilter()), "before": before, "limit": max(1, min(limit, _PAGE))}
        query = urlencode({name: value for name, value in asked.items() if value})
        found = self._server.pages(f"/v1/audit?{query}", "records", most=limit)
        return read_as(lambda: from_json(list[AuditRecord], found))


class SettingsClient:
    """The settings of another process."""

    def __init__(self, server: Connection) -> None:
        self._server = server

    def all(self) -> SettingsShown:
        """Every setting with its value."""
        data = self._server.call("GET", "/v1/settings")
        return read_as(lambda: from_json(SettingsShown, data))

    def change(self, values: Mapping[str, Any], *, replacing: str = "") -> SettingsShown:
        """Put values in force at once and for good; None takes a value back."""
        headers = {"If-Match": f'"{replacing}"'} if replacing else None
        data = self._server.call("PATCH", "/v1/settings", {"values": dict(values)}, headers=headers)
        return read_as(lambda: from_json(SettingsShown, data))


class EngineClient:
    """The models of another process."""

    def __init__(self, server: Connection) -> None:
        self._server = server

    def all(self) -> Engines:
        """The models in force with their state, and those that lie ready."""
        data = self._server.call("GET", "/v1/engines")
        return read_as(lambda: from_json(Engines, data))

    def check(self, role: EngineRole) -> EngineCheck:
        """Try a model with a small task."""
        data = self._server.call("POST", f"/v1/engines/{role}/check", {})
        return read_as(lambda: from_json(EngineCheck, data["check"]))


class BackupClient:
    """Backups of the data folder of another process."""

    def __init__(self, server: Connection) -> None:
        self._server = server

    def make(self) -> Iterator[bytes]:
        """The bytes of a new backup."""
        with self._server.opened("POST", "/v1/backups", {}) as response:
            check(response)
            yield from response.iter_bytes()

    def all(self) -> list[BackupMade]:
        """The last backups that were made, the newest first."""
        data = self._server.call("GET", "/v1/backups")
        return read_as(lambda: from_json(list[BackupMade], data["backups"]))
