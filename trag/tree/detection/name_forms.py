"""All forms under which the units, posts and people of an organisation are looked for."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from trag.tree.detection.kind_words import KindWords
from trag.tree.detection.names import Words, acronyms, is_ordinary, is_ordinary_word, turned, words
from trag.tree.loading.people import HANDLES
from trag.tree.organisation import Node, Organisation, Person

_TITLES = frozenset(
    {"dr", "prof", "professor", "mr", "mrs", "ms", "mx", "sir", "dame", "hon", "ambassador", "rev"}
)
# More ordinary words in a row than that are no coincidence.
_CHANCE = 2
_COMPASS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})
_OWN = frozenset({"organisation", "organization"})


class Origin(IntEnum):
    """How a form came about; the lower, the more it is a name of its own."""

    NAME = 0  # the name or an alias
    REWORDED = 1  # the same words in another order
    CORE = 2  # without the words for the kind
    HANDLE = 3  # a login or address
    ACRONYM = 4  # the initials
    SURNAME = 5  # the last word of a person's name
    GENERIC = 6  # what any organisation of this kind is called: "the university"
    PARTIAL = 7  # some words of a name, in their order


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an entity's name: `spelling` is the name it was made from."""

    entity_id: str
    kind: str
    origin: Origin
    spelling: str


def collect_forms(organisation: Organisation, kinds: KindWords) -> dict[Words, list[Form]]:
    """Every form with the entities it may mean."""
    found: dict[Words, list[Form]] = defaultdict(list)
    for node in organisation.nodes:
        _add_all(found, _unit_forms(node, kinds))
    for person in organisation.people.values():
        _add_all(found, _person_forms(person))
    root = organisation.root
    _add_all(found, _root_forms(root, {root.kind} if organisation.kinds[root.kind] == 1 else set()))
    _add_guesses(found, organisation, kinds)
    return found


def _add_all(found: dict[Words, list[Form]], forms: Iterator[tuple[Words, Form]]) -> None:
    for spelled, form in forms:
        known = found[spelled]
        if spelled and not any(other.entity_id == form.entity_id for other in known):
            known.append(form)


def _unit_forms(node: Node, kinds: KindWords) -> Iterator[tuple[Words, Form]]:
    spelled = [(words(text), text) for text in (node.name, *node.aliases)]
    for form, text in spelled:
        yield form, Form(node.id, node.kind, Origin.NAME, text)
    for form, text in spelled:
        if "of" in form:
            yield turned(form), Form(node.id, node.kind, Origin.REWORDED, text)
    for form, text in spelled:
        core = kinds.core(form, node.kind)
        yield core, Form(node.id, node.kind, Origin.CORE, text)
        if len(core) == 1 and core[0] in _COMPASS:  # "the southern regional office"
            yield (f"{core[0]}ern",), Form(node.id, node.kind, Origin.CORE, text)


def _person_forms(person: Person) -> Iterator[tuple[Words, Form]]:
    for text in (person.name, *person.aliases):
        form = words(text)
        yield form, Form(person.id, "person", Origin.NAME, text)
        plain = form
        while len(plain) > 1 and plain[0] in _TITLES:
            plain = plain[1:]
        if len(plain) > 1:
            yield plain, Form(person.id, "person", Origin.REWORDED, text)
            yield (plain[-1], *plain[:-1]), Form(person.id, "person", Origin.REWORDED, text)
            yield (plain[0], plain[-1]), Form(person.id, "person", Origin.REWORDED, text)
    for key in HANDLES:
        handle = str(person.extra.get(key) or "")
        if handle and not handle.isdecimal():
            yield words(handle), Form(person.id, "person", Origin.HANDLE, handle)


def _root_forms(root: Node, kinds: set[str]) -> Iterator[tuple[Words, Form]]:
    for noun in sorted({*_OWN, *kinds}):
        yield words(noun), Form(root.id, root.kind, Origin.GENERIC, noun)


def _add_guesses(found: dict[Words, list[Form]], organisation: Organisation, kinds: KindWords) -> None:
    """Acronyms and surnames: only where one entity alone could be meant, and nothing is called so."""
    guesses: dict[Words, dict[str, Form]] = defaultdict(dict)
    for node in organisation.nodes:
        for text in acronyms(node.name):
            guesses[(text,)][node.id] = Form(node.id, node.kind, Origin.ACRONYM, text.upper())
    for person in organisation.people.values():
        *first, last = words(person.name) or ("",)
        if first and len(last) > 1:
            guesses[(last,)][person.id] = Form(person.id, "person", Origin.SURNAME, person.name.split()[-1])
    for spelled, forms in guesses.items():
        (form, *others) = forms.values()
        is_word = form.origin is Origin.ACRONYM and is_ordinary_word(spelled[0])
        is_taken = spelled in found or spelled in kinds.singular or spelled in kinds.plural
        if not others and not is_word and not is_taken:
            found[spelled].append(form)


def is_weak(spelled: Words, form: Form, kinds: KindWords) -> bool:
    """True when the form needs evidence in the sentence before it may count as a mention."""
    if form.origin in {Origin.CORE, Origin.ACRONYM, Origin.SURNAME, Origin.GENERIC}:
        return True
    if form.origin is Origin.REWORDED:
        return False
    if not is_ordinary(spelled):
        return False
    if len(spelled) == 1 or len(spelled) > _CHANCE:
        return len(spelled) == 1
    # "Release Team" is a name by its capitals, "SIG Network" by its kind, "service-accounts" by its hyphen.
    return form.spelling.islower() and not kinds.core(spelled, form.kind)
