"""Is a sentence of the answer supported by the sources? Decided by rules, in microseconds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from trag.terms import Terms, terms_of
from trag.types import Citation

Support = Literal["supported", "unchecked", "unsupported"]

# The share of a sentence's words that one source must hold for the source to carry the sentence.
CARRYING_SHARE = 0.7
# Several numbers that the question did not bring can hardly stand in a source by chance.
TELLING_NUMBERS = 2
TELLING_SHARE = 0.5
# What it repeats from the question may be worded otherwise in the source.
REPEATED_SHARE = 0.6
# The same for two passages of one document together, which could also lend each other a number.
PAIR_SHARE = 0.9
# With no more words than this a sentence is a fragment, which leans on the question.
FRAGMENT = 3
# A year says when, so it must stand in the source; an amount may only be what the question compares.
YEAR = re.compile(r"(?:19|20)\d\d")
CLAUSE = re.compile(r";|,|\band\b|\bbut\b")


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
    a sentence need not stand in a passage that uses the full name. A fragment such as a bare name
    or number says nothing by itself, so its source must also hold the names of the `question`.
    """

    def __init__(self, sources: Sequence[Citation], known: Sequence[str] = (), question: str = "") -> None:
        self._sources = {source.number: terms_of(_full_text(source)) for source in sources}
        self._documents = {source.number: source.document_id for source in sources}
        self._known = frozenset(word for name in known for word in terms_of(name).words)
        self._asked = terms_of(question).names
        self._question = terms_of(question).words
        self._question_numbers = terms_of(question).numbers
        self._all_words = frozenset(word for claims in self._sources.values() for word in claims.words)
        self._all_numbers = frozenset(n for claims in self._sources.values() for n in claims.numbers)

    def check(self, sentence: str, marked: Sequence[int] = ()) -> Checked:
        """The support of a sentence; `marked` are the sources the model itself named."""
        claims = terms_of(sentence)
        if not self._all_stands_somewhere(claims):
            return Checked("unsupported")
        whole = self._carrier(claims, marked)
        if whole is not None:
            return Checked("supported", (whole,))
        pair = self._carrying_pair(claims)
        if pair is not None:
            return Checked("supported", pair)
        if len(claims.words) <= FRAGMENT:
            return Checked("unsupported")
        # A number of one source must not lend itself to the words of another: clause by clause.
        clauses = [clause for clause in CLAUSE.split(sentence) if terms_of(clause).words]
        carriers = [self._carrier(terms_of(clause), marked) for clause in clauses]
        if len(carriers) > 1 and all(carriers):
            return Checked("supported", tuple(sorted({number for number in carriers if number})))
        return Checked("unchecked")

    def _all_stands_somewhere(self, claims: Terms) -> bool:
        """False when a number or name that the question did not bring stands in no source."""
        names = claims.names - self._known - self._asked
        return claims.numbers - self._question_numbers <= self._all_numbers and names <= self._all_words

    def _carrier(self, claims: Terms, marked: Sequence[int]) -> int | None:
        """The source that says this best, if one says it all."""
        ranked = sorted(self._sources, key=lambda number: (-self._share(claims, number, marked), number))
        return next((number for number in ranked if self._carries(claims, (number,))), None)

    def _carrying_pair(self, claims: Terms) -> tuple[int, int] | None:
        """Two passages of one document that say it together."""
        for first, second in combinations(self._sources, 2):
            same = self._documents[first] and self._documents[first] == self._documents[second]
            if same and self._carries(claims, (first, second), PAIR_SHARE):
                return first, second
        return None

    def _share(self, claims: Terms, number: int, marked: Sequence[int]) -> float:
        held = self._sources[number]
        share = len(claims.words & held.words) / len(claims.words) if claims.words else 0.0
        figures = len(claims.numbers & held.numbers) / len(claims.numbers) if claims.numbers else 0.0
        # The model's own mark decides between sources that say about the same; so does the question.
        nearness = len(self._question & held.words) / len(self._question) if self._question else 0.0
        return share + figures + 0.3 * nearness + (0.15 if number in marked else 0.0)

    def _carries(self, claims: Terms, numbers: Sequence[int], least: float = CARRYING_SHARE) -> bool:
        """True when the sources say it together: what it adds to the question, about what was asked."""
        held = [self._sources[number] for number in numbers]
        words = self._known.union(*(terms.words for terms in held))
        figures = frozenset[str]().union(*(terms.numbers for terms in held))
        added = Terms(
            claims.numbers - self._question_numbers, claims.names - self._asked, claims.words - self._question
        )
        # What a sentence only repeats from the question weighs as words do, if it adds something.
        adds_something = bool(added.numbers or added.names & words or added.words & words)
        must_stand = {
            n for n in claims.numbers if n in added.numbers or YEAR.fullmatch(n) or not adds_something
        }
        if not (must_stand <= figures and added.names <= words):
            return False
        if len(claims.words) <= FRAGMENT and not self._asked <= words:
            return False
        if len(added.numbers) >= TELLING_NUMBERS:
            least = min(least, TELLING_SHARE)
        return _share(claims.words, words) >= least or (
            adds_something
            and _share(added.words, words) >= least
            and _share((claims.words & self._question) - self._known, words) >= REPEATED_SHARE
        )


def _share(claimed: frozenset[str], held: frozenset[str]) -> float:
    return len(claimed & held) / len(claimed) if claimed else 1.0


def _full_text(source: Citation) -> str:
    return "\n".join((source.file, *source.heading, source.quote))
