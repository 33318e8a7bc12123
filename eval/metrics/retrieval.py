"""How well retrieval ranks the passages that hold a case's evidence.

A passage is relevant when it holds an evidence quote. Where several passages hold the same quote,
recall and nDCG count the quote once; a passage can earn a gain only by a quote not held above it.
"""

from collections.abc import Callable
from math import log2

from eval.metrics.measure import Measure, nameless
from eval.metrics.quotes import evidence_of, is_place_of
from eval.outcomes import Outcome
from eval.scores import Metric
from trag.questions.cases import Case

Figure = Callable[[Case, Outcome], float | None]


def recall_at(k: int) -> Figure:
    """The share of the evidence quotes that the first `k` passages hold."""

    def recall(case: Case, outcome: Outcome) -> float | None:
        quotes = evidence_of(case)
        held = frozenset[int]().union(*_held(case, outcome)[:k])
        return len(held) / len(quotes) if quotes else None

    return recall


def precision_at(k: int) -> Figure:
    """The relevant ones among the first `k` passages, as a share of `k`, however few were found."""

    def precision(case: Case, outcome: Outcome) -> float | None:
        relevant = [bool(quotes) for quotes in _held(case, outcome)[:k]]
        return sum(relevant) / k if case.evidence else None

    return precision


def reciprocal_rank(case: Case, outcome: Outcome) -> float | None:
    """1 / the rank of the first relevant passage; 0.0 without one."""
    if not case.evidence:
        return None
    ranks = (rank for rank, quotes in enumerate(_held(case, outcome), start=1) if quotes)
    return 1 / next(ranks, float("inf"))


def ndcg_at(k: int) -> Figure:
    """The normalised discounted gain of the first `k` passages, with gains of 0 and 1.

    The ideal ranking has the passages that gain first, and one more for each quote not found.
    """

    def ndcg(case: Case, outcome: Outcome) -> float | None:
        quotes = evidence_of(case)
        if not quotes:
            return None
        seen: set[int] = set()
        gains = []
        for held in _held(case, outcome):
            gains.append(bool(held - seen))
            seen |= held
        ideal = [True] * (sum(gains) + len(quotes) - len(seen))
        return _discounted(gains[:k]) / _discounted(ideal[:k])

    return ndcg


def _discounted(gains: list[bool]) -> float:
    return sum(1 / log2(rank + 1) for rank, gain in enumerate(gains, start=1) if gain)


def _held(case: Case, outcome: Outcome) -> list[frozenset[int]]:
    """For each passage, which of the quotes it holds."""
    quotes = evidence_of(case)
    return [
        frozenset(i for i, quote in enumerate(quotes) if is_place_of(quote, passage.file, passage.text))
        for passage in outcome.passages
    ]


def _measure(name: str, title: str, of: Figure) -> Measure:
    return Measure(Metric(name, title, "mean"), "context", nameless(of))


MEASURES = (
    _measure("recall_at_1", "Recall of evidence, first passage", recall_at(1)),
    _measure("recall_at_5", "Recall of evidence, 5 passages", recall_at(5)),
    _measure("recall_at_10", "Recall of evidence, 10 passages", recall_at(10)),
    _measure("precision_at_5", "Relevant among 5 passages", precision_at(5)),
    _measure("mrr", "Reciprocal rank of the first relevant passage", reciprocal_rank),
    _measure("ndcg_at_10", "nDCG of 10 passages", ndcg_at(10)),
)
