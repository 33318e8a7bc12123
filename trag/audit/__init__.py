"""The audit log: one line of JSON for each act, kept in the data folder by day."""

from trag.audit.acting import Acting, acting, current, note, watched
from trag.audit.log import FOLDER, AuditLog

__all__ = ["FOLDER", "Acting", "AuditLog", "acting", "current", "note", "watched"]
