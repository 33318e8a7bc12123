"""Checks of a finished answer against the tree: contradicted claims, and items a list left out."""

import re
from dataclasses import replace

from trag.tree.asking import people_statements, statements
from trag.tree.asking.roles import holdings
from trag.tree.listing import ListFact
from trag.tree.organisation import Node, Organisation
from trag.tree.reading.questions import read
from trag.tree.reading.values import Reading
from trag.tree.reading.vocabulary import ANY_LEAD, Term
from trag.tree.wording import fold, words
from trag.types import Fact, Mention

_MARKS = re.compile(r"\[[^\]]*\]|\*\*|^[-*] |^(?:yes|no),? ", re.IGNORECASE)
_PEOPLE = r"(?P<people>P\d+(?:(?: and)? P\d+)*)"
_TREE = r"(?:(?:organisation|E\d+) )?(?:tree|chart)"
_SOURCE = re.compile(rf"^(?:according to|as listed in|in|per) {_TREE} |^{_TREE} (?:says|lists) that ")
_PART = (
    r"(?:belongs to|(?:is )?(?:part of|owned by|under|in|within)|sits (?:in|under)|falls under|reports to)"
)
_INSIDE = (
    rf"(?P<lower>E\d+) {_PART} (?P<upper>E\d+)",
    r"(?P<lower>E\d+) is (?:one )?K\d+ (?:of|in|under|within|owned by) (?P<upper>E\d+)",
    r"(?P<upper>E\d+) (?:owns|contains|includes|runs|oversees) (?P<lower>E\d+)",
)
_HOLDING = (
    _PEOPLE + r" (?:is|are)? ?(?:(?:one )?of )?(?P<role>R\d+) (?:of|for|in|at) (?P<unit>E\d+)",
    _PEOPLE + r" (?P<role>R\d+) (?P<unit>E\d+)",
    r"(?P<role>R\d+) (?:of|for|in|at) (?P<unit>E\d+) (?:is|are) " + _PEOPLE,
    r"(?P<unit>E\d+) (?:'s )?(?P<role>R\d+) (?:is|are) " + _PEOPLE,
    r"(?P<unit>E\d+) is (?P<role>R\d+) by " + _PEOPLE,
)
_LED = r"(?P<unit>E\d+) is (?:led|headed|run) by " + _PEOPLE
# Somebody the tree does not know: two to four words, which must be written as names are.
_STRANGER = r"(?P<stranger>[^\W\d_A-Z]+(?: [^\W\d_A-Z]+){1,3})"
_STRANGE = (
    _STRANGER + r" is (?P<role>R\d+) (?:of|for|in|at) (?P<unit>E\d+)",
    _STRANGER + r" (?P<verb>R\d+) (?P<unit>E\d+)",
    r"(?P<role>R\d+) (?:of|for|in|at) (?P<unit>E\d+) is " + _STRANGER,
    r"(?P<unit>E\d+) (?:'s )?(?P<role>R\d+) is " + _STRANGER,
    r"(?P<unit>E\d+) is (?:(?P<role>R\d+)|led|headed|run) by " + _STRANGER,
)


def missing_items(fact: Fact, text: str) -> tuple[str, ...]:
    """The names that don't stand in the text, of a list that the question asks for in full."""
    if not isinstance(fact, ListFact) or not fact.is_asked:
        return ()
    said = fold(text)
    return tuple(item for item in fact.items if not _stands_in(item, said))


def _stands_in(item: str, said: str) -> bool:
    name = re.sub(r" \([^)]*\)$", "", item)
    return re.search(rf"(?<![\w-]){re.escape(fold(name))}(?![\w-])", said) is not None


def contradiction(organisation: Organisation, mentions: tuple[Mention, ...], sentence: str) -> Fact | None:
    """The fact that a sentence denies: one relation between exact entities, in the present; else None."""
    reading = read(organisation, _MARKS.sub(" ", sentence), _moved(sentence, mentions))
    if not reading.is_exact:
        return None
    line = _SOURCE.sub("", reading.line)
    return (
        _denied_place(organisation, reading, line)
        or _denied_people(organisation, reading, line)
        or _denied_stranger(organisation, reading, line, sentence)
    )


def _moved(sentence: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions where they stand once the marks are replaced by a space each."""
    cuts = [(match.start(), match.end()) for match in _MARKS.finditer(sentence)]
    moved = []
    for mention in mentions:
        shift = sum(end - start - 1 for start, end in cuts if end <= mention.start)
        moved.append(replace(mention, start=mention.start - shift, end=mention.end - shift))
    return tuple(moved)


def _denied_place(organisation: Organisation, reading: Reading, line: str) -> Fact | None:
    for form in _INSIDE:
        match = re.fullmatch(form, line)
        if match is not None:
            lower, upper = reading.nodes[match["lower"]], reading.nodes[match["upper"]]
            if _is_elsewhere(organisation, lower, upper):
                return statements.position(organisation, lower)
    return None


def _is_elsewhere(organisation: Organisation, lower: Node, upper: Node) -> bool:
    above = organisation.ancestors(lower.id)
    return bool(above) and lower is not upper and upper not in above


def _denied_people(organisation: Organisation, reading: Reading, line: str) -> Fact | None:
    for form in (*_HOLDING, _LED):
        match = re.fullmatch(form, line)
        if match is not None:
            term = ANY_LEAD if form is _LED else reading.terms[match["role"]]
            people = {reading.people[symbol] for symbol in re.findall(r"P\d+", match["people"])}
            return _denied_role(organisation, reading.nodes[match["unit"]], term, people)
    return None


def _denied_stranger(organisation: Organisation, reading: Reading, line: str, sentence: str) -> Fact | None:
    """The tree's fact where a sentence gives a role to somebody the tree does not know at all."""
    for form in _STRANGE:
        match = re.fullmatch(form, line)
        if match is None or not _is_written_as_a_name(match["stranger"], sentence):
            continue
        found = match.groupdict()
        verb = found.get("verb")
        if verb and reading.surface[verb] not in sentence:  # "Deputy Acting Director, Finance" says nothing
            return None
        role = found.get("role") or verb
        unit, term = reading.nodes[match["unit"]], reading.terms[role] if role else ANY_LEAD
        named = {word for holding in unit.people for word in words(holding.person.name)}
        # "Ana Maria Torres" may well be the tree's Ana Torres.
        return None if named & set(words(match["stranger"])) else _denied_role(organisation, unit, term, {""})
    return None


def _is_written_as_a_name(folded: str, sentence: str) -> bool:
    parts = re.findall(r"[^\W\d_]+", sentence)
    length = len(folded.split())
    runs = (parts[start : start + length] for start in range(len(parts) - length + 1))
    return any(fold(" ".join(run)) == folded and all(part[0].isupper() for part in run) for run in runs)


def _denied_role(organisation: Organisation, unit: Node, term: Term, people: set[str]) -> Fact | None:
    held = holdings(unit, (term,))
    # "leads" may be meant of any role the tree gives the person in the unit
    fitting = unit.people if term.is_generic else held
    if not held or people <= {holding.person.id for holding in fitting}:
        return None
    told = people_statements.people(organisation, unit, held)
    ids = tuple(dict.fromkeys(entity_id for fact in told for entity_id in fact.entity_ids))
    return Fact(" ".join(fact.text for fact in told), ids)
