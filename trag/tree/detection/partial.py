"""Units whose names are said in part: some words of the name beside the word for their kind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from trag.tree.detection.kind_words import KindWords
from trag.tree.detection.names import SMALL_WORDS, Words, words
from trag.tree.organisation import Node

_LONGEST = 3
# A word of more names than these tells nothing.
_MOST = 64


class PartialNames:
    """Finds the units some words of a question may be short for."""

    def __init__(self, nodes: Iterable[Node], kinds: KindWords) -> None:
        self._kinds = kinds
        self._names: list[tuple[str, str, Words]] = []
        self._holding: dict[str, list[int]] = defaultdict(list)
        for node in nodes:
            for text in (node.name, *node.aliases):
                self._add(node, words(text))

    def _add(self, node: Node, spelled: Words) -> None:
        if len(spelled) <= 2:  # noqa: PLR2004 - nothing to leave out
            return
        for word in set(spelled) - SMALL_WORDS:
            self._holding[word].append(len(self._names))
        self._names.append((node.id, node.kind, spelled))

    def places(self, spelled: Words) -> Iterator[tuple[int, int, set[str]]]:
        """Places of one to three words beside a kind, widest first, with the kinds meant."""
        for at in range(1, len(spelled)):
            end, kinds = self._kinds.after(spelled, at)
            for length in range(min(_LONGEST, at) if kinds else 0, 0, -1):
                if self._are_known(spelled[at - length : at]):
                    yield at - length, end - 1, kinds

    def _are_known(self, part: Words) -> bool:
        is_named = part[0] not in SMALL_WORDS and part[-1] not in SMALL_WORDS
        return is_named and all(word in self._holding or word in SMALL_WORDS for word in part)

    def fitting(self, place: Words, kinds: set[str]) -> list[str]:
        """The units of these kinds whose names have all the words in this order."""
        postings = [self._holding[word] for word in place if word in self._holding]
        rarest = min(postings, key=len, default=[])
        if len(rarest) > _MOST:
            return []
        found = (self._names[index] for index in rarest)
        return list(
            dict.fromkeys(node_id for node_id, kind, name in found if kind in kinds and _is_in(place, name))
        )

    def is_framed(self, place: Words, node_id: str) -> bool:
        """True when a name of the unit begins and ends as the place does."""
        names = (self._names[index] for word in place[:1] for index in self._holding.get(word, ()))
        return any(
            owner == node_id and name[0] == place[0] and name[-1] == place[-1] for owner, _, name in names
        )


def _is_in(place: Words, name: Words) -> bool:
    rest = iter(name)
    return len(place) < len(name) and all(word in rest for word in place)
