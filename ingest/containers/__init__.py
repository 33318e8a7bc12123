"""Archives and e-mails with attachments, unpacked into the documents that are in them."""

from ingest.containers.members import Member, Unpacked
from ingest.containers.unpacking import CONTAINERS, is_container, unpack

__all__ = ["CONTAINERS", "Member", "Unpacked", "is_container", "unpack"]
