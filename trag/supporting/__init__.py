"""An answer of the organisation tree with its sources: the tree, and passages that say the same."""

from trag.supporting.finding import ClassPassageFinder, PassageFinder, no_passages
from trag.supporting.telling import told_with_sources

__all__ = ["ClassPassageFinder", "PassageFinder", "no_passages", "told_with_sources"]
