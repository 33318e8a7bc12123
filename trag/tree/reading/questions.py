"""A question as a short line of symbols: what it names, what the tree calls things, and plain words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trag.tree.organisation import Organisation
from trag.tree.reading.joins import join
from trag.tree.reading.turns import is_deep, same, short
from trag.tree.reading.values import Reading
from trag.tree.reading.vocabulary import Term, Vocabulary, vocabulary
from trag.tree.wording import fold, kind_label, plural, words
from trag.types import Mention

_TOKEN = re.compile(r"[^\W\d_]+n['\u2019]t\b|['\u2019](?:s|re|d|m|ve|ll)\b|[^\W_]+")
_RUN_TOGETHER = {"whos": "who", "whats": "what", "wheres": "where", "hows": "how"}


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int
    mention: Mention | None = None


def read(organisation: Organisation, question: str, mentions: tuple[Mention, ...]) -> Reading:
    """The question as symbols; names and the tree's own words become symbols, fillers go."""
    pieces = list(_pieces(question, mentions))
    reading = Reading("", organisation)
    line: list[str] = []
    known = vocabulary(organisation)
    position = 0
    while position < len(pieces):
        taken, symbol = _symbol(reading, known, pieces, position)
        line.append(symbol)
        position += taken
    reading.is_deep = is_deep(line)
    reading.line = short(line)
    join(reading)
    reading.line = same(reading.line)
    return reading


def _pieces(question: str, mentions: tuple[Mention, ...]) -> Iterator[_Piece]:
    """Words and mentions in their order, each word that lies in a mention marked with it."""
    spans = sorted(mentions, key=lambda mention: mention.start)
    for match in _TOKEN.finditer(question):
        inside = next((m for m in spans if m.start <= match.start() < m.end), None)
        text = match.group().replace("\u2019", "'")
        if inside is None and text.lower().endswith("n't"):
            yield _Piece(text[:-3].lower(), match.start(), match.end())
            yield _Piece("not", match.start(), match.end())
        elif inside is None and text.lower() in _RUN_TOGETHER:
            yield _Piece(_RUN_TOGETHER[text.lower()], match.start(), match.end())
            yield _Piece("is", match.start(), match.end())
        else:
            yield _Piece(fold(text), match.start(), match.end(), inside)


def _symbol(reading: Reading, known: Vocabulary, pieces: list[_Piece], position: int) -> tuple[int, str]:
    """The symbol at a position, and how many pieces it takes; a mention only yields to a longer phrase."""
    piece = pieces[position]
    mention = piece.mention
    span = sum(1 for p in pieces[position:] if p.mention is mention) if mention else 0
    phrase = _phrase(known, pieces, position)
    if phrase is not None and not (
        phrase[0] == span and _is_own_name(reading.organisation, mention, phrase[1])
    ):
        taken, term = phrase
        if taken > span or (taken == span and term.tag == "K"):
            if not mention or _covers(pieces, position, taken):
                tag = term.tag if term.tag != "?" else "Q"
                symbol = _named(reading, tag, pieces, position, taken, term)
                if mention and taken == span and _names_unit(reading.organisation, mention):
                    reading.called[symbol] = reading.organisation.node(mention.candidates[0].id)
                return taken, symbol
        elif taken == span:
            tag = "R" if mention and _is_post(reading.organisation, mention, term) else "Q"
            return taken, _named(reading, tag, pieces, position, taken, term)
    if mention:
        return span, _mention_symbol(reading, mention)
    return 1, piece.text


def _names_unit(organisation: Organisation, mention: Mention) -> bool:
    """True for the whole name of one unit, such as "Regional Offices", though it also names a kind."""
    if mention.is_ambiguous or mention.is_corrected or mention.candidates[0].id not in organisation:
        return False
    node = organisation.node(mention.candidates[0].id)
    return words(mention.text) in {words(name) for name in (node.name, *node.aliases)}


