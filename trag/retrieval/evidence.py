"""Is there anything to answer from? Decided before the model is asked, and only where it is plain.

What passes here is still refused later when the model's sentences find no support. Refusing an
answerable question is the worse mistake, so every rule is made to pass on what is in doubt.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from trag.terms import FUNCTION_WORDS, fold, stem, terms_of
from trag.types import Fact, ScoredChunk

BEST = 8
# Two or more capitalised words in a row.
NAME = re.compile(r"\b[A-Z][\w&-]*(?:[ ][A-Z][\w&-]*)+")
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer: facts, names known, and how near the best passages come.

    `similarity` is the best passage's cosine similarity, `coverage` the greatest share of the
    question's words that one passage holds, `nearness` the greatest sum of both in one and the same passage.
    """

    has_facts: bool
    unknown_names: tuple[str, ...]
    similarity: float
    coverage: float
    nearness: float

    @property
    def is_decided(self) -> bool:
        """True when facts or unknown names decide, whatever the passages say."""
        return self.has_facts or bool(self.unknown_names)


class EvidenceRule(Protocol):
    """Decides on the passages alone."""

    def admits(self, signals: Signals) -> bool:
        """True when the passages come near enough to ask the model."""
        ...


@dataclass(frozen=True, slots=True)
class Floors:
    """The rule without a fit: near enough in meaning, or by its words.

    Read off 120 questions of one real corpus and 60 of the sample organisation: every answerable one
    stays above at least one of them by a wide margin.
    """

    similarity: float = 0.35
    coverage: float = 0.45

    def admits(self, signals: Signals) -> bool:
        """True above one of the floors."""
        return signals.similarity >= self.similarity or signals.coverage >= self.coverage


@dataclass(frozen=True, slots=True)
class Line:
    """A fitted rule: a weighted sum of two signals, and the least that it must be."""

    similarity: float
    nearness: float
    least: float

    def score(self, signals: Signals) -> float:
        """The weighted sum."""
        return self.similarity * signals.similarity + self.nearness * signals.nearness

    def admits(self, signals: Signals) -> bool:
        """True on the right side of the line."""
        return self.score(signals) >= self.least


FLOORS = Floors()


def has_evidence(
    question: str,
    names: Sequence[str],
    facts: Sequence[Fact],
    chunks: Sequence[ScoredChunk],
    rule: EvidenceRule = FLOORS,
) -> bool:
    """True when facts or passages come near the question, and all names in it stand somewhere.

    `names` are those by which the question calls entities of the tree.
    """
    signals = signals_of(question, names, facts, chunks)
    if signals.is_decided or not chunks:
        return signals.has_facts and not signals.unknown_names
    return rule.admits(signals)


def signals_of(
    question: str, names: Sequence[str], facts: Sequence[Fact], chunks: Sequence[ScoredChunk]
) -> Signals:
    """The signals of a question, with what was found for it."""
    near = [(scored.similarity, _coverage(question, scored)) for scored in chunks[:BEST]]
    return Signals(
        bool(facts),
        tuple(unknown_names(question, names, facts, chunks)),
        max((similarity for similarity, _ in near), default=0.0),
        max((coverage for _, coverage in near), default=0.0),
        max(map(sum, near), default=0.0),
    )


def _coverage(question: str, scored: ScoredChunk) -> float:
    words = terms_of(question).words
    return len(words & terms_of(scored.chunk.embedded_text).words) / len(words) if words else 0.0


def unknown_names(
    question: str, names: Sequence[str], facts: Sequence[Fact], chunks: Sequence[ScoredChunk]
) -> Iterator[str]:
    """The names of several capitalised words in the question that nothing found ever mentions."""
    if _is_title_case(question):
        return
    texts = (*(fact.text for fact in facts), *(scored.chunk.embedded_text for scored in chunks))
    for name in sorted(names, key=len, reverse=True):
        question = re.sub(re.escape(name), " , ", question, flags=re.IGNORECASE)
    for match in NAME.finditer(question):
        words = match.group().split()
        while words and fold(words[0]) in FUNCTION_WORDS:
            words.pop(0)
        phrase = _stems(" ".join(words))
        if len(words) > 1 and not any(phrase in _stems(text) for text in texts):
            yield " ".join(words)


def _is_title_case(question: str) -> bool:
    """True when capitals say nothing: every word with a meaning has one."""
    words = [word for word in WORD.findall(question) if fold(word) not in FUNCTION_WORDS]
    return all(not word[0].islower() for word in words)


def _stems(text: str) -> str:
    return " " + " ".join(stem(fold(word)) for word in WORD.findall(text)) + " "
