"""Is there anything to answer from? Decided before the model is asked, and only where it is plain.

The two floors were read off 120 questions of one real corpus: every answerable one had a passage
above at least one of them by a wide margin, questions off the subject stayed below both. What
passes here is still refused later when the model's sentences find no support.
"""

from collections.abc import Sequence

from trag.terms import terms_of
from trag.types import Fact, ScoredChunk

SIMILARITY_FLOOR = 0.35
COVERAGE_FLOOR = 0.45
BEST = 8


def has_evidence(question: str, facts: Sequence[Fact], chunks: Sequence[ScoredChunk]) -> bool:
    """True when a fact, a passage near in meaning, or one with the question's words was found."""
    if facts:
        return True
    words = terms_of(question).words
    for scored in chunks[:BEST]:
        shared = len(words & terms_of(scored.chunk.embedded_text).words)
        if scored.similarity >= SIMILARITY_FLOOR or (words and shared / len(words) >= COVERAGE_FLOOR):
            return True
    return False
