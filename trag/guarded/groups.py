"""Who may read which documents, as far as it is a caller's to say."""

from collections.abc import Collection, Sequence

from trag.doors import GroupsDoor
from trag.errors import DocumentError
from trag.guarded.documents import ReadableDocuments
from trag.guarded.rights import Rights
from trag.types import Document
from trag.types.documents import FolderGroups


class GuardedGroups:
    """Editors move documents from groups of theirs to groups of theirs; rules are for those who rule all."""

    def __init__(self, groups: GroupsDoor, rights: Rights, documents: ReadableDocuments) -> None:
        self._groups = groups
        self._rights = rights
        self._documents = documents

    def give(self, names: Sequence[str], groups: Collection[str]) -> list[Document]:
        """Give documents that are the caller's to change groups that they are in."""
        self._rights.demand("editor")
        chosen = self._rights.chosen(groups)
        if not chosen and not self._rights.rules_all:
            raise DocumentError("Documents of no group are for admins.", hint="Choose one of your groups.")
        ids = self._documents.changeable(names, with_members=False)
        return [self._rights.seen(one) for one in self._groups.give(ids, chosen)]

    def rules(self) -> list[FolderGroups]:
        """The rules of folders; they name places of the server, so for those who rule all."""
        self._rights.demand_all()
        return self._groups.rules()

    def rule(self, folder: str, groups: Collection[str] | None) -> list[Document]:
        """Let documents below a folder have these groups; for those who rule all."""
        self._rights.demand_all()
        return self._groups.rule(folder, groups)

    def default(self) -> tuple[str, ...]:
        """The groups of new documents without a rule; for those who rule all."""
        self._rights.demand_all()
        return self._groups.default()

    def set_default(self, groups: Collection[str]) -> tuple[str, ...]:
        """Let new documents without a rule have these groups; for those who rule all."""
        self._rights.demand_all()
        return self._groups.set_default(groups)
