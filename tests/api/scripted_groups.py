"""Groups of documents as a test asks for them: remembered, not enforced."""

from collections.abc import Collection, Sequence

from trag.types import Document
from trag.types.documents import FolderGroups


class ScriptedGroups:
    """Remembers what was given to which documents."""

    def __init__(self) -> None:
        self.given: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        self.rules_kept: dict[str, tuple[str, ...]] = {}
        self.by_default: tuple[str, ...] = ()

    def give(self, names: Sequence[str], groups: Collection[str]) -> list[Document]:
        self.given.append((tuple(names), tuple(groups)))
        return []

    def rules(self) -> list[FolderGroups]:
        return [FolderGroups(*rule) for rule in sorted(self.rules_kept.items())]

    def rule(self, folder: str, groups: Collection[str] | None) -> list[Document]:
        self.rules_kept.pop(folder, None)
        if groups is not None:
            self.rules_kept[folder] = tuple(groups)
        return []

    def default(self) -> tuple[str, ...]:
        return self.by_default

    def set_default(self, groups: Collection[str]) -> tuple[str, ...]:
        self.by_default = tuple(groups)
        return self.by_default
