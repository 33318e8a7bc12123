"""Tells names of units, roles and people from other text, by English words, the tree and the documents."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from trag.tree.detection.names import SMALL_WORDS, Words, acronyms, is_ordinary_word, plural, turned, words
from trag.tree.organisation import Organisation

LONGEST_NAME = 100
_MOST_WORDS = 9
_MOST_NAMES = 5
_LONGEST_KIND = 4
_LINKS = frozenset({"of", "for", "on", "the"})
_NUMBER = re.compile(
    r"(?:\(?(?:\d{1,3}|[ivxIVX]{1,5}|[A-Za-z])(?:\.\d{1,3}){0,5}[.)]|\d{1,3}(?:\.\d{1,3}){0,5})\s+"
)
_NO_NAME = re.compile(r"[!?;=<>{}\[\]|\\@#*_~^%$\u20ac\u00a3]|://|\.\s|\s[\u2013\u2014-]\s|\d{5}")
_NO_PERSON = re.compile(r"[\d/:;,!?&=<>{}\[\]|\\@#*_~^%$()\"+]")
# "Special Interest Groups (SIGs)": a kind and its short form, and no unit, since both are plural.
_PLURAL_KIND = re.compile(r"((?:[A-Z][a-z]{1,20} ){1,3}[A-Z][a-z]{1,20}s) ?\(([A-Z]{2,6})s?\)")


@cache
def known_words() -> dict[str, Any]:
    """The word lists of words.toml."""
    return tomllib.loads(files("trag.tree.extraction").joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def word_set(name: str) -> frozenset[Words]:
    """The phrases of one list of words.toml."""
    return frozenset(words(text) for text in known_words()[name])


def bare(text: str) -> str:
    """A heading, cell or item on one line, without its number and outer signs."""
    line = " ".join(text.split()).strip(" *_`\"'\u201c\u201d")
    numbered = _NUMBER.match(line)
    return line[numbered.end() if numbered else 0 :].strip(" :")


def singular(word: str) -> str:
    """The word in the singular, as far as its ending tells."""
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


class Vocabulary:
    """What counts as a unit, a role or a person. `teach` adds short forms of kinds that documents explain."""

    def __init__(self, organisation: Organisation | None = None, root: str = "") -> None:
        self.kinds: dict[Words, str] = {phrase: " ".join(phrase) for phrase in word_set("kinds")}
        self.same_kind: dict[Words, Words] = {}
        self._units: set[Words] = {words(root)} - {()}
        self._people: set[Words] = set()
        if organisation is not None:
            self._learn(organisation)

    def _learn(self, organisation: Organisation) -> None:
        for node in organisation.nodes:
            self._units.update(_plain(words(text)) for text in (node.name, *node.aliases))
        self._units.discard(())
        people = organisation.people.values()
        self._people = {words(text) for person in people for text in (person.name, *person.aliases)}

    def teach(self, texts: Iterable[str]) -> None:
        """Learn short forms of kinds, such as WG from "Working Groups (WGs)"."""
        for text in texts:
            for match in _PLURAL_KIND.finditer(text):
                full = words(match[1])
                full = (*full[:-1], singular(full[-1]))
                short = match[2].lower()
                if (full in self.kinds or full[-1:] in self.kinds) and short in _initials(full):
                    self.kinds[(short,)] = self.kinds[full] = " ".join(full)
                    self.same_kind[full] = (short,)

    def key(self, name: str) -> Words:
        """The name as it is compared: "the Payroll Section" and "Section of Payroll" are one."""
        form = _plain(words(name))
        form = turned(form) or form
        start, end = self._kind_before(form), self._kind_after(form)
        if start is not None and start > 0:
            return (*form[:start], *self.same_kind.get(form[start:], form[start:]))
        if end is not None and end < len(form):
            rest = form[end:]
            while rest and rest[0] in _LINKS:
                rest = rest[1:]
            return (*rest, *self.same_kind.get(form[:end], form[:end]))
        return form

    def is_known_unit(self, name: str) -> bool:
        """True when the tree has a unit of that name."""
        return _plain(words(name)) in self._units

    def is_unit(self, name: str) -> bool:
        """True for a name that can only be a unit's: known, or written as one with a word for its kind."""
        return self.is_known_unit(name) or (
            is_titled(name) and self.may_be_unit(name) and bool(self.kind_of(name))
        )

    def may_be_unit(self, name: str) -> bool:
        """True for a text that can be a unit's name where its place says that it is one."""
        form = words(name)
        return (
            0 < len(form) <= _MOST_WORDS
            and len(name) <= LONGEST_NAME
            and not _NO_NAME.search(name)
            and any(sign.isalpha() for sign in name)
            and form[:1] not in word_set("asking")
            and not any((word,) in word_set("telling") for word in form)
            and (singular(form[-1]),) not in word_set("documents")
            and not self._is_many(form)
            and not self.is_past(name)
            and not self.is_role(name)
            and not self.is_kind(name)
        )

    def _is_many(self, form: Words) -> bool:
        """True for a phrase that means several units: "Regional Offices"."""
        return (form[-1],) not in self.kinds and (singular(form[-1]),) in self.kinds

    def kind_of(self, name: str) -> str:
        """What the name says the unit is; empty if it says nothing, or nothing else."""
        form = _plain(words(name))
        start, end = self._kind_before(form), self._kind_after(form)
        if start and any(word not in SMALL_WORDS for word in form[:start]):
            return self.kinds[form[start:]]
        # "Office of the Dean", and "WG Batch" where WG is known to be short for a kind.
        if (
            end is not None
            and end < len(form)
            and (form[end] in _LINKS or form[:end] in self.same_kind.values())
        ):
            return self.kinds[form[:end]]
        return ""

    def _kind_before(self, form: Words) -> int | None:
        lengths = range(min(_LONGEST_KIND, len(form)), 0, -1)
        return next((len(form) - length for length in lengths if form[-length:] in self.kinds), None)

    def _kind_after(self, form: Words) -> int | None:
        lengths = range(min(_LONGEST_KIND, len(form)), 0, -1)
        return next((length for length in lengths if form[:length] in self.kinds), None)

    def is_kind(self, text: str) -> bool:
        """True when the text is nothing but a word for a kind of units, of one or of many."""
        return bool(self.kind_of_many(text)) or _plain(words(text)) in self.kinds

    def kind_of_many(self, text: str) -> str:
        """The kind that a heading such as "Our Sections" announces; empty for any other text."""
        form = _plain(words(text))
        if form[:1] in {("our",), ("its",), ("following",)}:
            form = form[1:]
        if not form or form in self.kinds:
            return ""
        one = (*form[:-1], singular(form[-1]))
        return self.kinds.get(one, "") if plural(one[-1]) == form[-1] else ""

    def is_role(self, text: str) -> bool:
        """True when the text names what a person is in a unit: "Technical Leads", "Vice-Chair"."""
        form = words(text)
        if not 0 < len(form) <= _MOST_NAMES or "of" in form or form[0] in SMALL_WORDS:
            return False
        last = form[-2:-1] if form[-1:] in word_set("behind_roles") else form[-1:]
        return bool(last) and (singular(last[0]),) in word_set("roles")

    def is_past(self, text: str) -> bool:
        """True when a heading or name speaks of what was or is not yet."""
        return any(
            (singular(word),) in word_set("past") or (word,) in word_set("past") for word in words(text)
        )

    def is_person(self, text: str, *, is_sure: bool = False) -> bool:
        """True for a text like a person's full name; `is_sure` where its place says that it is one."""
        parts = text.split()
        if words(text) in self._people:
            return True
        if not 1 < len(parts) <= _MOST_NAMES or len(text) > LONGEST_NAME or _NO_PERSON.search(text):
            return False
        if any(not _is_name_part(part) for part in parts):
            return False
        form = words(text)
        if any(
            word in {"the", "and", "of", "for", "or", "vacant"} or (singular(word),) in word_set("roles")
            for word in form
        ):
            return False
        if any((singular(word),) in self.kinds for word in form):
            return False
        return is_sure or any(not is_ordinary_word(word) for word in form)


