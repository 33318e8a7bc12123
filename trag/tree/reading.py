"""A question as a short line of symbols: what it names, what the tree calls things, and plain words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trag.tree.organisation import Organisation
from trag.tree.reading_joins import join
from trag.tree.reading_values import Reading
from trag.tree.vocabulary import Term, Vocabulary, vocabulary
from trag.tree.wording import fold, words
from trag.types import Mention

_TOKEN = re.compile(r"[^\W\d_]+n['\u2019]t\b|['\u2019](?:s|re|d|m|ve|ll)\b|[^\W_]+")
_FILLERS = {
    "the",
    "a",
    "an",
    "please",
    "our",
    "all",
    "any",
    "every",
    "current",
    "currently",
    "now",
    "presently",
    "today",
    "total",
    "complete",
    "full",
    "entire",
    "whole",
    "exactly",
    "altogether",
    "overall",
    "just",
    "also",
    "hi",
    "hello",
    "thanks",
    "official",
}
_ASIDES = re.compile(  # turns of speech that say nothing about the hierarchy
    r"(?<!\S)(?:(?:at|in) (?:the )?(?:moment|present)|right now|these days|as of (?:now|today)"
    r"|in (?:total|all)|so far|as well|at all|(?:every |each )single one|i need(?: all)?(?: of)?(?: them)?$"
    r"|^(?:can|could|would|will) you(?: please)?(?: tell me)?(?= )"
    r"|^(?:do you know|i (?:would|d) like to know|i (?:want|need) to know"
    r"|(?:please )?tell me(?= (?:wh|how))))(?!\S)"
)
_COMMANDS = (  # the many ways to ask for a list
    (
        r"^(?:(?:i )?(?:need|want)|give me|give|show me|show|tell me|list me|name|enumerate|print|display"
        r"|list(?: out| up)?)(?: of)?(?: list of| list)?(?= )"
    ),
    r"^list of",
    r"^(?:what|which|who) (?:is|are) (?:list|names?) of",
)
_SHORT = ("who", "what", "where", "how", "it", "that")


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
    reading.line = _short(line)
    join(reading)
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
        else:
            yield _Piece(fold(text), match.start(), match.end(), inside)


def _symbol(reading: Reading, known: Vocabulary, pieces: list[_Piece], position: int) -> tuple[int, str]:
    """The symbol at a position, and how many pieces it takes; a mention only yields to a longer phrase."""
    piece = pieces[position]
    mention = piece.mention
    span = sum(1 for p in pieces[position:] if p.mention is mention) if mention else 0
    phrase = _phrase(known, pieces, position)
    if phrase is not None:
        taken, term = phrase
        if taken > span or (taken == span and term.tag == "K"):
            if not mention or _covers(pieces, position, taken):
                return taken, _named(
                    reading, term.tag if term.tag != "?" else "Q", pieces, position, taken, term
                )
        elif taken == span:
            tag = "R" if mention and _is_post(reading.organisation, mention, term) else "Q"
            return taken, _named(reading, tag, pieces, position, taken, term)
    if mention:
        return span, _mention_symbol(reading, mention)
    return 1, piece.text


def _is_post(organisation: Organisation, mention: Mention, term: Term) -> bool:
    """True for a role whose name is no unit's own, or only that of the post its one holder has."""
    if mention.is_ambiguous or term.tag != "R" or not term.values:
        return False
    entity = mention.candidates[0]
    if entity.id in organisation:
        node = organisation.node(entity.id)
        if words(mention.text) not in {words(name) for name in (node.name, *node.aliases)}:
            return True  # "the Secretary-General" is not short for that person's office
    units = {node.id for node in organisation.nodes for h in node.people if h.role in term.values}
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
        known.update(part + "s" for part in parts)
        known.add("".join(part[0] for part in parts))
        known.add("".join(parts))
        known.add("".join(part[0] for part in parts if part not in ("of", "the", "and", "for")))
    return known


def _short(line: list[str]) -> str:
    """The line without fillers, each common turn of speech in one form."""
    parts: list[str] = []
    for part in _ASIDES.sub("", " ".join(line)).split():
        if part == "'s":
            parts.append("is" if parts and parts[-1] in _SHORT else "'s")
        elif part not in _FILLERS:
            parts.append("are" if part == "'re" else part)
    text = " ".join(parts)
    for command in _COMMANDS:
        text = re.sub(rf"{command}(?!\S)", "list", text)
    text = re.sub(r"^which of (?=K)", "which ", text)
    return re.sub(r"^(?:what|how) (?:is|are) (.*) (?:called|named)$", r"list \1", text)
