"""The passages of a haystack: those that hold a case's answer, and those that have nothing to do with it."""

import random
from collections.abc import Iterator, Sequence
from functools import cache

from eval.matching import holds, holds_all
from trag.questions.cases import Case
from trag.terms import WORD, fold, terms_of
from trag.types import Chunk

# Of the question's words, how many a passage must share to stand in for evidence nobody has quoted.
SHARED_WORDS = 0.5


class Haystacks:
    """Needles and unrelated passages out of one index; the same `seed` draws the same ones."""

    def __init__(self, chunks: Sequence[Chunk], seed: int = 0) -> None:
        self._chunks = tuple(chunks)
        self._seed = seed
        self._needles: dict[str, tuple[Chunk, ...]] = {}

    def needle(self, case: Case) -> tuple[Chunk, ...]:
        """The passages that hold what a right answer needs; () if the index has none."""
        if case.id not in self._needles:
            self._needles[case.id] = self._find(case) if case.is_answerable else ()
        return self._needles[case.id]

    def others(self, case: Case, k: int) -> list[Chunk]:
        """At most `k` passages of other files that hold nothing the answer needs or must not hold.

        Drawn in such a way that a smaller haystack is part of a larger one.
        """
        files = {chunk.file for chunk in self.needle(case)} | {piece.file for piece in case.evidence}
        items = [item for group in case.must_include for item in group] + [*case.must_not_include]
        shuffled = list(self._chunks)
        random.Random(f"{self._seed}:{case.id}").shuffle(shuffled)  # noqa: S311 - a draw, no secret
        unrelated = (chunk for chunk in shuffled if chunk.file not in files and not _holds_any(chunk, items))
        return _first(unrelated, k)

    def _find(self, case: Case) -> tuple[Chunk, ...]:
        quoted = self._quoted(case)
        if quoted and _hold_all(quoted, case):
            return quoted
        return self._telling(case)

    def _quoted(self, case: Case) -> tuple[Chunk, ...]:
        """The first passage that holds each piece of evidence; () if one piece stands nowhere."""
        found: dict[str, Chunk] = {}
        for piece in case.evidence:
            quote = _plain(piece.quote)
            chunk = next((c for c in self._chunks if c.file == piece.file and quote in _plain(c.text)), None)
            if chunk is None:
                return ()
            found[chunk.id] = chunk
        return tuple(found.values())

    def _telling(self, case: Case) -> tuple[Chunk, ...]:
        """The one passage that holds all required items and speaks of what the question asks."""
        if not all(any(_says_something(item) for item in group) for group in case.must_include):
            return ()
        words = terms_of(case.question).words
        telling = [
            (len(words & terms_of(chunk.embedded_text).words), chunk)
            for chunk in self._chunks
            if _hold_all((chunk,), case)
        ]
        # The first of the best, so that the order of the index decides and nothing else.
        shared, chunk = max(telling, key=lambda pair: pair[0], default=(0, None))
        return (chunk,) if chunk and shared >= SHARED_WORDS * len(words) else ()


def _says_something(item: str) -> bool:
    """False for a bare number: too many passages hold it by chance."""
    return bool(terms_of(item).words)


def _hold_all(chunks: Sequence[Chunk], case: Case) -> bool:
    return holds_all("\n".join(chunk.embedded_text for chunk in chunks), case.must_include)


def _holds_any(chunk: Chunk, items: Sequence[str]) -> bool:
    text = f"{chunk.file} {chunk.embedded_text}"
    return any(holds(text, item) for item in items)


def _first(chunks: Iterator[Chunk], k: int) -> list[Chunk]:
    return [chunk for _, chunk in zip(range(k), chunks, strict=False)]


@cache
def _plain(text: str) -> str:
    """Words only: a quote from a table or a list stands in it however the format draws its lines."""
    return " ".join(fold(word) for word in WORD.findall(text))
