"""The units that a scripted door shows: those of Harbour Aid; edits are remembered, not made."""

from tests.harbour_aid import TREE
from trag.tree.differences import differences
from trag.tree.guide import TreeGuide
from trag.tree.loading import load_organisation
from trag.tree.showing import outline
from trag.types import Difference, OutlineUnit, TreeMatch, TreeNode, TreeSummary, UnitEdit

SUMMARY = TreeSummary("Harbour Aid", "org.yaml", 3, "2026-01-03T03:04:05Z", 4, 1)


class ScriptedNodes:
    """Looks units up as the real one does; `edits` are what was asked for."""

    def __init__(self) -> None:
        self.guide = TreeGuide(load_organisation(TREE, "org.yaml", version=2))
        self.edits: list[tuple[str, UnitEdit, int | None]] = []
        self.fail_with: Exception | None = None

    def get(self, node_id: str) -> TreeNode | None:
        return self.guide.node(node_id)

    def outline(self) -> list[OutlineUnit]:
        return outline(self.guide.organisation)

    def search(self, text: str, *, limit: int = 20) -> list[TreeMatch]:
        return self.guide.search(text, limit)

    def edit(self, node_id: str, edit: UnitEdit, *, replacing: int | None = None) -> TreeSummary:
        if self.fail_with:
            raise self.fail_with
        self.edits.append((node_id, edit, replacing))
        return SUMMARY

    def diff(self, text: str, file: str) -> list[Difference]:
        return list(differences(self.guide.organisation, load_organisation(text, file)))
