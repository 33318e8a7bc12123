"""Finds the names of units and people at a place in running text."""

import re
from collections.abc import Iterator

from trag.tree.detection.names import SMALL_WORDS, words
from trag.tree.extraction.vocabulary import Vocabulary, bare, is_titled, known_words, role_of
from trag.tree.wording import capital

_MOST_WORDS = 10
_WINDOW = 160
_WORD = re.compile(r"[^\W_][^\s,;:()\[\]\"\u201c\u201d|]*|&")
_HANDLE = re.compile(r"\(?\s?@[\w.-]{1,60}\s?\)?|<[^<>\s]{1,100}>|\([^()\s]{1,100}@[^()\s]{1,100}\)")
_IN_BRACKETS = re.compile(r"([^,;()]{1,80})\s\(([A-Za-z][A-Za-z -]{1,40})\)")
_BETWEEN = re.compile(r"\s*(?:,\s*and\s|,|;|\sand\s|\s&\s)\s*")
_LEAD = re.compile(
    r"\b(?:consists? of|comprises?|is (?:made up|composed) of|is (?:divided|organi[sz]ed|split) into"
    r"|has|includes?|contains?|houses)\b"
)
_FOLLOWING = re.compile(
    r"\b(?:following|these|below)\b|\b(?:of|into|comprises?|includes?|contains?|houses):$"
)
_ENUMERATED = re.compile(r"(?:,\s|,?\s(?:and|&)\s)(?:(?:the|its|our)\s)?\Z", re.IGNORECASE)
_LONGEST_LEAD = 200
_MOST_PEOPLE = 60
_AFFIXES = frozenset({"Jr.", "Sr."})
_GOES_ON = re.compile(r"\s[A-Z]")


def name_at_end(text: str, vocabulary: Vocabulary) -> str:
    """The longest name of a unit that the text ends with; empty if there is none."""
    window = text[-_WINDOW:].rstrip(" ,")
    found = [*_WORD.finditer(window)][-_MOST_WORDS:]
    if not found or not window.endswith(found[-1].group()):
        return ""
    return _longest((window[match.start() :] for match in found), vocabulary)


def name_after(text: str, start: int, vocabulary: Vocabulary) -> str:
    """The longest name of a unit that begins at `start`, behind an article; empty if there is none."""
    window = re.sub(
        r"\A(?:the|our|its|their)\s", "", text[start : start + _WINDOW].lstrip(), count=1, flags=re.IGNORECASE
    )
    found = [*_WORD.finditer(window)][:_MOST_WORDS]
    if not found or found[0].start() != 0:
        return ""
    name = _longest((window[: match.end()].rstrip(".") for match in reversed(found)), vocabulary)
    # "the Audit Committee Chair", "Acme Group Finance": what goes on in capitals is another name.
    return name if name and not _GOES_ON.match(window, len(name)) else ""


def _longest(candidates: Iterator[str], vocabulary: Vocabulary) -> str:
    for candidate in candidates:
        name = re.sub(r"\Athe\s", "", candidate, flags=re.IGNORECASE)
        parts = name.split()
        is_whole = (
            parts and parts[0].casefold() not in SMALL_WORDS and parts[-1].casefold() not in SMALL_WORDS
        )
        if is_whole and "," not in name and vocabulary.is_unit(name) and not _is_two(name, vocabulary):
            return name
    return ""


def _is_two(name: str, vocabulary: Vocabulary) -> bool:
    """True for "Fleet Team and the Tools Team", where each side is a name by itself."""
    left, link, right = name.partition(" and ")
    while link and not vocabulary.is_known_unit(name):
        is_name = vocabulary.is_unit(left) or vocabulary.is_kind(left)  # "Team and the Tools Team"
        if is_name and vocabulary.is_unit(re.sub(r"\A(?:the|its|our)\s", "", right)):
            return True
        more, link, right = right.partition(" and ")
        left = f"{left} and {more}"
    return False


