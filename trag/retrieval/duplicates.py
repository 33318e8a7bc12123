"""Passages that say again what a better ranked one says, such as copies of a text in several files."""

import re
from collections.abc import Mapping, Sequence

from trag.protocols import Vectors
from trag.terms import terms_of
from trag.types import Chunk, ScoredChunk

SAME = 0.95
WORD = re.compile(r"\w+")


def without_duplicates(found: Sequence[ScoredChunk], vectors: Mapping[str, Vectors]) -> list[ScoredChunk]:
    """`found` without every passage that repeats one before it; `vectors` of length 1, where known."""
    kept: list[ScoredChunk] = []
    for scored in found:
        if not any(_repeats(scored.chunk, other.chunk, vectors) for other in kept):
            kept.append(scored)
    return kept


def _repeats(chunk: Chunk, other: Chunk, vectors: Mapping[str, Vectors]) -> bool:
    """True for the same text under the same heading, or nearly the same with no number or name of its own."""
    if _words(chunk) == _words(other):
        return chunk.heading[-1:] == other.heading[-1:]
    if chunk.id not in vectors or other.id not in vectors:
        return False
    if float(vectors[chunk.id] @ vectors[other.id]) <= SAME:
        return False
    own, known = terms_of(chunk.embedded_text), terms_of(other.embedded_text)
    return own.numbers <= known.numbers and own.names <= known.names | known.words


def _words(chunk: Chunk) -> list[str]:
    return WORD.findall(chunk.text.casefold())
