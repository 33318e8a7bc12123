"""Is a sentence of the answer supported by the sources? Decided by rules, in microseconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trag.statements import Statement, read_statement
from trag.types import Citation

Support = Literal["supported", "unchecked", "unsupported"]

# The share of a sentence's words that one source must hold for the source to carry the sentence.
CARRYING_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence's support, and the numbers of the sources that carry it, best first.

    "unsupported": it names a number or name that stands in no source. "unchecked": nothing in it
    contradicts the sources, but no source says enough of it either.
    """

    support: Support
    sources: tuple[int, ...] = ()


class Checker:
    """Checks the sentences of one answer against its numbered sources.

    `known` holds the words under which the question names entities of the tree: an alias used in
    a sentence need not stand in a passage that uses the full name.
    """

    def __init__(self, sources: Sequence[Citation], known: Sequence[str] = ()) -> None:
        self._sources = {source.number: read_statement(_full_text(source)) for source in sources}
        self._known = frozenset(word for name in known for word in read_statement(name).words)
        self._all_words = frozenset(word for claims in self._sources.values() for word in claims.words)
        self._all_numbers = frozenset(n for claims in self._sources.values() for n in claims.numbers)

    def check(self, sentence: str, marked: Sequence[int] = ()) -> Checked:
        """The support of a sentence; `marked` are the sources the model itself named."""
        claims = read_statement(sentence)
        if not claims.numbers <= self._all_numbers or not claims.names - self._known <= self._all_words:
            return Checked("unsupported")
        ranked = sorted(self._sources, key=lambda number: (-self._share(claims, number, marked), number))
        best = [number for number in ranked if self._carries(claims, (number,))]
        if best:
            return Checked("supported", (best[0],))
        pair = tuple(sorted(ranked[:2]))
        if len(pair) == 2 and self._carries(claims, pair):  # noqa: PLR2004 - two sources make a pair
            return Checked("supported", pair)
        return Checked("unchecked")

    def _share(self, claims: Statement, number: int, marked: Sequence[int]) -> float:
        held = self._sources[number]
        share = len(claims.words & held.words) / len(claims.words) if claims.words else 0.0
        figures = len(claims.numbers & held.numbers) / len(claims.numbers) if claims.numbers else 0.0
        # The model's own mark decides between sources that say about the same.
        return share + figures + (0.15 if number in marked else 0.0)

    def _carries(self, claims: Statement, numbers: Sequence[int]) -> bool:
        words = frozenset[str]().union(*(self._sources[number].words for number in numbers)) | self._known
        figures = frozenset[str]().union(*(self._sources[number].numbers for number in numbers))
        if not (claims.numbers <= figures and claims.names <= words):
            return False
        return not claims.words or len(claims.words & words) / len(claims.words) >= CARRYING_SHARE


def _full_text(source: Citation) -> str:
    return "\n".join((source.file, *source.heading, source.quote))
