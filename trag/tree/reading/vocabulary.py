"""The words a tree brings along: its kinds, roles and further keys, in the forms people use them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from trag.tree.organisation import Organisation
from trag.tree.reading.role_words import LEAD_FORMS, head, plurals, verbs
from trag.tree.wording import acronym, fold, kind_label, plural, words

Tag = Literal["K", "R", "X", "C", "I", "?"]  # kind, role, key of a unit, contact, key of a person, unclear

_ANY_KIND = (
    "unit,units,subunit,subunits,sub unit,sub units,parts,children,group,groups,body,bodies,community group,"
    "community groups,organisational unit,organisational units,org unit,org units"
).split(",")


_WAYS = (
    (
        ("phone", "telephone", "tel", "extension", "ext", "phonenumber"),
        (
            *("phone", "phone number", "telephone", "telephone number", "tel", "ext", "direct line"),
            *("extension", "extension number", "phone extension"),
        ),
    ),
    (
        ("email", "mail", "emailaddress"),
        ("email", "e mail", "email address", "e mail address", "mail address", "mailbox"),
    ),
)


@dataclass(frozen=True, slots=True)
class Term:
    """What a phrase of a question means in this tree; `values` are kinds, roles or keys, () for any."""

    tag: Tag
    values: tuple[str, ...]
    is_plural: bool = False
    is_generic: bool = False
    is_verb: bool = False


ANY_LEAD = Term("R", (), is_generic=True)


class Vocabulary:
    """Phrases, as tuples of folded words, with what they mean in one tree."""

    def __init__(self, organisation: Organisation) -> None:
        self.terms: dict[tuple[str, ...], Term] = {}
        for phrase in _ANY_KIND:
            many = phrase.endswith("s") or phrase == "children"
            self._put(phrase, Term("K", (), is_plural=many, is_generic=True))
        for phrase in LEAD_FORMS:
            self._put(phrase, Term("R", (), is_generic=True))
        self.roles = tuple(dict.fromkeys(h.role for node in organisation.nodes for h in node.people))
        self._add_keys(organisation)
        self._add_roles()
        self._add_deputies()
        self._add_kinds(organisation)
        self.longest = max(map(len, self.terms), default=1)

    def _put(self, phrase: str, term: Term) -> None:
        key = words(phrase)
        if not key:
            return
        known = self.terms.get(key)
        if known is not None and known.is_generic and known.tag == term.tag == "K":
            self.terms[key] = replace(term, is_generic=True)  # "unit" is a kind here, and still any unit
        elif known is None or known.is_generic:
            self.terms[key] = term
        elif known.tag != term.tag:
            self.terms[key] = Term("?", ())
        elif not set(term.values) <= set(known.values):
            merged = (*known.values, *term.values)
            self.terms[key] = Term(term.tag, merged, is_plural=known.is_plural, is_verb=known.is_verb)

    def _add_kinds(self, organisation: Organisation) -> None:
        named: dict[str, list[str]] = {}
        generic = {key for key, term in self.terms.items() if term.is_generic and not term.values}
        for node in organisation.nodes:
            named.setdefault(node.kind, []).append(node.name)
        for kind, unit_names in named.items():
            names = {kind.replace("-", " ").replace("_", " "), kind_label(organisation, kind), acronym(kind)}
            # a word such as "unit" that most names share still means any unit
            shared = {word for word in _shared_words(unit_names) if words(word) not in generic}
            for name in names | shared:
                if name:
                    self._put(name, Term("K", (kind,)))
                    for many in plurals(name):
                        self._put(many, Term("K", (kind,), is_plural=True))

    def _add_roles(self) -> None:
        heads = Counter(head(role) for role in self.roles)
        for role in self.roles:
            is_lead = fold(role) in ("lead", "leader", "head")
            if is_lead:  # "the lead of X" may be any leading role X has
                continue
            self._put(role, Term("R", (role,)))
            for many in plurals(role):
                self._put(many, Term("R", (role,), is_plural=True))
            if len(acronym(role)) > 2:  # noqa: PLR2004 - "CEO", but not "TL"
                self._put(acronym(role), Term("R", (role,)))
            if "-" in role:  # "cochair" for "Co-Chair"
                self._put(role.replace("-", ""), Term("R", (role,)))
            self._add_short_forms(role, heads)
            for verb in verbs(role):
                self._put(verb, Term("R", (role,), is_verb=True))

    def _add_deputies(self) -> None:
        # "the deputy" is whoever is called deputy something
        deputies = tuple(role for role in self.roles if words(role)[:1] == ("deputy",))
        for form in ("deputy", "deputies", "deputy head", "second in command", "number two"):
            if deputies and words(form) not in self.terms:
                self._put(form, Term("R", deputies, is_plural=form == "deputies"))

    def _add_short_forms(self, role: str, heads: Counter[str]) -> None:
        # "steering liaison" for "Steering Committee liaison", "liaison" where no other role ends so
        parts = words(role)
        if len(parts) < 2 or head(role) != parts[-1]:  # noqa: PLR2004 - one word has no shorter form
            return
        shorter = [" ".join((first, parts[-1])) for first in parts[:-1]]
        if heads[parts[-1]] == 1:
            shorter.append(parts[-1])
        for form in shorter:
            if words(form) not in self.terms:
                self._put(form, Term("R", (role,)))
                self._put(plural(form), Term("R", (role,), is_plural=True))

    def _add_keys(self, organisation: Organisation) -> None:
        for tag, keys in _keys(organisation).items():
            for key in keys:
                name = key.replace("-", " ").replace("_", " ")
                term = Term(tag, (key,))
                for form in {name, plural(name), name.removesuffix("s"), *_synonyms(tag, words(name))}:
                    self._put(form, term)


def _synonyms(tag: Tag, name: tuple[str, ...]) -> tuple[str, ...]:
    """What people call the ways to reach a unit."""
    if tag != "C":
        return ()
    return next((forms for keys, forms in _WAYS if "".join(name) in keys), ())


def _keys(organisation: Organisation) -> dict[Tag, set[str]]:
    found: dict[Tag, set[str]] = {"X": set(), "C": set(), "I": set()}
    for node in organisation.nodes:
        found["X"].update(node.extra)
        found["C"].update(node.contact)
    for person in organisation.people.values():
        found["I"].update(person.extra)
    return found


def _shared_words(names: list[str]) -> Iterator[str]:
    """The first or last word most names of a kind share, such as "Department" for kind "org-unit"."""
    if len(names) < 3:  # noqa: PLR2004 - two names share a word by chance
        return
    split = [name.split() for name in names if " " in name.strip()]
    for position in (0, -1):
        counts = Counter(parts[position] for parts in split if parts[position].isalpha())
        for word, count in counts.most_common(1):
            if 5 * count >= 4 * len(names):
                yield word


@lru_cache(maxsize=8)
def vocabulary(organisation: Organisation) -> Vocabulary:
    """The vocabulary of a tree, made once."""
    return Vocabulary(organisation)
