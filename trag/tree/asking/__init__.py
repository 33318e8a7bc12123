"""What a question asks of the tree, and the computed result."""

from trag.tree.asking.relations import read_question

__all__ = ["read_question"]
