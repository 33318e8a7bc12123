"""What a question asks of the tree: one relation, its units, kinds, roles and people."""

import re
from collections.abc import Iterator
from dataclasses import replace

from trag.tree.asking.asked import Asked
from trag.tree.asking.computing import found_units
from trag.tree.asking.forms import FORMS, Relation
from trag.tree.asking.statements import below
from trag.tree.organisation import Node, Organisation
from trag.tree.reading.questions import read
from trag.tree.reading.values import Reading
from trag.tree.reading.vocabulary import Term
from trag.types import Mention

_SPLIT = re.compile(r" and (?=(?:who|which|what|how many|where|list)\b)")
_PRONOUN = re.compile(r"\b(?:its|it|that K\d+|this K\d+|that|this)\b")
_MANY = re.compile(r"\b(?:they|them|these|those)(?: K\d+)?\b")
_TELLS_UNIT = ("parent", "superlative", "same parent", "common")
_WITHIN = (
    r"(?:belongs? to|is part of|are part of|is in|are in|sits? in|is under|sits? under|is owned by"
    r"|reports? to|falls? under|comes? under)"
)
_ABOVE = (
    rf"K\d+ (?:(?:that|which) )?E\d+ {_WITHIN}",
    rf"E\d+ (?:(?:that|which) )?E\d+ {_WITHIN}",
    r"K\d+ (?:that|which|who) (?:own|owns|runs|contains|has|is responsible for|maintains) E\d+",
    r"K\d+ E\d+ (?:belongs to|is part of|is in|is under)",
    r"K\d+ (?:above|over|owning|containing|responsible for) E\d+",
    r"(?:direct |immediate )?(?:parent|superior) (?:K\d+ )?(?:of )?E\d+",
    r"E\d+ 's (?:direct )?parent(?: K\d+)?",
    r"E\d+ 's K\d+",
    r"K\d+ of E\d+",
)
_NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def read_question(organisation: Organisation, question: str, mentions: tuple[Mention, ...]) -> Asked | None:
    """What the question asks, None unless every word of it is understood."""
    reading = read(organisation, question, mentions)
    if not reading.is_exact:
        return None
    return asked_in(reading)


def asked_in(reading: Reading) -> Asked | None:
    """What the symbols of a question ask, even where a name is only nearly right."""
    lines = (reading.line, *_lines_with_units(reading))
    return next((asked for line in lines if (asked := _asked_in(reading, line)) is not None), None)


def _lines_with_units(reading: Reading) -> Iterator[str]:
    """The line with the words for a kind read as the unit that is called so: one of them, then all."""
    called = {symbol: reading.add_node(node) for symbol, node in reading.called.items()}
    for chosen in (*([symbol] for symbol in called), *([list(called)] if len(called) > 1 else ())):
        yield " ".join(called[part] if part in chosen else part for part in reading.line.split())


def _asked_in(reading: Reading, line: str) -> Asked | None:
    whole = _single(reading, line)
    if whole is not None:
        return whole
    parts = _SPLIT.split(line)
    if len(parts) != 2:  # noqa: PLR2004 - "who …, and which …"
        return None
    first = _single(reading, parts[0])
    if first is None:
        return None
    if re.fullmatch(
        r"(?:what are they(?: called)?|what are their names|who are they|which(?: ones)?|what are names)",
        parts[1],
    ):
        return first
    second = _second(reading, parts[1], first)
    return None if second is None else replace(first, next=second)


def _second(reading: Reading, line: str, first: Asked) -> Asked | None:
    """The second question, its pronoun read as what the first one speaks of."""
    found = found_units(reading.organisation, first)
    if _MANY.search(line):
        if len(found) < 2:  # noqa: PLR2004 - "them" are several
            return None
        symbol = reading.add_node(found[0])
        asked = _single(reading, _MANY.sub(symbol, line, count=1))
        return replace(asked, units=found) if asked is not None and asked.relation == "people" else None
    pronoun = _PRONOUN.search(line)
    role = re.fullmatch(r"who (?:is|are) (R\d+)", line)
    if role is not None and first.relation == "people" and len(first.units) == 1:
        return _single(reading, f"{line} of {reading.add_node(first.units[0])}")
    if pronoun is None:
        return _single(reading, line)
    kinds = _symbols(pronoun.group(), "K")
    near = found if len(found) == 1 and first.relation in _TELLS_UNIT else first.units
    near = tuple(unit for unit in near if not kinds or _is_kind(reading, unit, kinds[0]))
    if len(near) != 1:
        return None
    symbol = reading.add_node(near[0])
    symbol = f"{symbol} 's" if pronoun.group() == "its" else symbol
    return _single(reading, _PRONOUN.sub(symbol, line, count=1))


def _is_kind(reading: Reading, unit: Node, symbol: str) -> bool:
    values = reading.terms[symbol].values
    return not values or unit.kind in values


def _single(reading: Reading, line: str) -> Asked | None:
    trail: tuple[Node, ...] = ()
    for _ in range(3):
        line = _topic_first(line)
        for form in FORMS:
            match = form.pattern.fullmatch(line)
            if match is not None:
                asked = _asked(reading, form.relation, line, form.is_negative)
                if asked is not None:
                    return replace(asked, trail=trail)
        reduced = _reduced(reading, line)
        if reduced is None:
            return None
        line, passed = reduced
        trail = (*trail, *passed)
    return None