def names_at_end(text: str, vocabulary: Vocabulary) -> list[str]:
    """The units of the enumeration that the text ends with, or the one it ends with."""
    names: list[str] = []
    rest = text[-_WINDOW * 2 :]
    while len(names) < _MOST_PEOPLE and (name := name_at_end(rest, vocabulary)):
        names.append(name)
        rest = rest.rstrip(" ,")[: -len(name)]
        before = _ENUMERATED.search(rest)
        if not before:
            break
        rest = rest[: before.start()]
    return names


def units_in(text: str, vocabulary: Vocabulary, *, are_announced: bool = False) -> list[str]:
    """The units of a list such as "the Payroll Section and the Audit Section"; [] unless all are units.

    Where a word for their kind announces them, as in "three sections: …", any names in capitals will do.
    """
    parts = _parts(text)
    names = [name for part in parts if (name := name_after(part, 0, vocabulary))]
    if are_announced and len(names) < len(parts):
        names = [part for part in parts if is_titled(part) and vocabulary.may_be_unit(part)]
    return names if len(names) == len(parts) else []


def _parts(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(text.strip(" .:"))[:_MOST_PEOPLE] if part and part.strip()]


def roles_in_brackets(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The people behind whose names a role stands in brackets, as in "Ana Ruiz (chair)"."""
    found = {
        _person(match[1], vocabulary): match[2]
        for match in _IN_BRACKETS.finditer(text)
        if vocabulary.is_role(match[2]) and not vocabulary.is_past(match[2])
    }
    return {person: capital(role_of(role)) for person, role in found.items() if person}


def people_in(text: str, vocabulary: Vocabulary) -> list[str]:
    """The people named one after the other; affiliations and other text between them are left out."""
    plain = _IN_BRACKETS.sub(
        lambda found: found[0] if vocabulary.is_past(found[2]) else found[1], _HANDLE.sub(" ", text)
    )
    return [name for part in _parts(plain) if (name := _person(part, vocabulary))]


def split_person(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Person and role of an item such as "Ana Ruiz (@ana), Deputy Chair"; empty where absent."""
    plain = _HANDLE.sub(" ", bare(text))
    pieces = [piece.strip() for piece in re.split(r"[,;:()]|\s[\u2013\u2014-]\s", plain) if piece.strip()]
    if not pieces:
        return "", ""
    person = _person(pieces[0], vocabulary)
    role = next((role_of(piece) for piece in pieces[1:] if vocabulary.is_role(piece)), "")
    if any(vocabulary.is_past(piece) for piece in pieces[1:]):
        return "", ""
    return person, role


def person_before(text: str, end: int, vocabulary: Vocabulary) -> str:
    """The full name that ends at `end`; empty if there is none."""
    window = text[max(0, end - 100) : end].rstrip(" ,(\u2013-")
    found = [*_WORD.finditer(window)][-5:]
    if not found or not window.endswith(found[-1].group()):
        return ""
    return next((name for match in found if (name := _person(window[match.start() :], vocabulary))), "")


def person_after(text: str, start: int, vocabulary: Vocabulary) -> str:
    """The full name that begins at `start`; empty if there is none."""
    window = text[start : start + 100].lstrip(" ,:(\u2013-")
    found = [*_WORD.finditer(window)][:5]
    if not found or found[0].start() != 0:
        return ""
    names = (window[: match.end()].rstrip(".") for match in reversed(found))
    return next((name for text in names if (name := _person(text, vocabulary))), "")


def _person(text: str, vocabulary: Vocabulary) -> str:
    name = " ".join(text.split()).strip()
    name = name if name[-3:] in _AFFIXES else name.rstrip(".")
    parts = name.split()
    while len(parts) > 1 and words(parts[0]) and words(parts[0])[0] in known_words()["titles"]:
        parts = parts[1:]
    name = " ".join(parts)
    return name if vocabulary.is_person(name, is_sure=True) else ""


def parent_in_lead(text: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Unit and kind of members that a line announces, as in "The Finance Division has these sections:"."""
    if len(text) > _LONGEST_LEAD or not _FOLLOWING.search(text):
        return None
    found = _LEAD.search(text)
    if not found or vocabulary.is_past(text):
        return None
    last = text.rstrip(": ").rpartition(" ")[2]
    return name_at_end(text[: found.start()], vocabulary), vocabulary.kind_of_many(last)
