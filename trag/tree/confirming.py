"""Mentions the rest of a question confirms: ordinary words that are units where the tree is asked."""

import re
from itertools import islice

from trag.tree.asking.asked import Asked
from trag.tree.asking.relations import asked_in
from trag.tree.asking.roles import holdings
from trag.tree.detection.detector import Unsure
from trag.tree.detection.name_forms import Origin
from trag.tree.organisation import Organisation
from trag.tree.reading.questions import read
from trag.types import Mention

_LONGEST = 40
_MOST_UNSURE = 4
# "who is on leave" is a question about people, whatever unit is called "Leave"
_NEEDS_NAME = ("members", "roles of", "is part", "both units", "description", "kind")
_ABOUT_UNITS = re.compile(r"\b(?:[RKC]\d+|reports?|reporting|belongs?|sits?|part of|under|below|who|runs?)\b")


def confirmed(
    organisation: Organisation, question: str, known: tuple[Mention, ...], unsure: tuple[Unsure, ...]
) -> tuple[Mention, ...]:
    """The known mentions with those unsure ones that make the question one the tree understands."""
    unsure = tuple(guess for guess in unsure if _may_count(guess))[:_MOST_UNSURE]
    if not unsure or len(question.split()) > _LONGEST or _understood(organisation, question, known):
        return known
    for chosen in islice(_choices(unsure), 8):
        mentions = _with(known, chosen)
        asked = _understood(organisation, question, mentions)
        if asked is not None and all(_fits(asked, guess) for guess in chosen):
            return mentions
    beside = tuple(g for g in unsure if _is_beside_role(organisation, question, known, g))
    return _with(known, beside)


def _choices(unsure: tuple[Unsure, ...]) -> list[tuple[Unsure, ...]]:
    """All of them, then one alone, then all but one."""
    singles = [(guess,) for guess in unsure]
    rest = [tuple(g for g in unsure if g is not left) for left in unsure]
    return list(dict.fromkeys([unsure, *singles, *rest]))


def _may_count(guess: Unsure) -> bool:
    if guess.origin is Origin.GENERIC:
        return False
    if guess.origin in (Origin.CORE, Origin.SURNAME) and guess.length == 1 and guess.is_ordinary:
        return not guess.has_article
    return True


def _with(known: tuple[Mention, ...], chosen: tuple[Unsure, ...]) -> tuple[Mention, ...]:
    return tuple(sorted((*known, *(guess.mention for guess in chosen)), key=lambda mention: mention.start))


def _understood(organisation: Organisation, question: str, mentions: tuple[Mention, ...]) -> Asked | None:
    return asked_in(read(organisation, question, mentions))


def _fits(asked: Asked, guess: Unsure) -> bool:
    if not guess.is_ordinary or guess.length > 1:
        return True
    is_written_name = guess.mention.text[:1].isupper() and guess.mention.candidates[0].kind == "person"
    if is_written_name and asked.relation == "roles of":
        return True  # "Flynn: which roles?"
    is_bare = asked.relation == "children" and not asked.kinds
    return asked.relation not in _NEEDS_NAME and not is_bare


def _is_beside_role(
    organisation: Organisation, question: str, known: tuple[Mention, ...], guess: Unsure
) -> bool:
    """True for a name of several words where units are spoken of, and beside a role the unit has."""
    reading = read(organisation, question, _with(known, (guess,)))
    if guess.length > 1 or not guess.is_ordinary:
        rest = " ".join(part for part in reading.line.split() if part not in reading.nodes)
        return bool(_ABOUT_UNITS.search(rest))
    for match in re.finditer(
        r"\b(?P<role>R\d+) (?:of|for|in|at) (?P<unit>E\d+)\b|\b(?P<unit2>E\d+) (?:'s )?(?P<role2>R\d+)\b",
        reading.line,
    ):
        unit = reading.nodes[match["unit"] or match["unit2"]]
        term = reading.terms[match["role"] or match["role2"]]
        if unit.id == guess.mention.candidates[0].id and holdings(unit, (term,)):
            return True
    return False
