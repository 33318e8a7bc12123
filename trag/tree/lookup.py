"""Finding units and people by the beginning of a name, as a person types it."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice, takewhile

from trag.tree.detection.names import words
from trag.tree.organisation import Organisation
from trag.types import TreeMatch

# One letter of a very large organisation fits more than anybody reads; what fits exactly comes first.
_MOST_LOOKED_AT = 50_000
_INSIDE, _ALIAS, _LONGER = 4, 1, 2


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """A form of a name from one of its words on: `rank` is how well it fits when it fits."""

    key: str
    rank: int
    entity_id: str
    form: str


class Lookup:
    """Names in order, to be searched in microseconds. Thread-safe: nothing changes."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._places = sorted(_places(organisation))
        self._keys = [place.key for place in self._places]

    def search(self, text: str, limit: int) -> list[TreeMatch]:
        """At most `limit` units and people with a name that has these words, the last one perhaps begun.

        Whole names come first, then beginnings, then words inside; names before aliases.
        """
        wanted = " ".join(words(text))
        if not wanted:
            return []
        best: dict[str, tuple[int, str]] = {}
        for place in islice(self._fitting(wanted), _MOST_LOOKED_AT):
            rank = place.rank + (_LONGER if place.key != wanted else 0)
            if place.entity_id not in best or rank < best[place.entity_id][0]:
                best[place.entity_id] = (rank, place.form)
        found = nsmallest(limit, best.items(), key=lambda item: (item[1], item[0]))
        return [match_of(self._organisation, entity_id, form) for entity_id, (_, form) in found]

    def _fitting(self, wanted: str) -> Iterator[_Place]:
        first = bisect_left(self._keys, wanted)
        return takewhile(lambda place: place.key.startswith(wanted), islice(self._places, first, None))


def match_of(organisation: Organisation, entity_id: str, form: str) -> TreeMatch:
    """A unit or person as a search shows it; `form` is the name that fitted."""
    entity = organisation.entity(entity_id)
    path = entity.path
    if entity_id not in organisation:
        unit = organisation.entity(organisation.holdings(entity_id)[0].unit_id)
        path = (*unit.path, unit.name)
    return TreeMatch(entity.id, entity.name, entity.kind, path, form)


def _places(organisation: Organisation) -> Iterator[_Place]:
    named = [(node.id, node.name, node.aliases) for node in organisation.nodes]
    named += [(person.id, person.name, person.aliases) for person in organisation.people.values()]
    for entity_id, name, aliases in named:
        for form in (name, *aliases):
            spelled = words(form)
            rank = 0 if form == name else _ALIAS
            for start in range(len(spelled)):
                inside = _INSIDE if start else 0
                yield _Place(" ".join(spelled[start:]), rank + inside, entity_id, form)
