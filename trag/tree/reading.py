"""A question as a short line of symbols: what it names, what the tree calls things, and plain words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from trag.tree.organisation import Node, Organisation
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
    r"|in (?:total|all)|so far|as well|(?:every |each )single one|i need(?: all)?(?: of)?(?: them)?$"
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


@dataclass(slots=True)
class Reading:
    """The symbols of a question: `line` such as "who R0 of E1", `values` what each symbol stands for."""

    line: str
    organisation: Organisation
    terms: dict[str, Term] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, Mention] = field(default_factory=dict)
    surface: dict[str, str] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)  # units passed through on the way to a derived one
    is_exact: bool = True

    def symbols(self, tag: str) -> tuple[str, ...]:
        """The symbols with this tag, in the order of the question."""
        return tuple(part for part in self.line.split() if re.fullmatch(tag + r"\d+", part))

    def add_node(self, node: Node) -> str:
        """A new symbol for a unit."""
        symbol = f"E{100 + len(self.nodes)}"
        self.nodes[symbol] = node
        return symbol


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
    _join_whole(reading)
    _join_role(reading)
    _join_kinds(reading)
    _resolve_unclear(reading)
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
            return taken, _named(reading, "Q", pieces, position, taken, term)
    if mention:
        return span, _mention_symbol(reading, mention)
    return 1, piece.text


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
    if not _is_named(reading.organisation, mention):
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
        names = (node.name, node.id, node.kind, *node.aliases)
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
    return re.sub(r"^(?:what|how) (?:is|are) (.*) (?:called|named)$", r"list \1", text)


def _join_whole(reading: Reading) -> None:
    """Read the root: "the project" or "our organisation" is the root, where its names or its kind end so."""
    root = reading.organisation.root
    known = {words(name)[-1] for name in (root.name, root.kind, *root.aliases) if words(name)}
    known |= {"organisation", "org"}
    line = []
    for part in reading.line.split():
        term = reading.terms.get(part)
        is_root = term is not None and term.values == (root.kind,) and not term.is_plural
        if (is_root and reading.organisation.kinds[root.kind] == 1) or part in known:
            part = reading.add_node(root)  # noqa: PLW2901 - one symbol for another
        line.append(part)
    reading.line = " ".join(line)


def _join_role(reading: Reading) -> None:
    """Join a split role: "representative on the governing board" is one role of the tree."""

    def join(match: re.Match[str]) -> str:
        values = reading.terms[match["role"]].values
        rest = set(match["rest"].split())
        return match["role"] if any(rest <= set(words(role)) for role in values) else match[0]

    _rewrite(reading, r"(?P<role>R\d+) (?:on|of|for|in|to|from) (?P<rest>[a-z ]+)$", join)
    _join_verb(reading)


def _join_verb(reading: Reading) -> None:
    """Know the verb after a person: "what does P0 coordinate" where the tree has coordinators."""
    known = vocabulary(reading.organisation)

    def join(match: re.Match[str]) -> str:
        term = known.terms.get((match["verb"] + "s",))
        if term is None or not term.is_verb:
            return match[0]
        symbol = f"R{100 + len(reading.terms)}"
        reading.terms[symbol] = term
        return f"{match['who']} {symbol}"

    _rewrite(reading, r"(?P<who>P\d+) (?P<verb>[a-z]+)\b", join)


def _join_kinds(reading: Reading) -> None:
    """Join kind and name: "the gateway-api subproject" and "subproject gateway-api" name the unit alone."""

    def join(match: re.Match[str]) -> str:
        return (
            match["unit"] if _is_of_kind(reading, match["unit"], reading.terms[match["kind"]]) else match[0]
        )

    _rewrite(reading, r"(?P<unit>[EA]\d+) (?P<kind>K\d+)\b", join)
    _rewrite(reading, r"(?P<kind>K\d+) (?P<unit>[EA]\d+)\b", join)
    reading.line = re.sub(r"([EA]\d+) (?:folks|team|people|guys)\b", r"\1", reading.line)


def _is_of_kind(reading: Reading, symbol: str, term: Term) -> bool:
    if term.is_plural:
        return False
    if symbol in reading.nodes:
        return not term.values or reading.nodes[symbol].kind in term.values
    fitting = [c for c in reading.unclear[symbol].candidates if not term.values or c.kind in term.values]
    return bool(fitting)


def _resolve_unclear(reading: Reading) -> None:
    """A name that several units have is clear beside the unit it stands below: "the website of SIG Docs"."""

    def pick(match: re.Match[str]) -> str:
        above = reading.nodes[match["above"]]
        below = [
            reading.organisation.node(c.id)
            for c in reading.unclear[match["name"]].candidates
            if c.id in reading.organisation and above in reading.organisation.ancestors(c.id)
        ]
        return reading.add_node(below[0]) if len(below) == 1 else match[0]

    _rewrite(reading, r"(?P<name>A\d+) (?:of|in|from|at|under|within) (?P<above>E\d+)\b", pick)
    _rewrite(reading, r"(?P<above>E\d+) (?:'s )?(?P<name>A\d+)\b", pick)


def _rewrite(reading: Reading, pattern: str, replace: Callable[[re.Match[str]], str]) -> None:
    reading.line = re.sub(rf"\b{pattern}", replace, reading.line)
