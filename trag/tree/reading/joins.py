"""Symbols that belong together: a kind beside a name, a role in two pieces, a name beside its place."""

import re
from collections.abc import Callable

from trag.tree.reading.values import Reading
from trag.tree.reading.vocabulary import Term, vocabulary
from trag.tree.wording import words


def join(reading: Reading) -> None:
    """Join what belongs together on the line of a reading."""
    _join_whole(reading)
    _join_role(reading)
    _join_verb(reading)
    _join_kinds(reading)
    _resolve_unclear(reading)


def _join_whole(reading: Reading) -> None:
    """Read the root: "the project" or "our organisation" is the root, where its names or its kind end so."""
    root = reading.organisation.root
    known = {words(name)[-1] for name in (root.name, root.kind, *root.aliases) if words(name)}
    known |= {"organisation", "org"}
    line: list[str] = []
    for part in reading.line.split():
        term = reading.terms.get(part)
        is_root = term is not None and term.values == (root.kind,) and not term.is_plural
        is_asked = bool(line) and line[-1] in ("which", "what", "same", "many")
        is_root = is_root and reading.organisation.kinds[root.kind] == 1
        is_asked = is_asked or bool(line and re.fullmatch(r"[EA]\d+", line[-1]))  # "the export project"
        if not is_asked and (is_root or part in known):
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
    # "the closest unit A and B have in common" is no name
    _rewrite(
        reading,
        r"(?<!closest )(?<!lowest )(?<!nearest )(?<!which )(?<!what )(?P<kind>K\d+) (?P<unit>[EA]\d+)\b",
        join,
    )
    _rewrite(reading, r"(?P<first>E\d+) (?P<again>E\d+)\b", _join_again(reading))
    reading.line = re.sub(r"([EA]\d+) (?:folks|team|people|guys)\b", r"\1", reading.line)


def _join_again(reading: Reading) -> Callable[[re.Match[str]], str]:
    """Join a name and its short form beside it: "the Emergency Section (ES)"."""

    def join(match: re.Match[str]) -> str:
        is_same = reading.nodes[match["first"]] is reading.nodes[match["again"]]
        return match["first"] if is_same else match[0]

    return join


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

    _rewrite(reading, r"(?P<name>A\d+) (?:(?:of|in|from|at|under|within|for) )?(?P<above>E\d+)\b", pick)
    _rewrite(reading, r"(?P<above>E\d+) (?:'s )?(?P<name>A\d+)\b", pick)


def _rewrite(reading: Reading, pattern: str, replace: Callable[[re.Match[str]], str]) -> None:
    reading.line = re.sub(rf"\b{pattern}", replace, reading.line)
