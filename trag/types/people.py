"""Values that tell who asks, and what they may read and do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

# A reader asks and reads; an editor also changes documents and tree; an admin also people and settings.
CallerRole = Literal["reader", "editor", "admin"]
ROLES: tuple[CallerRole, ...] = ("reader", "editor", "admin")
# The group that every caller is in.
EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `groups` are those whose documents they may read; None: all documents.

    `id` is "owner" or "user:NAME"; what is kept for a caller, such as conversations, is kept under it.
    """

    id: str
    name: str
    role: CallerRole
    groups: frozenset[str] | None

    def may(self, role: CallerRole) -> bool:
        """True if they may do what this role may."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def may_read(self, groups: Iterable[str]) -> bool:
        """True if they may read a document of these groups; one of no group only those who read all."""
        return self.groups is None or not (self.groups | {EVERYONE}).isdisjoint(groups)


# Whoever holds the data folder itself: the command line on this machine, and the server's own keys.
OWNER = Caller("owner", "owner", "admin", None)
