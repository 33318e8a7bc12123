"""Which unit of the tree in force a name means, and what the tree says of it."""

from collections import defaultdict
from collections.abc import Iterator

from trag.tree.detection.names import Words, words
from trag.tree.extraction.vocabulary import Vocabulary
from trag.tree.organisation import Node, Organisation

_ABBREVIATED = 4


def role_key(role: str) -> Words:
    """The role as it is compared: "Tech Lead" is "Technical Lead", "Chair" is "Chairperson"."""
    return tuple(word[:_ABBREVIATED] for word in words(role))


def is_same_role(first: Words, second: Words) -> bool:
    """True for the keys of one role, in full or without a word in the middle: "Board (Committee) Liaison"."""
    if first == second:
        return True
    long, short = sorted((first, second), key=len, reverse=True)
    rest = iter(long)
    has_ends = len(short) > 1 and (long[0], long[-1]) == (short[0], short[-1])
    return has_ends and all(word in rest for word in short)


class KnownUnits:
    """The tree in force, if there is one, by the names that documents use."""

    def __init__(self, organisation: Organisation | None, vocabulary: Vocabulary) -> None:
        self._organisation = organisation
        self._vocabulary = vocabulary
        self._named: dict[Words, list[Node]] = defaultdict(list)
        for node in organisation.nodes if organisation else ():
            for text in dict.fromkeys((node.name, *node.aliases)):
                known = self._named[vocabulary.key(text)]
                if node not in known:
                    known.append(node)

    def nodes(self, name: str) -> tuple[Node, ...]:
        """The units called so; several where names repeat."""
        return tuple(self._named.get(self._vocabulary.key(name), ()))

    def key(self, name: str) -> Words:
        """The name as it is compared; an alias of one unit is its name."""
        found = self.nodes(name)
        return self._vocabulary.key(found[0].name if len(found) == 1 else name)

    def is_below(self, unit: str, parent: str) -> bool:
        """True when the tree has a unit of the one name somewhere below one of the other."""
        above = {node.id for node in self.nodes(parent)}
        return any(above & {ancestor.id for ancestor in self._ancestors(node)} for node in self.nodes(unit))

    def parents(self, unit: str) -> str:
        """What the tree has directly above units of this name, for a person to read."""
        found = (self._ancestors(node)[:1] for node in self.nodes(unit))
        return "; ".join(dict.fromkeys(above[0].name for above in found if above)) or "nothing above it"

    def holders(self, unit: str, role: str) -> tuple[str, ...]:
        """Who has the role in units of this name."""
        return tuple(
            holder for holder, held in self._held(unit) if is_same_role(role_key(held), role_key(role))
        )

    def roles(self, unit: str, person: str) -> tuple[str, ...]:
        """The roles of the person in units of this name."""
        return tuple(held for holder, held in self._held(unit) if words(holder) == words(person))

    def _held(self, unit: str) -> Iterator[tuple[str, str]]:
        for node in self.nodes(unit):
            for holding in node.people:
                for name in (holding.person.name, *holding.person.aliases):
                    yield name, holding.role

    def _ancestors(self, node: Node) -> tuple[Node, ...]:
        return self._organisation.ancestors(node.id) if self._organisation else ()