def _is_own_name(organisation: Organisation, mention: Mention | None, term: Term) -> bool:
    """True for a name such as "ROS", written as the tree writes it, that is also short for many of a kind."""
    if (
        term.tag != "K"
        or mention is None
        or mention.is_ambiguous
        or mention.candidates[0].id not in organisation
    ):
        return False
    node = organisation.node(mention.candidates[0].id)
    labels = [kind_label(organisation, kind) for kind in term.values]
    kinds = {fold(label) for name in labels for label in (name, plural(name))}
    is_spelled = mention.text in (node.name, *node.aliases)
    return is_spelled and fold(mention.text) not in kinds and not mention.text.islower()


def _is_post(organisation: Organisation, mention: Mention, term: Term) -> bool:
    """True for a role whose name is no unit's own, or only that of the post its one holder has."""
    if mention.is_ambiguous or term.tag != "R" or not term.values:
        return False
    entity = mention.candidates[0]
    if entity.id in organisation:
        node = organisation.node(entity.id)
        if words(mention.text) not in {words(name) for name in (node.name, *node.aliases)}:
            return True  # "the Secretary-General" is not short for that person's office
    units = {holding.unit_id for role in term.values for holding in organisation.with_role(role)}
    return units == {entity.id}


def _covers(pieces: list[_Piece], position: int, taken: int) -> bool:
    """True when the phrase swallows every mention it touches whole."""
    touched = {id(p.mention) for p in pieces[position : position + taken] if p.mention}
    outside = {id(p.mention) for p in (*pieces[:position], *pieces[position + taken :]) if p.mention}
    return not touched & outside


def _phrase(known: Vocabulary, pieces: list[_Piece], position: int) -> tuple[int, Term] | None:
    for taken in range(min(known.longest, len(pieces) - position), 0, -1):
        key = tuple(piece.text for piece in pieces[position : position + taken])
        term = known.terms.get(key)
        if term is not None:
            return taken, term
    return None


def _named(reading: Reading, tag: str, pieces: list[_Piece], position: int, taken: int, term: Term) -> str:
    symbol = f"{tag}{len(reading.terms)}"
    reading.terms[symbol] = term
    reading.surface[symbol] = " ".join(piece.text for piece in pieces[position : position + taken])
    return symbol


def _mention_symbol(reading: Reading, mention: Mention) -> str:
    number = len(reading.surface)
    symbol = f"A{number}"
    if mention.is_ambiguous:
        reading.unclear[symbol] = mention
    elif mention.candidates[0].kind == "person" and mention.candidates[0].id in reading.organisation.people:
        symbol = f"P{number}"
        reading.people[symbol] = mention.candidates[0].id
    elif mention.candidates[0].id in reading.organisation:
        symbol = f"E{number}"
        reading.nodes[symbol] = reading.organisation.node(mention.candidates[0].id)
    else:
        symbol = mention.text.lower()
    reading.surface[symbol] = mention.text
    if mention.is_corrected or not _is_named(reading.organisation, mention):
        reading.is_exact = False
    return symbol


def _is_named(organisation: Organisation, mention: Mention) -> bool:
    """True when the words of the mention are words of the entity's names, or their first letters."""
    said = set(words(mention.text)) - {"the", "a", "an", "our", "and"}
    return all(said <= _name_words(organisation, candidate.id) for candidate in mention.candidates)


def _name_words(organisation: Organisation, entity_id: str) -> set[str]:
    known: set[str] = set()
    if entity_id in organisation:
        node = organisation.node(entity_id)
        own = ("organisation",) if node is organisation.root else ()
        names = (node.name, node.id, node.kind, *node.aliases, *own)
    else:
        person = organisation.people[entity_id]
        names = (person.name, *person.aliases, *(str(value) for value in person.extra.values()))
    for name in names:
        parts = words(name)
        known.update(parts)
        known.update(part + ending for part in parts for ending in ("s", "ern"))  # "southern" for "South"
        known.add("".join(part[0] for part in parts))
        known.add("".join(parts))
        known.add("".join(part[0] for part in parts if part not in ("of", "the", "and", "for")))
    return known
