"""The tables of the catalog."""

from trag.catalog.models.access import AccessClassRow, FolderGroupsRow
from trag.catalog.models.accounts import GroupRow, KeyRow, MemberRow, SessionRow, UserRow
from trag.catalog.models.conversations import ConversationRow, FeedbackRow, MessageRow
from trag.catalog.models.deletes import DependentRow, ReceiptRow
from trag.catalog.models.documents import ChunkRow, DocumentRow, VersionRow
from trag.catalog.models.jobs import JobFileRow, JobRow
from trag.catalog.models.table import Table
from trag.catalog.models.tree import StampRow, TreeRow

__all__ = [
    "AccessClassRow",
    "ChunkRow",
    "ConversationRow",
    "DependentRow",
    "DocumentRow",
    "FeedbackRow",
    "FolderGroupsRow",
    "GroupRow",
    "JobFileRow",
    "JobRow",
    "KeyRow",
    "MemberRow",
    "MessageRow",
    "ReceiptRow",
    "SessionRow",
    "StampRow",
    "Table",
    "TreeRow",
    "UserRow",
    "VersionRow",
]
