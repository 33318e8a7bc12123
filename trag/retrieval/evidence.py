"""Is there anything to answer from? Decided before the model is asked, and only where it is plain.

The floors were read off 120 questions of one real corpus and 60 of the sample organisation: every
answerable one stays above at least one of them by a wide margin. What passes here is still refused
later when the model's sentences find no support.
"""

import re
from collections.abc import Iterator, Sequence

from trag.terms import FUNCTION_WORDS, fold, stem, terms_of
from trag.types import Fact, ScoredChunk

SIMILARITY_FLOOR = 0.35
COVERAGE_FLOOR = 0.45
BEST = 8
# Two or more capitalised words in a row.
NAME = re.compile(r"\b[A-Z][\w&-]*(?:[ ][A-Z][\w&-]*)+")
WORD = re.compile(r"\w+")


def has_evidence(
    question: str, names: Sequence[str], facts: Sequence[Fact], chunks: Sequence[ScoredChunk]
) -> bool:
    """True when facts or passages come near the question, and all names in it stand somewhere.

    `names` are those by which the question calls entities of the tree.
    """
    if any(True for _ in unknown_names(question, names, facts, chunks)):
        return False
    return bool(facts) or any(_is_near(question, scored) for scored in chunks[:BEST])


def _is_near(question: str, scored: ScoredChunk) -> bool:
    words = terms_of(question).words
    shared = len(words & terms_of(scored.chunk.embedded_text).words)
    return scored.similarity >= SIMILARITY_FLOOR or bool(words and shared / len(words) >= COVERAGE_FLOOR)


def unknown_names(
    question: str, names: Sequence[str], facts: Sequence[Fact], chunks: Sequence[ScoredChunk]
) -> Iterator[str]:
    """The names of several capitalised words in the question that nothing found ever mentions."""
    if _is_title_case(question):
        return
    texts = [
        _stems(text) for text in (*(fact.text for fact in facts), *(c.chunk.embedded_text for c in chunks))
    ]
    for name in sorted(names, key=len, reverse=True):
        question = re.sub(re.escape(name), " , ", question, flags=re.IGNORECASE)
    for match in NAME.finditer(question):
        words = match.group().split()
        while words and fold(words[0]) in FUNCTION_WORDS:
            words.pop(0)
        phrase = _stems(" ".join(words))
        if len(words) > 1 and not any(phrase in text for text in texts):
            yield " ".join(words)


def _is_title_case(question: str) -> bool:
    """True when capitals say nothing: every word with a meaning has one."""
    words = [word for word in WORD.findall(question) if fold(word) not in FUNCTION_WORDS]
    return all(not word[0].islower() for word in words)


def _stems(text: str) -> str:
    return " " + " ".join(stem(fold(word)) for word in WORD.findall(text)) + " "