def _topic_first(line: str) -> str:
    """Ask plainly: "E0 who owns that" asks "who owns E0"."""
    match = re.fullmatch(r"(?P<topic>[EPA]\d+) (?P<rest>(?:who|what|which|where|how many|list)\b.*)", line)
    if match is None:
        return line
    rest = re.sub(r"\b(?:its|their)\b", f"{match['topic']} 's", match["rest"])
    rest = re.sub(r"\b(?:it|that|they)\b", match["topic"], rest)
    return rest if match["topic"] in rest else line


def _reduced(reading: Reading, line: str) -> tuple[str, tuple[Node, ...]] | None:
    """The line with the first "the SIG that E1 belongs to" replaced by that unit."""
    placed = _without_place(reading, line)
    if placed is not None:
        return placed
    for pattern in _ABOVE:
        for match in re.finditer(rf"(?<!\S){pattern}(?!\S)", line):
            unit, kind = _symbols(match.group(), "E")[-1], _symbols(match.group(), "K")
            if len(_symbols(match.group(), "E")) > 1:
                return _told_above(reading, line, match)
            term = reading.terms[kind[0]] if kind else None
            above = _above(reading.organisation, reading.nodes[unit], term)
            if above is not None:
                symbol = reading.add_node(above)
                return f"{line[: match.start()]}{symbol}{line[match.end() :]}", (reading.nodes[unit],)
    return None


def _told_above(reading: Reading, line: str, match: re.Match[str]) -> tuple[str, tuple[Node, ...]] | None:
    """The line with "E0 that E1 belongs to" written E0, where that is so."""
    upper, lower = _symbols(match.group(), "E")
    if reading.nodes[upper] not in reading.organisation.ancestors(reading.nodes[lower].id):
        return None
    return f"{line[: match.start()]}{upper}{line[match.end() :]}", (reading.nodes[lower],)


def _without_place(reading: Reading, line: str) -> tuple[str, tuple[Node, ...]] | None:
    """The line with "E0 of E1" written E0, where the one is below the other."""
    root = reading.organisation.root
    for match in re.finditer(r"(?P<above>E\d+) (?:'s )?(?P<unit>E\d+)\b", line):
        if reading.nodes[match["above"]] is root:  # "the Ministry's Audit Section"
            return f"{line[: match.start()]}{match['unit']}{line[match.end() :]}", ()
    for match in re.finditer(r"(?P<unit>E\d+) (?:of|in|at|within|under|from) (?P<above>E\d+)\b", line):
        unit, above = reading.nodes[match["unit"]], reading.nodes[match["above"]]
        if above in reading.organisation.ancestors(unit.id):
            return f"{line[: match.start()]}{match['unit']}{line[match.end() :]}", ()
    return None


def _above(organisation: Organisation, node: Node, term: Term | None) -> Node | None:
    if term is not None and term.is_plural:
        return None
    if term is None or not term.values:
        return organisation.parent(node.id)
    found = next((a for a in organisation.ancestors(node.id) if a.kind in term.values), None)
    return organisation.parent(node.id) if found is None and term.is_generic else found


def _symbols(line: str, tag: str) -> list[str]:
    return re.findall(rf"\b{tag}\d+\b", line)


def _asked(reading: Reading, relation: Relation, line: str, is_negative: bool) -> Asked | None:
    """The relation with everything its symbols stand for."""
    relation = _turned(reading, relation, line)
    kinds = [reading.terms[s] for s in _symbols(line, "K")]
    keys = [reading.terms[s] for tag in "XCI" for s in _symbols(line, tag)]
    unclear = [c for s in _symbols(line, "A") for c in reading.unclear[s].candidates]
    return Asked(
        relation,
        units=tuple(reading.nodes[s] for s in _symbols(line, "E")),
        kinds=kinds[0].values if kinds else (),
        other_kinds=kinds[1].values if len(kinds) > 1 else (),
        roles=tuple(reading.terms[s] for s in _symbols(line, "R")),
        people=tuple(reading.people[s] for s in _symbols(line, "P")),
        unclear=tuple(unclear),
        key=keys[0].values[0] if keys else "",
        said=reading.surface.get(next(iter(_symbols(line, "E")), ""), ""),
        is_deep=reading.is_deep,
        number=_number(line),
        comparison=_comparison(line),
        is_loose=bool(kinds) and kinds[0].is_generic,
        is_negative=is_negative,
        is_count=bool(re.search(r"\bhow many\b|\b(?:number|count) of\b", line)),
        is_vacancy=bool(re.match(r"is E\d+ ", line)),
    )


def _turned(reading: Reading, relation: Relation, line: str) -> Relation:
    """Turn round: "Which is the division of the Audit Section?" asks for what is above."""
    kinds = [reading.terms[s] for s in _symbols(line, "K")]
    if relation == "chain" and kinds and not kinds[0].is_plural:
        return "parent"
    if relation != "children" or len(kinds) != 1 or kinds[0].is_plural:
        return relation
    node = reading.nodes[_symbols(line, "E")[0]]
    is_above = any(unit.kind in kinds[0].values for unit in reading.organisation.ancestors(node.id))
    return "parent" if is_above and not below(reading.organisation, node, kinds[0].values) else relation


def _comparison(line: str) -> str:
    found = re.search(r"\b(?:more than|fewer than|less than|at least|at most)\b", line)
    return found.group() if found else ""


def _number(line: str) -> int | None:
    for word in line.split():
        if word.isdecimal():
            return int(word)
        if word in _NUMBERS:
            return _NUMBERS.index(word)
    return None
