"""How facts are worded: plurals, enumerations, and the names of kinds, roles and units."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from trag.tree.organisation import Node, Organisation, Person

_IRREGULAR = {"man": "men", "woman": "women", "person": "people", "child": "children", "staff": "staff"}
_WORD = re.compile(r"[^\W_]+")
_HEAD_ENDS = {"of", "for", "in", "to", "on", "at"}


def fold(text: str) -> str:
    """The text as words are compared: no accents, lower case, one English spelling (organise, organize)."""
    plain = text
    if not text.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"(?<=[a-z]{3})iz(?=e|i|a)", "is", plain.casefold())


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(_WORD.findall(fold(text)))


def plural(phrase: str) -> str:
    """The plural of a noun phrase: "tech leads", "heads of unit", "faculties"."""
    parts = phrase.split(" ")
    head = next((i - 1 for i, part in enumerate(parts) if i and part.lower() in _HEAD_ENDS), len(parts) - 1)
    parts[head] = _plural_word(parts[head])
    return " ".join(parts)


def _plural_word(word: str) -> str:
    lower = word.lower()
    for singular, many in _IRREGULAR.items():
        if lower == singular or (singular.endswith("man") and lower.endswith(singular)):
            return word[: len(word) - len(singular)] + many
    if word.isupper() and len(word) > 1:
        return word + "s"
    if re.search(r"[^aeiou]y$", lower):
        return word[:-1] + "ies"
    if re.search(r"(s|x|z|ch|sh)$", lower):
        return word + "es"
    return word + "s"


def listed(names: Sequence[str]) -> str:
    """The names as an enumeration: "a", "a and b", "a, b and c"."""
    if len(names) < 2:  # noqa: PLR2004 - one name needs no "and"
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, singular: str) -> str:
    """The number with its noun: "1 chair", "5 chairs", "no chairs"."""
    return f"{number or 'no'} {singular if number == 1 else plural(singular)}"


def capital(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def role_label(role: str) -> str:
    """A role inside a sentence: "Tech Lead" is written "tech lead", proper names keep their capitals."""
    return role.lower() if all(re.fullmatch(r"[A-Z][a-z]+", part) for part in role.split()) else role


@lru_cache(maxsize=4096)
def _kind_words(kind: str) -> str:
    return re.sub(r"[\s_-]+", " ", kind).strip()


def acronym(kind: str) -> str:
    """The first letters of a kind of several words, "" for a single word."""
    parts = _kind_words(kind).split(" ")
    return "".join(part[0] for part in parts).upper() if len(parts) > 1 and all(parts) else ""


def kind_label(organisation: Organisation, kind: str) -> str:
    """A kind inside a sentence; short ("SIG") where most names of the kind use the short form."""
    return _kind_labels(organisation).get(kind) or _kind_words(kind)


@lru_cache(maxsize=8)
def _kind_labels(organisation: Organisation) -> dict[str, str]:
    using: dict[str, int] = {}
    for node in organisation.nodes:
        short = acronym(node.kind)
        using[node.kind] = using.get(node.kind, 0) + (short in node.name.replace("-", " ").split())
    counts = organisation.kinds
    return {
        kind: acronym(kind) if acronym(kind) and 2 * using[kind] > counts[kind] else _kind_words(kind)
        for kind in counts
    }


@lru_cache(maxsize=8)
def _repeated_names(organisation: Organisation) -> frozenset[str]:
    seen: set[str] = set()
    repeated: set[str] = set()
    for node in organisation.nodes:
        name = fold(node.name)
        (repeated if name in seen else seen).add(name)
    return frozenset(repeated)


def unit_label(organisation: Organisation, node: Node) -> str:
    """The unit's name, with its parent in brackets where several units have the name."""
    parent = organisation.parent(node.id)
    if parent is None or fold(node.name) not in _repeated_names(organisation):
        return node.name
    return f"{node.name} ({parent.name})"


@lru_cache(maxsize=8)
def _repeated_people(organisation: Organisation) -> frozenset[str]:
    seen: set[str] = set()
    repeated: set[str] = set()
    for person in organisation.people.values():
        name = fold(person.name)
        (repeated if name in seen else seen).add(name)
    return frozenset(repeated)


def person_label(organisation: Organisation, person: Person) -> str:
    """The person's name, with what tells namesakes apart in brackets."""
    if fold(person.name) not in _repeated_people(organisation):
        return person.name
    return f"{person.name} ({person.id.removeprefix('person:')})"


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """The names in their order, each once."""
    return tuple(dict.fromkeys(names))
