"""What the routes of administration read and answer."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from api.responses import NextCursor
from trag.types.auditing import AuditRecord
from trag.types.backups import BackupMade
from trag.types.engines import EngineCheck


class AuditPage(BaseModel):
    """A page of the audit log."""

    model_config = ConfigDict(frozen=True)

    records: list[AuditRecord]
    next_cursor: NextCursor


class SettingsSent(BaseModel):
    """Settings to change: the others stay as they are. null takes a value back."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{"values": {"answer_tokens": 300, "audit_questions": None}}]},
    )

    values: Annotated[dict[str, Any], Field(min_length=1, max_length=50)]


class EngineTried(BaseModel):
    """How a model's try went."""

    model_config = ConfigDict(frozen=True)

    check: EngineCheck


class BackupList(BaseModel):
    """The last backups that were made."""

    model_config = ConfigDict(frozen=True)

    backups: list[BackupMade]
