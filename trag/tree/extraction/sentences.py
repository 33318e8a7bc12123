"""Units and people from sentences: "X is part of Y", "X consists of A and B", "P heads X", "X (ABC)"."""

import re
from collections.abc import Iterator
from itertools import islice

from trag.tree.detection.names import acronyms, words
from trag.tree.extraction.names_in_text import (
    name_after,
    name_at_end,
    names_at_end,
    person_after,
    person_before,
    units_in,
)
from trag.tree.extraction.proposals import Claim, Evidence
from trag.tree.extraction.vocabulary import Vocabulary, known_words, role_of
from trag.types import Chunk

LONGEST_SENTENCE = 600
_MOST_SENTENCES = 400
_ENDS = re.compile(r"(?<=[.!?])[\"\u201d)]?\s+(?=[A-Z\"\u201c(\u00c0-\u00de])")
_BEGINS = re.compile(r"\s*(?:[-*\u2022|]|\d{1,3}[.)]\s|\Z)")
_TITLE_ENDS = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|St|Hon|Rev|No|[A-Z])\.\Z")
# Every choice below begins with its own word and repeats nothing, so that each is looked at once.
_UPWARD = re.compile(
    r"\b(?:(?:is|are|forms?) (?:also )?(?:a )?part of|belongs? to|reports? (?:directly |only )?to|answers? to"
    r"|comes? under|falls? under|(?:is|are) (?:directly )?(?:subordinate|attached) to"
    r"|sits? (?:in|within|under)|is located within"
    r"|is (?:a|an|one) (?:[a-z]{2,20} ){1,3}(?:of|in|within|under))\b"
)
_DOWNWARD = re.compile(
    r"\b(?:consists? of|comprises|is (?:made up|composed) of|is (?:divided|organi[sz]ed|split) into"
    r"|houses|contains|includes"
    r"|has (?:[a-z0-9]{1,12} ){1,3}[a-z]{3,20}:)(?: [a-z0-9]{2,12} [a-z]{3,20}:)?"
)
_LED = {
    "headed": "Head", "led": "Lead", "chaired": "Chair", "directed": "Director", "managed": "Manager",
    "run": "Head", "co-chaired": "Co-Chair", "co-led": "Co-Lead",
    "coordinated": "Coordinator", "supervised": "Supervisor",
}  # fmt: skip
_LEADS = {
    "heads": "Head", "leads": "Lead", "chairs": "Chair", "directs": "Director", "manages": "Manager",
    "runs": "Head", "co-chairs": "Co-Chair", "co-leads": "Co-Lead",
    "coordinates": "Coordinator", "supervises": "Supervisor",
}  # fmt: skip
_PASSIVE = re.compile(rf"(?:,| is| are|) ({'|'.join(_LED)}) by\b")
_ACTIVE = re.compile(rf"\b({'|'.join(_LEADS)})\b")
_POST = re.compile(
    r"\b((?:[A-Z][A-Za-z-]{1,20} ){0,3}[A-Z][A-Za-z-]{2,20})"
    r"(?:,? (?:of|for) (?=the |our |[A-Z])|, (?=[A-Z]))",
    re.ASCII,
)
_BEFORE_POST = re.compile(r"(?:,| is| is now| serves as| is currently)(?: the| our| its)?\s?\Z| \(\Z")
_BEHIND_POST = re.compile(r"\s?(?:,|:| is| \()\s?")
_SHORT = re.compile(r" \((?:the |\"|\u201c)?([A-Za-z][\w&.-]{1,11})(?:\"|\u201d)?\)")
_CALLED = re.compile(
    r",? (?:also|otherwise|commonly|better) (?:known as|called|referred to as) (?:the )?[\"\u201c]?"
    r"([A-Z][\w&.-]{1,30})"
)


def sentence_claims(chunk: Chunk, vocabulary: Vocabulary) -> Iterator[Claim]:
    """What the chunk's sentences say of the present."""
    for sentence in _sentences(chunk.text):
        evidence = Evidence(chunk.file, chunk.page, sentence, chunk.id)
        yield from _alias_claims(sentence, evidence, vocabulary)
        if not _is_doubtful(sentence):
            yield from _upward(sentence, evidence, vocabulary)
            yield from _downward(sentence, evidence, vocabulary)
            yield from _leaders(sentence, evidence, vocabulary)
            yield from _posts(sentence, evidence, vocabulary)


def _sentences(text: str) -> Iterator[str]:
    for paragraph in islice(_paragraphs(text), _MOST_SENTENCES):
        begun: list[str] = []
        for part in islice(_ENDS.split(paragraph), _MOST_SENTENCES):
            begun.append(part)
            if not _TITLE_ENDS.search(part[-6:]):
                yield from _short_enough(" ".join(begun))
                begun = []
        yield from _short_enough(" ".join(begun))


def _short_enough(sentence: str) -> Iterator[str]:
    if 0 < len(sentence) <= LONGEST_SENTENCE:
        yield sentence


