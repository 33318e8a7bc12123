"""Cases computed from an organisation tree; the right answers need no model and no code that answers."""

from trag.questions.from_tree.cases import tree_cases

__all__ = ["tree_cases"]
