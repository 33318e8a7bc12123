"""Passages that say again what a better ranked one says, such as copies of a text in several files."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from trag.protocols import Vectors
from trag.terms import terms_of
from trag.types import Chunk, ScoredChunk

SAME = 0.95
WORD = re.compile(r"\w+")


def without_duplicates(found: Sequence[ScoredChunk], vectors: Mapping[str, Vectors]) -> list[ScoredChunk]:
    """`found` without every passage that repeats one before it; `vectors` of length 1, where known.

    A passage repeats another if it is the same text under the same heading, or nearly the same without
    a number or name of its own.
    """
    kept: list[ScoredChunk] = []
    told: set[tuple[str, ...]] = set()
    for scored in found:
        words = (*scored.chunk.heading[-1:], *WORD.findall(scored.chunk.text.casefold()))
        if words not in told and not _adds_nothing(scored.chunk, kept, vectors):
            kept.append(scored)
            told.add(words)
    return kept


def _adds_nothing(chunk: Chunk, kept: Sequence[ScoredChunk], vectors: Mapping[str, Vectors]) -> bool:
    if chunk.id not in vectors:
        return False
    known = [scored.chunk for scored in kept if scored.chunk.id in vectors]
    near = np.array([vectors[other.id] for other in known]) @ vectors[chunk.id] if known else ()
    return any(
        _says_all_of(other, chunk) for other, similarity in zip(known, near, strict=True) if similarity > SAME
    )


def _says_all_of(other: Chunk, chunk: Chunk) -> bool:
    own, known = terms_of(chunk.embedded_text), terms_of(other.embedded_text)
    return own.numbers <= known.numbers and own.names <= known.names | known.words
