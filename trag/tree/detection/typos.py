"""What a misspelt word was probably meant to be, among the words of an organisation's names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, product

from rapidfuzz import process
from rapidfuzz.distance import OSA

from trag.tree.detection.names import Words, is_ordinary_word

_SHORTEST = 5
_LONG = 9
_MOST_CANDIDATES = 4
_MOST_VARIANTS = 12


class Typos:
    """Finds near words fast: it compares those with the same first letter and nearly the same length.

    Words in `leave`, such as the plurals of kinds, are never changed.
    """

    def __init__(self, forms: Iterable[Words], leave: Iterable[Words] = ()) -> None:
        self._leave = {word for form in leave for word in form}
        self._words = {word for form in forms for word in form}
        self._near: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self._words:
            if len(word) >= _SHORTEST - 1:
                self._near[word[0], len(word)].append(word)

    def variants(self, spelled: Words, covered: set[int]) -> Iterator[tuple[Words, set[int]]]:
        """The question with its unknown words replaced by near ones, and the places replaced; best first."""
        options = {
            place: found
            for place, word in enumerate(spelled)
            if place not in covered and (found := self._options(word))
        }
        if not options:
            return
        for chosen in islice(product(*options.values()), _MOST_VARIANTS):
            changed = dict(zip(options, chosen, strict=True))
            yield tuple(changed.get(place, word) for place, word in enumerate(spelled)), set(changed)

    def _options(self, word: str) -> list[str]:
        if word in self._words or word in self._leave:
            return []
        if is_ordinary_word(word):
            return [other for other in _other_numbers(word) if other in self._words]
        return self._nearest(word) if len(word) >= _SHORTEST and word.isalpha() else []

    def _nearest(self, word: str) -> list[str]:
        allowed = 2 if len(word) >= _LONG else 1
        similar = [
            other
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for other in self._near.get((word[0], length), ())
        ]
        found = process.extract(
            word, similar, scorer=OSA.distance, score_cutoff=allowed, limit=_MOST_CANDIDATES
        )
        return [other for other, distance, _ in found if distance == found[0][1]]


def _other_numbers(word: str) -> list[str]:
    """The word in the singular or plural, for "the floods section"."""
    singulars = [word.removesuffix("s")] if word.endswith("s") and not word.endswith("ss") else []
    return [*singulars, f"{word}s"]