def is_titled(text: str) -> bool:
    """True when every word of weight begins with a capital or figure, or is written in no cased script."""
    parts = re.split(r"[\s/-]+", text)
    return any(part[:1].isupper() for part in parts) and all(
        not part[:1].islower() or part.casefold() in SMALL_WORDS or not part for part in parts
    )


def role_of(text: str) -> str:
    """A role in the singular, as it is written: "Technical Leads" is Technical Lead."""
    line = " ".join(text.split()).strip(" :")
    head, _, last = line.rpartition(" ")
    one = last if last.isupper() else singular(last)
    return f"{head} {one}".strip()


def _is_name_part(part: str) -> bool:
    bare_part = part.strip(".,'\u2019")
    if not bare_part:
        return False
    return not bare_part[0].islower() or bare_part.casefold() in _particles()


@cache
def _particles() -> frozenset[str]:
    return frozenset(known_words()["particles"])


def _plain(form: Words) -> Words:
    return form[1:] if form[:1] == ("the",) else form


def _initials(form: Words) -> set[str]:
    return acronyms(" ".join(form)) | {"".join(word[0] for word in form)}


@cache
def column_headings(key: str) -> frozenset[str]:
    """The spellings of a table heading in words.toml."""
    return frozenset(known_words()["columns"][key])
