"""The units of the tree, for one caller."""

from collections.abc import Callable
from dataclasses import replace

from trag.doors import NodeDoor
from trag.guarded.rights import Rights
from trag.types import Difference, Document, OutlineUnit, TreeMatch, TreeNode, TreeSummary, UnitEdit


class GuardedNodes:
    """Every unit is for every reader; the source it names only for those who may read that document."""

    def __init__(self, nodes: NodeDoor, rights: Rights, documents: Callable[[], list[Document]]) -> None:
        self._nodes = nodes
        self._rights = rights
        self._documents = documents

    def get(self, node_id: str) -> TreeNode | None:
        """A unit; without its source where that is no document the caller may read."""
        found = self._nodes.get(node_id)
        if found is None or self._rights.reads_all or self._is_readable(found.source):
            return found
        return replace(found, source="")

    def outline(self) -> list[OutlineUnit]:
        """All units level by level: names and places, no sources."""
        return self._nodes.outline()

    def search(self, text: str, *, limit: int = 20) -> list[TreeMatch]:
        """Units and people by the beginning of a name, or else those that `text` means."""
        return self._nodes.search(text, limit=limit)

    def edit(self, node_id: str, edit: UnitEdit, *, replacing: int | None = None) -> TreeSummary:
        """Change a unit; for editors."""
        self._rights.demand("editor")
        return self._nodes.edit(node_id, edit, replacing=replacing)

    def diff(self, text: str, file: str) -> list[Difference]:
        """What an import of this tree would change; for editors."""
        self._rights.demand("editor")
        return self._nodes.diff(text, file)

    def _is_readable(self, source: str) -> bool:
        """True if a source names a readable document, by its file, or by a file and what follows it."""
        if not source:
            return True
        return any(names(source, document) for document in self._documents())


def names(source: str, document: Document) -> bool:
    """True if `source` is the document's id, file or file's name, or begins with one and a boundary."""
    last = document.file.rpartition("/")[2]
    known = (document.id, document.file, last)
    return any(source.startswith(name) and not source[len(name) : len(name) + 1].isalnum() for name in known)
