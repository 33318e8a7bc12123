"""Is there anything to answer from? Decided before the model is asked."""

from trag.types import Context


def has_evidence(question: str, context: Context) -> bool:
    """True when the context may hold an answer to the question."""
    return bool(question.strip()) and bool(context.sources)
