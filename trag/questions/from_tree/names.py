"""What units, people and kinds are called in questions and in answers."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from trag.questions.chance import Chance
from trag.questions.from_tree.drafts import Group, stands_in
from trag.terms import FUNCTION_WORDS, NUMBER_WORDS
from trag.tree.organisation import Node, Organisation, Person
from trag.tree.wording import kind_label, plural, role_label

# Keys of a person whose value stands for the person.
_HANDLES = ("handle", "github", "email")
_SHORTEST_ALIAS = 3
_ALIAS_SHARE = 0.3


class Names:
    """The names of one organisation, and which of them mean one entity only."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation

    def asked(self, node: Node, chance: Chance) -> str | None:
        """The unit as a question names it, by an alias now and then; None where no name is its own."""
        aliases = [alias for alias in node.aliases if self._is_own(alias) and _is_name(alias)]
        if aliases and chance.is_below(_ALIAS_SHARE):
            return chance.pick(aliases)
        if self._is_own(node.name):
            return self._in_a_sentence(node)
        parent = self.organisation.parent(node.id)
        if parent is None or not self._is_own(parent.name) or self._has_twin_beside(node, parent):
            return None
        named = self._in_a_sentence(node)
        return f"{named if named.startswith('the ') else f'the {named}'} of {parent.name}"

    def person(self, person: Person) -> str | None:
        """The person as a question names them; None where several have the name."""
        return person.name if self._is_own(person.name) else None

    def unit_group(self, node: Node) -> Group:
        """The ways to name a unit in an answer: its name, and aliases that can mean nothing else."""
        aliases = [re.sub(r"^the ", "", alias, flags=re.IGNORECASE) for alias in node.aliases]
        return _unique((node.name, *(alias for alias in aliases if self._means_only(node, alias))))

    def unit_groups(self, nodes: Iterable[Node]) -> tuple[Group, ...]:
        """A group for each unit; units of one name share theirs."""
        return tuple(dict.fromkeys(self.unit_group(node) for node in nodes))

    def person_group(self, person: Person) -> Group:
        """The ways to name a person in an answer: name, aliases, handles."""
        handles = (str(person.extra[key]) for key in _HANDLES if person.extra.get(key))
        aliases = (re.sub(r"^the ", "", alias, flags=re.IGNORECASE) for alias in person.aliases)
        long = (item for item in (*aliases, *handles) if len(item) >= _SHORTEST_ALIAS)
        return _unique((person.name, _without_accents(person.name), *long))

    def kind(self, node_or_kind: Node | str) -> str:
        """A kind inside a sentence."""
        kind = node_or_kind if isinstance(node_or_kind, str) else node_or_kind.kind
        return kind_label(self.organisation, kind)

    def kinds(self, kind: str) -> str:
        """A kind inside a sentence, in the plural."""
        return plural(self.kind(kind))

    @cached_property
    def _bearers(self) -> Counter[str]:
        """How many entities have each name or alias."""
        bearers: Counter[str] = Counter()
        everybody: list[Node | Person] = [*self.organisation.nodes, *self.organisation.people.values()]
        for entity in everybody:
            bearers.update({_key(name) for name in (entity.name, *entity.aliases)})
        return bearers

    def _is_own(self, name: str) -> bool:
        return self._bearers[_key(name)] == 1

    def _has_twin_beside(self, node: Node, parent: Node) -> bool:
        return sum(_key(child.name) == _key(node.name) for child in self.organisation.children(parent.id)) > 1

    def _in_a_sentence(self, node: Node) -> str:
        """A name of one common word needs its kind beside it; one that ends in its kind has an article."""
        kind = self.kind(node)
        if re.fullmatch(r"[a-z]+", node.name):
            return f"the {node.name} {kind}"
        ends_in_kind = _key(node.name).endswith(f" {_key(kind.split()[-1])}")
        return f"the {node.name}" if ends_in_kind and not node.name.lower().startswith("the ") else node.name

    def _means_only(self, node: Node, alias: str) -> bool:
        if len(alias) < _SHORTEST_ALIAS or _key(alias) in FUNCTION_WORDS or not self._is_own(alias):
            return False
        first = _key(alias).split()[0] if _key(alias).split() else ""
        return not any(
            other.id != node.id and stands_in(other.name, alias) for other in self._by_word.get(first, ())
        )

    @cached_property
    def _by_word(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for node in self.organisation.nodes:
            for word in set(_key(node.name).split()):
                found.setdefault(word, []).append(node)
        return found


def number_group(number: int) -> Group:
    """A count in digits and in words."""
    words = [word for word, digits in NUMBER_WORDS.items() if digits == str(number)]
    return (str(number), *words)


def roles_in(text: str) -> str:
    """The plural of a role inside a sentence."""
    return plural(role_label(text))


def contact_label(key: str) -> str:
    """The key of a contact, in words."""
    words = key.replace("_", " ").replace("-", " ")
    return {"email": "email address", "phone": "phone number"}.get(words, words)


def _is_name(alias: str) -> bool:
    """False for an alias that is an ordinary phrase, which a question would not carry well."""
    has_sign = any(sign.isupper() or sign.isdigit() for sign in alias)
    is_word = alias.casefold() in FUNCTION_WORDS or alias.lower().startswith("the ")
    return has_sign and not is_word and len(alias) >= _SHORTEST_ALIAS


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", _without_accents(name).casefold()))


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _unique(items: Iterable[str]) -> Group:
    return tuple(dict.fromkeys(item for item in items if item.strip()))
