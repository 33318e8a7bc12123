"""What the relations draw on: the organisation, its names, and who stands on which side."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from trag.questions.cases import Split
from trag.questions.chance import Chance
from trag.questions.from_tree.names import Names
from trag.questions.splits import split_of
from trag.terms import FUNCTION_WORDS
from trag.tree.organisation import Node, Organisation, Person

_SHORTEST_WORD = 5


@dataclass(frozen=True)
class Source:
    """One organisation and the seed its questions are made with."""

    organisation: Organisation
    seed: int

    @cached_property
    def names(self) -> Names:
        """What the entities are called."""
        return Names(self.organisation)

    def side(self, entity_id: str) -> Split:
        """The side of an entity."""
        return split_of(entity_id, self.seed)

    def asked(self, node: Node, chance: Chance) -> str:
        """The unit as a question names it, "" where no name is its own."""
        return self.names.asked(node, chance) or ""

    def siblings(self, node: Node) -> tuple[Node, ...]:
        """The other units directly below the same unit."""
        parent = self.organisation.parent(node.id)
        return tuple(n for n in self.organisation.children(parent.id) if n.id != node.id) if parent else ()

    def of_kind(self, node: Node, kind: str) -> tuple[Node, ...]:
        """All units of a kind below a unit, at any depth."""
        return tuple(below for below in self.organisation.descendants(node.id) if below.kind == kind)

    def only_ancestor_of_kind(self, node: Node, kind: str) -> bool:
        """True when exactly one of the units above is of this kind."""
        return sum(above.kind == kind for above in self.organisation.ancestors(node.id)) == 1

    def role_use(self, kind: str) -> Counter[str]:
        """How many units of a kind have each role."""
        return self._role_use.get(kind, Counter())

    def stand_side_by_side(self, kind: str, role: str, other: str) -> bool:
        """True when a unit of the kind has both roles, so that they are not two words for one."""
        return (kind, role, other) in self._pairs

    def own_words(self, node: Node) -> set[str]:
        """The longer words of a unit's description that hardly any other description has."""
        few = max(1, len(self.organisation) // 100)
        words = {word for word in words_of(node.description) if self._word_use[word] <= few}
        return {word for word in words if len(word) >= _SHORTEST_WORD and word.isalpha()}

    @cached_property
    def _word_use(self) -> Counter[str]:
        return Counter(word for node in self.organisation.nodes for word in words_of(node.description))

    @cached_property
    def _role_use(self) -> dict[str, Counter[str]]:
        use: dict[str, Counter[str]] = {}
        for node in self.organisation.nodes:
            use.setdefault(node.kind, Counter()).update(roles_of(node))
        return use

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str, str]]:
        nodes = self.organisation.nodes
        return frozenset((n.kind, one, other) for n in nodes for one in roles_of(n) for other in roles_of(n))


def words_of(text: str) -> set[str]:
    """The words of a text that mean something, in lower case."""
    return {word for word in re.findall(r"\w+", text.casefold()) if word not in FUNCTION_WORDS}


def holders(node: Node, role: str) -> tuple[Person, ...]:
    """Everybody who has exactly this role in the unit."""
    people = {h.person.id: h.person for h in node.people if h.role.casefold() == role.casefold()}
    return tuple(people.values())


def kinds_of(nodes: tuple[Node, ...]) -> tuple[str, ...]:
    """The kinds of some units, each once."""
    return tuple(dict.fromkeys(node.kind for node in nodes))


def roles_of(node: Node) -> tuple[str, ...]:
    """The roles people have in a unit, each once."""
    return tuple(dict.fromkeys(holding.role for holding in node.people))
