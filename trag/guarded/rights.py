"""What a caller may do with a document, and which groups they may give one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from trag.errors import DocumentError, ForbiddenError
from trag.types import EVERYONE, Caller, CallerRole, Document


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights of one caller. Nothing here tells of a document that they may not read."""

    caller: Caller

    @property
    def reads_all(self) -> bool:
        """True for those who read every document, now and later."""
        return self.caller.groups is None

    @property
    def rules_all(self) -> bool:
        """True for admins who read every document: theirs is the whole data folder."""
        return self.reads_all and self.caller.may("admin")

    def demand(self, role: CallerRole) -> None:
        """Raises ForbiddenError unless the caller may do what this role may."""
        if not self.caller.may(role):
            raise ForbiddenError(
                f"This takes the role {role}; yours is {self.caller.role}.",
                hint="An admin of this server can give it to you.",
            )

    def demand_all(self) -> None:
        """Raises ForbiddenError unless the caller is an admin who reads every document."""
        self.demand("admin")
        if not self.reads_all:
            raise ForbiddenError(
                "This reaches every document; you may read those of your groups only.",
                hint="Use a key that is not limited to groups.",
            )

    def may_read(self, document: Document) -> bool:
        """True if the caller may read it."""
        return self.caller.may_read(document.groups)

    def may_change(self, document: Document) -> bool:
        """True if all of its groups are the caller's: what others read, too, is not theirs to take away."""
        return self.caller.may("editor") and self._are_theirs(document.groups)

    def seen(self, document: Document) -> Document:
        """The document as the caller sees it: with those of its groups that they are in."""
        if self.caller.groups is None:
            return document
        return replace(document, groups=tuple(filter(self._is_theirs, document.groups)))

    def chosen(self, groups: Collection[str]) -> tuple[str, ...]:
        """These groups in order, for a document of the caller. Raises DocumentError for one of others."""
        foreign = sorted(group for group in groups if not self._is_theirs(group))
        if foreign:
            raise DocumentError(
                f"You are not in the group {foreign[0][:80]!r}; nothing was changed.",
                hint="Choose among your own groups.",
            )
        return tuple(sorted(set(groups)))

    def _are_theirs(self, groups: Iterable[str]) -> bool:
        named = list(groups)
        return self.reads_all or (bool(named) and all(map(self._is_theirs, named)))

    def _is_theirs(self, group: str) -> bool:
        return self.caller.groups is None or group == EVERYONE or group in self.caller.groups
