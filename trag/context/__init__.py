"""What the model gets to read: facts first, then passages, within a budget of tokens."""

from trag.context.building import build_context
from trag.context.writing import neutralised

__all__ = ["build_context", "neutralised"]
