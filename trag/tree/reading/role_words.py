"""English words for roles: who is at the top, who stands second, what the holder of a role does."""

from collections.abc import Iterator
from functools import lru_cache

from trag.tree.wording import fold, plural, words

# What English calls the person at the top. Everything else about roles is read from the tree.
_LEADING = frozenset(
    "lead leader chair chairman chairwoman chairperson cochair head director president chief manager "
    "coordinator organiser organizer dean rector minister commissioner captain governor principal "
    "supervisor ceo convener convenor superintendent bishop provost chancellor mayor warden cto cfo "
    "coo cio leiter leiterin leitung chef responsable".split()
)
_LEADING_PHRASES = ("secretary general", "permanent secretary", "general secretary", "vicar general")
_OFFICES = {"executive", "officer"}
_SECOND = {"deputy", "vice", "assistant", "associate", "liaison", "representative", "former", "adviser"}
LEAD_FORMS = (
    "heading,heading up,heads up,head up,lead,leads,leader,leaders,leading,head,heads,directs,in charge,"
    "at helm,leadership,leadership role,leadership roles,leadership position,leadership positions,boss"
).split(",")


@lru_cache(maxsize=4096)
def is_leading(role: str) -> bool:
    """True for a role that leads a unit, such as Chair or Head of Section, not its deputy or liaison."""
    parts = words(role)
    if is_second(role):
        return False
    return bool(_LEADING & set(parts)) or any(phrase in " ".join(parts) for phrase in _LEADING_PHRASES)


def is_chief_of_craft(role: str) -> bool:
    """True for the first of a craft, such as Chief Engineer: who leads the engineers, but which unit?"""
    parts = words(role)
    is_first = parts[:1] == ("chief",) and len(parts) > 1 and parts[1] != "of"
    return is_first and parts[-1] not in _OFFICES and not (_LEADING - {"chief"}) & set(parts)


@lru_cache(maxsize=4096)
def is_second(role: str) -> bool:
    """True for a deputy, vice, assistant or liaison."""
    return bool(_SECOND & set(words(role)))


def plurals(phrase: str) -> tuple[str, ...]:
    """The plurals people write: "directors-general" beside "director-generals"."""
    first, _, last = phrase.replace("-", " ").partition(" ")
    return (plural(phrase), f"{plural(first)} {last}") if fold(last) == "general" else (plural(phrase),)


def head(role: str) -> str:
    """The word a role is about: "head" of "Head of Section", "lead" of "Tech Lead"."""
    parts = words(role)
    ends = (i for i, part in enumerate(parts) if part in ("of", "for", "in", "to") and i)
    return parts[next(ends, len(parts)) - 1] if parts else ""


def verbs(role: str) -> Iterator[str]:
    """What the holder of a role does: an organiser organises, a chair chairs."""
    parts = words(role)
    if len(parts) != 1:
        return
    noun = parts[0]
    if noun == "chair" or noun.startswith("chair"):
        yield from ("chairs", "chair", "chairing")
    elif noun.endswith(("er", "or")) and noun not in ("member", "officer", "peer"):
        stem = noun[:-2]
        yield from (stem + "s", stem + "es", stem + "ing")
