"""What admins see and change of an opened data folder: audit log, settings in force, models, backups."""

from dataclasses import dataclass

from trag.audit import AuditLog
from trag.backups.desk import Backups
from trag.engine_desk import EngineDesk
from trag.runtime_settings import RuntimeSettings


@dataclass(frozen=True, slots=True)
class Administration:
    """An AdministrationDoor of the process that owns the data folder."""

    audit: AuditLog
    settings: RuntimeSettings
    engines: EngineDesk
    backups: Backups
