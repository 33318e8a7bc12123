"""Questions that are nearly the same: to make none twice, and to keep evaluation out of training."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

NGRAM = 8
# Questions made from one wording share its words; only most of the shorter one makes them the same.
SHARED_NGRAMS = 0.5
RATIO = 90.0
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two texts that are nearly the same, by their places in the two sequences."""

    question: int
    other: int


def near_duplicates(questions: Sequence[str], others: Sequence[str]) -> list[NearDuplicate]:
    """The pairs that share half of their runs of eight words, or whose words are 90 % the same."""
    plain, plain_others = [normalised(text) for text in questions], [normalised(text) for text in others]
    pairs = _sharing_ngrams(plain, plain_others) | _alike(plain, plain_others)
    return [NearDuplicate(*pair) for pair in sorted(pairs)]


def normalised(text: str) -> str:
    """The words of a text in lower case, without punctuation."""
    return " ".join(_WORD.findall(text.casefold()))


def _alike(questions: list[str], others: list[str]) -> set[tuple[int, int]]:
    import numpy as np
    from rapidfuzz import fuzz, process

    if not questions or not others:
        return set()
    ratios = process.cdist(questions, others, scorer=fuzz.token_sort_ratio, score_cutoff=RATIO)
    # Two texts without a word score 100 and say nothing.
    rows, columns = np.nonzero(ratios)
    return {
        (r, c) for r, c in zip(rows.tolist(), columns.tolist(), strict=True) if questions[r] and others[c]
    }


def _sharing_ngrams(questions: list[str], others: list[str]) -> set[tuple[int, int]]:
    grams_of_others = [_ngrams(text) for text in others]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, grams in enumerate(grams_of_others):
        for gram in grams:
            holders[gram].append(index)
    found: set[tuple[int, int]] = set()
    for row, text in enumerate(questions):
        grams = _ngrams(text)
        shared: dict[int, int] = defaultdict(int)
        for index in (index for gram in grams for index in holders.get(gram, ())):
            shared[index] += 1
        for index, count in shared.items():
            if count >= SHARED_NGRAMS * min(len(grams), len(grams_of_others[index])):
                found.add((row, index))
    return found


def _ngrams(text: str) -> frozenset[tuple[str, ...]]:
    words = text.split()
    return frozenset(tuple(words[start : start + NGRAM]) for start in range(len(words) - NGRAM + 1))
