"""Proposes units, places, roles and short names of the organisation tree from documents, for review."""

from trag.tree.extraction.acceptance import tree_with
from trag.tree.extraction.extracting import Extraction, extract
from trag.tree.extraction.proposals import Evidence, Proposal
from trag.tree.extraction.refusals import refused_ids, remember
from trag.tree.extraction.review import Review, read_review, write_review

__all__ = [
    "Evidence",
    "Extraction",
    "Proposal",
    "Review",
    "extract",
    "read_review",
    "refused_ids",
    "remember",
    "tree_with",
    "write_review",
]