def _paragraphs(text: str) -> Iterator[str]:
    """The text without tables; lines that were broken for their width are one."""
    begun: list[str] = []
    for line in text.splitlines():
        if _BEGINS.match(line) and begun:
            yield " ".join(" ".join(begun).split())
            begun = []
        if not line.startswith("|"):
            begun.append(line.lstrip("-*\u2022 \t"))
    yield " ".join(" ".join(begun).split())


def _is_doubtful(sentence: str) -> bool:
    if sentence.endswith("?"):
        return True
    lower = {word.casefold().strip(".,;:()\"'") for word in sentence.split()}
    return any(word in lower for word in (*known_words()["doubtful"], *known_words()["past"]))


def _upward(sentence: str, evidence: Evidence, vocabulary: Vocabulary) -> Iterator[Claim]:
    for link in _UPWARD.finditer(sentence):
        parent = name_after(sentence, link.end(), vocabulary)
        for unit in names_at_end(_without_short(sentence[: link.start()]), vocabulary) if parent else ():
            yield Claim("parent", "sentence", evidence, unit, vocabulary.kind_of(unit), parent)


def _downward(sentence: str, evidence: Evidence, vocabulary: Vocabulary) -> Iterator[Claim]:
    for link in _DOWNWARD.finditer(sentence):
        parent = name_at_end(_without_short(sentence[: link.start()]), vocabulary)
        announced = vocabulary.kind_of_many(link[0].rstrip(":").rpartition(" ")[2])
        units = units_in(sentence[link.end() :], vocabulary, are_announced=bool(announced)) if parent else ()
        for unit in units:
            kind = vocabulary.kind_of(unit) or announced
            yield Claim("parent", "sentence", evidence, unit, kind, parent)


def _leaders(sentence: str, evidence: Evidence, vocabulary: Vocabulary) -> Iterator[Claim]:
    for link in _PASSIVE.finditer(sentence):
        unit = name_at_end(_without_short(sentence[: link.start()]), vocabulary)
        person = person_after(sentence, link.end(), vocabulary)
        if unit and person:
            yield _role(evidence, unit, person, _LED[link[1]], vocabulary)
    for link in _ACTIVE.finditer(sentence):
        unit = name_after(sentence, link.end(), vocabulary)
        person = person_before(sentence, link.start(), vocabulary)
        if unit and person:
            yield _role(evidence, unit, person, _LEADS[link[1]], vocabulary)


def _posts(sentence: str, evidence: Evidence, vocabulary: Vocabulary) -> Iterator[Claim]:
    for post in _POST.finditer(sentence):
        unit = name_after(sentence, post.end(), vocabulary)
        role = _role_at_end(post[1], vocabulary)
        if not unit or not role:
            continue
        start = post.end(1) - len(role)
        before = _BEFORE_POST.search(sentence[max(0, start - 20) : start])
        end = sentence.index(unit, post.end()) + len(unit)
        behind = _BEHIND_POST.match(sentence, end)
        person = person_before(sentence, start - len(before[0]), vocabulary) if before else ""
        person = person or (person_after(sentence, behind.end(), vocabulary) if behind else "")
        if person:
            yield _role(evidence, unit, person, role_of(role), vocabulary)


def _role_at_end(text: str, vocabulary: Vocabulary) -> str:
    parts = text.split()
    return next((role for at in range(len(parts)) if vocabulary.is_role(role := " ".join(parts[at:]))), "")


def _alias_claims(sentence: str, evidence: Evidence, vocabulary: Vocabulary) -> Iterator[Claim]:
    for found in _SHORT.finditer(sentence):
        unit = name_at_end(sentence[: found.start()], vocabulary)
        if unit and not vocabulary.is_kind(found[1]) and _is_short_for(found[1], unit):
            yield Claim("alias", "sentence", evidence, unit, vocabulary.kind_of(unit), alias=found[1])
    for found in _CALLED.finditer(sentence):
        unit = name_at_end(sentence[: found.start()], vocabulary)
        if unit:
            yield Claim(
                "alias", "sentence", evidence, unit, vocabulary.kind_of(unit), alias=found[1].rstrip(".")
            )


def _is_short_for(alias: str, unit: str) -> bool:
    """True when the letters of the alias are begun by words of the name, in their order."""
    letters = "".join(sign for sign in alias if sign.isalpha()).casefold()
    if not any(sign.isupper() for sign in alias) or alias.casefold() == unit.casefold():
        return False
    if letters in acronyms(unit):
        return True
    initials = iter("".join(word[0] for word in words(unit)))
    return len(letters) > 1 and all(letter in initials for letter in letters)


def _without_short(text: str) -> str:
    """The text without a short form in brackets at its end: "Payroll Section (PS)"."""
    head, bracket, _ = text.rstrip().rpartition(" (")
    return head if bracket and text.rstrip().endswith(")") else text


def _role(evidence: Evidence, unit: str, person: str, role: str, vocabulary: Vocabulary) -> Claim:
    return Claim("role", "sentence", evidence, unit, vocabulary.kind_of(unit), person=person, role=role)
