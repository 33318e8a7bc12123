"""Whether a sentence speaks of a unit where it uses a word that may also be an ordinary one."""

import re

from trag.tree.detection.kind_words import KindWords
from trag.tree.detection.names import Token, Words, plural, words
from trag.tree.organisation import Organisation

_BREAK = re.compile(r"[.,;:!?()\[\]]")
_SENTENCE_END = re.compile(r"[.!?:]\s*[\"'“\u2018(]*\s*\Z")
_TIED_BEFORE = re.compile(r"\w[-_.]\Z")
_TIED_AFTER = re.compile(r"[-_.]\w")
_QUOTES = {'"': '"', "`": "`", "'": "'", "“": "”", "\u2018": "\u2019", "«": "»", "„": "“"}
_ARTICLES = frozenset("a an the our my your their this that these those any each".split())
_ASKING = frozenset({"who", "whom", "whose", "which", "what"})
_FILLERS = frozenset({"called", "named", "the", "of", "for"})
_OWN = frozenset({"the", "our", "whole", "entire", "this"})
_VERBS = frozenset(
    "lead leads leading head heads heading chair chairs chairing run runs running own owns owning manage "
    "manages managing maintain maintains maintaining direct directs directing supervise supervises oversee "
    "oversees coordinate coordinates organise organises organize organizes".split()
)
_BEFORE = (
    ("part", "of"),
    ("parent", "of"),
    ("parents", "of"),
    ("belong", "to"),
    ("belongs", "to"),
    ("belonging", "to"),
    ("report", "to"),
    ("reports", "to"),
    ("responsible", "for"),
    ("charge", "of"),
    ("who", "is", "in"),
    ("who", "works", "in"),
)
_WHO_IS = (("who", "is"), ("who", "is", "the"), ("who", "is", "our"), ("who", "was"), ("who", "was", "the"))
_AFTER = (
    ("belong", "to"),
    ("belongs", "to"),
    ("report", "to"),
    ("reports", "to"),
    ("sit",),
    ("sits",),
    ("part", "of"),
    ("is", "part", "of"),
    ("is", "under"),
    ("is", "owned", "by"),
    ("is", "led", "by"),
    ("is", "chaired", "by"),
    ("is", "headed", "by"),
    ("is", "run", "by"),
)
_OF = frozenset({"of", "in", "for", "under", "below", "within", "at", "on"})
_CLOSING = _OF | {"and", "or"}
# "Who leads the mirror review?" is not about a unit called "mirror".
_NO_NOUN = _CLOSING | frozenset(
    "by with to from as is are was were has have does do now currently today these this right then please "
    "pls nowadays presently since before after during while when if who which what that here there".split()
)
_LEADING = frozenset({"lead", "leads", "leader", "leaders", "head", "heads", "boss", "manager", "managers"})
_LOUD = 0.6
_ENOUGH = 4
_SMALL = 3


