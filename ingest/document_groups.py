"""Who may read which documents of a data folder."""

from collections.abc import Collection, Sequence

from ingest.library import Library
from trag.catalog.access import default_groups, folder_groups, set_default_groups
from trag.catalog.catalog import Catalog
from trag.types import Document
from trag.types.documents import FolderGroups


class DocumentGroups:
    """The groups of documents, the rules of folders and the default, in the process that owns the folder."""

    def __init__(self, catalog: Catalog, library: Library) -> None:
        self._catalog = catalog
        self._library = library

    def give(self, names: Sequence[str], groups: Collection[str]) -> list[Document]:
        """Give documents, by id or file name, groups of their own. Raises DocumentError."""
        return self._library.set_groups(names, groups)

    def rules(self) -> list[FolderGroups]:
        """The rules of folders, ordered by folder."""
        return [FolderGroups(folder, groups) for folder, groups in folder_groups(self._catalog).items()]

    def rule(self, folder: str, groups: Collection[str] | None) -> list[Document]:
        """Let documents below a folder have these groups, None for no rule; those that changed."""
        return self._library.set_folder_groups(folder, groups)

    def default(self) -> tuple[str, ...]:
        """The groups of new documents in folders without a rule."""
        return default_groups(self._catalog)

    def set_default(self, groups: Collection[str]) -> tuple[str, ...]:
        """Let new documents in folders without a rule have these groups. Raises DocumentError."""
        set_default_groups(self._catalog, groups)
        return self.default()
