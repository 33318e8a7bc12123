"""The organisation trees of a catalog: the one in force, those before it, and how the next one comes."""

import threading
from collections.abc import Callable

from trag.catalog.catalog import Catalog, now
from trag.errors import TreeChangedError, TreeError
from trag.tree.differences import differences
from trag.tree.editing import edited
from trag.tree.guide import TreeGuide
from trag.tree.loading import load_organisation
from trag.tree.organisation import Organisation
from trag.tree.showing import outline
from trag.types import Difference, OutlineUnit, TreeMatch, TreeNode, TreeSummary, UnitEdit

# The database can't look for a larger number.
LARGEST_VERSION = 2**31 - 1
_NONE = "There is no organisation tree yet."


class Trees:
    """The tree in force as `guide`, and all versions. Thread-safe; raises TreeError for a bad one."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._changing = threading.Lock()
        stored = catalog.tree()
        self.guide: TreeGuide | None = None
        if stored:
            summary, text = stored
            self.guide = TreeGuide(load_organisation(text, summary.file, version=summary.version))

    def put(self, text: str, file: str, *, replacing: int | None = None) -> TreeSummary:
        """Put this tree in force, if `replacing` (0 for none) is in force or not given. Raises TreeError."""
        with self._changing:
            self._check(replacing)
            return self._put(text, file)

    def change(
        self, change: Callable[[str, str], tuple[str, str]], *, replacing: int | None = None
    ) -> TreeSummary:
        """Put in force what `change` makes of text and file name of the present tree. Raises TreeError."""
        with self._changing:
            self._check(replacing)
            present = self.text()
            if present is None:
                raise TreeError(_NONE, hint="Import one first: trag tree import org.yaml.")
            return self._put(*change(*present))

    def summary(self) -> TreeSummary | None:
        """A summary of the tree in force."""
        stored = self._catalog.tree()
        return stored[0] if stored else None

    def text(self, version: int | None = None) -> tuple[str, str] | None:
        """A version of the tree, or the one in force, as (text, file name)."""
        if version is not None and not 0 < version <= LARGEST_VERSION:
            return None
        stored = self._catalog.tree(version)
        return (stored[1], stored[0].file) if stored else None

    def roll_back(self, version: int) -> TreeSummary:
        """Put an old version in force again, as a new version. Raises TreeError."""
        with self._changing:
            stored = self.text(version)
            if stored is None:
                raise TreeError(
                    f"There is no version {version} of the organisation tree.",
                    hint="`trag tree versions` lists them.",
                )
            return self._put(*stored)

    def _check(self, replacing: int | None) -> None:
        present = self.summary()
        version = present.version if present else 0
        if replacing is not None and replacing != version:
            raise TreeChangedError(
                f"The organisation tree is at version {version} by now, not at version {replacing}.",
                hint="Somebody else changed it. Read it again, then make your change on that.",
            )

    def _put(self, text: str, file: str) -> TreeSummary:
        present = self.summary()
        version = present.version + 1 if present else 1
        organisation = load_organisation(text, file, version=version)
        people = len(organisation.people)
        summary = TreeSummary(organisation.name, file, version, now(), len(organisation), people)
        guide = TreeGuide(organisation)
        self._catalog.add_tree(summary, text)
        self.guide = guide
        return summary


class Nodes:
    """The units of the tree in force."""

    def __init__(self, trees: Trees) -> None:
        self._trees = trees

    def get(self, node_id: str) -> TreeNode | None:
        """A unit with its place, its people and its facts; None if the tree has none of this id."""
        guide = self._trees.guide
        return guide.node(node_id) if guide else None

    def outline(self) -> list[OutlineUnit]:
        """All units level by level, those of one parent in the file's order; empty without a tree."""
        guide = self._trees.guide
        return outline(guide.organisation) if guide else []

    def search(self, text: str, *, limit: int = 20) -> list[TreeMatch]:
        """At most `limit` units and people by the beginning of a name, or else those that `text` means."""
        guide = self._trees.guide
        return guide.search(text, limit) if guide else []

    def edit(self, node_id: str, edit: UnitEdit, *, replacing: int | None = None) -> TreeSummary:
        """Change a unit, as a new version. Raises TreeError, and then changes nothing."""
        return self._trees.change(lambda text, file: edited(text, file, node_id, edit), replacing=replacing)

    def diff(self, text: str, file: str) -> list[Difference]:
        """What an import of this tree would change. Raises TreeError."""
        after = load_organisation(text, file)
        guide = self._trees.guide
        before = guide.organisation if guide else Organisation("", (), as_of=after.as_of)
        return list(differences(before, after))