class Evidence:
    """Knows the words with which this organisation speaks of its units."""

    def __init__(self, organisation: Organisation, kinds: KindWords) -> None:
        self._kinds = kinds
        self._roles: set[str] = set(_LEADING)
        for role in {holding.role for node in organisation.nodes for holding in node.people}:
            spelled = words(role)
            if spelled:
                self._roles.update((spelled[-1], plural(spelled[-1])))

    def is_quoted(self, text: str, start: int, end: int) -> bool:
        """True when quotation marks or backticks stand around the place."""
        return start > 0 and end < len(text) and _QUOTES.get(text[start - 1]) == text[end]

    def is_inside_compound(self, text: str, start: int, end: int) -> bool:
        """True when a hyphen or dot ties the place to a further word: "api" in "api-server"."""
        before, after = text[max(0, start - 2) : start], text[end : end + 2]
        return bool(_TIED_BEFORE.match(before) or _TIED_AFTER.match(after))

    def is_spelled_as(self, text: str, tokens: list[Token], first: int, last: int, spelling: str) -> bool:
        """True when the capitals of the place mark it as the name with this spelling."""
        place = text[tokens[first].start : tokens[last].end]
        if any(char in place for char in "-_/.") and words(place) == words(spelling):
            return True
        if not any(char.isupper() for char in place) or _is_loud(text, tokens):
            return False
        has_inner_capital = any(char.isupper() for char in place[1:])
        starts_sentence = first == 0 or bool(_SENTENCE_END.search(text[: tokens[first].start]))
        if starts_sentence and not has_inner_capital:
            return False
        if spelling.islower():
            return place.istitle()
        return all(
            text[token.start].isupper() for token in tokens[first : last + 1] if len(token.word) > _SMALL
        ) and (place in spelling or (place[:1].isupper() and not place.isupper()))

    def is_asked_about(self, text: str, tokens: list[Token], spelled: Words, first: int, last: int) -> bool:
        """True when the words around the place ask about a unit: its leads, its place, its parts."""
        return (
            self._is_led_up_to(text, tokens, spelled, first, last)
            or self._is_who(text, tokens, spelled, first, last)
            or _starts_with(_AFTER, spelled, tokens, text, last + 1)
        )

    def _is_who(self, text: str, tokens: list[Token], spelled: Words, first: int, last: int) -> bool:
        if not _is_end(text, tokens, last) and spelled[last + 1] not in _CLOSING:
            return False
        return any(spelled[max(0, first - length) : first] in _WHO_IS for length in (2, 3))

    def _is_led_up_to(self, text: str, tokens: list[Token], spelled: Words, first: int, last: int) -> bool:
        at = first
        has_article = at > 0 and spelled[at - 1] in _ARTICLES
        at -= has_article
        if at == 0 or _is_broken(text, tokens, at - 1, first):
            return False
        if spelled[at - 1] in _VERBS:
            is_asked = bool(_ASKING.intersection(spelled[: at - 1])) or at == 1
            return is_asked and (_is_end(text, tokens, last) or spelled[last + 1] in _NO_NOUN)
        return not has_article and self._is_related(spelled, at)

    def _is_related(self, spelled: Words, at: int) -> bool:
        if any(spelled[at - len(phrase) : at] == phrase for phrase in _BEFORE if len(phrase) <= at):
            return True
        is_of = at > 1 and spelled[at - 1] in _OF
        return is_of and (spelled[at - 2] in self._roles or self._is_kind_before(spelled, at - 1))

    def _is_kind_before(self, spelled: Words, at: int) -> bool:
        return bool(self._kinds.before(spelled, at)[1] or self._kinds.before(spelled, at, many=True)[1])

    def is_own(self, spelled: Words, first: int) -> bool:
        """True when the word before makes the place mean the one asking: "our", "the whole"."""
        return first > 0 and spelled[first - 1] in _OWN

    def kinds_beside(
        self, text: str, tokens: list[Token], spelled: Words, first: int, last: int
    ) -> tuple[set[str], int, int]:
        """The kinds named directly before or after the place, and the place widened by their words.

        That is "section" for the place "audit" in "the audit section".
        """
        end, after = self._kinds.after(spelled, last + 1)
        if after and not _is_broken(text, tokens, last, end - 1):
            return after, first, end - 1
        return self._kinds_before(text, tokens, spelled, first, last)

    def _kinds_before(
        self, text: str, tokens: list[Token], spelled: Words, first: int, last: int
    ) -> tuple[set[str], int, int]:
        at = first
        while at > 0 and spelled[at - 1] in _FILLERS:
            at -= 1
        start, before = self._kinds.before(spelled, at)
        if before and not _is_broken(text, tokens, start, first):
            return before, start, last
        start, before = self._kinds.before(spelled, at, many=True)
        return (
            (before, first, last)
            if before and not _is_broken(text, tokens, start, first)
            else (set(), first, last)
        )


def _is_broken(text: str, tokens: list[Token], first: int, last: int) -> bool:
    return any(
        _BREAK.search(text, tokens[index].end, tokens[index + 1].start) for index in range(first, last)
    )


def _is_end(text: str, tokens: list[Token], last: int) -> bool:
    """True at the end of a sentence or of a part of it."""
    return last + 1 == len(tokens) or _is_broken(text, tokens, last, last + 1)


def _starts_with(phrases: tuple[Words, ...], spelled: Words, tokens: list[Token], text: str, at: int) -> bool:
    for phrase in phrases:
        end = at + len(phrase)
        if spelled[at:end] == phrase and not _is_broken(text, tokens, at - 1, end - 1):
            return True
    return False


def _is_loud(text: str, tokens: list[Token]) -> bool:
    """True when capitals say nothing, since nearly every word has one."""
    long = [token for token in tokens if len(token.word) > _SMALL]
    capital = sum(text[token.start].isupper() for token in long)
    return len(long) >= _ENOUGH and capital >= _LOUD * len(long)
