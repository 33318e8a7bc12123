"""Which cases are asked, and in which order: any part of a run is a fair sample of the whole."""

from collections.abc import Sequence
from hashlib import blake2b

from trag.questions.cases import Case


def shuffled(cases: Sequence[Case], seed: int) -> list[Case]:
    """The cases in an order that depends on nothing but their ids and the seed."""
    return sorted(cases, key=lambda case: _lot(case.id, seed))


def stratified(cases: Sequence[Case], size: int, seed: int) -> list[Case]:
    """`size` cases with each type in its share (0: all), shuffled; a larger size only adds cases."""
    order = shuffled(cases, seed)
    return _interleaved(order)[: size or None]


def _interleaved(order: Sequence[Case]) -> list[Case]:
    """The cases so that every prefix holds each type about in its share."""
    totals: dict[str, int] = {}
    for case in order:
        totals[case.type] = totals.get(case.type, 0) + 1
    seen: dict[str, int] = {}
    places: dict[str, float] = {}
    for case in order:
        seen[case.type] = seen.get(case.type, 0) + 1
        # The n-th of a type belongs at the middle of the n-th of as many equal parts of the whole.
        places[case.id] = (seen[case.type] - 0.5) / totals[case.type]
    return sorted(order, key=lambda case: places[case.id])


def _lot(case_id: str, seed: int) -> bytes:
    return blake2b(case_id.encode(), key=str(seed).encode(), digest_size=8).digest()
