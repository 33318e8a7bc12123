"""Facts for a question: sentences the organisation tree vouches for, most relevant first."""

import re
from collections.abc import Iterator
from dataclasses import replace

from trag.tree.asking import labels, people_statements, statements
from trag.tree.asking.asked import Asked
from trag.tree.asking.computing import compute
from trag.tree.asking.forms import Relation
from trag.tree.asking.related import named_by, naming, naming_it
from trag.tree.asking.relations import asked_in
from trag.tree.asking.roles import have_leads, holdings
from trag.tree.listing import MOST_NAMES_WITH_A_COUNT, ListFact, list_fact
from trag.tree.organisation import Node, Organisation
from trag.tree.reading.questions import read
from trag.tree.reading.role_words import is_leading
from trag.tree.reading.values import Reading
from trag.tree.reading.vocabulary import ANY_LEAD, Term
from trag.tree.wording import counted, kind_label, unique
from trag.types import Fact, Mention

_FEW_CANDIDATES = 8
_SHORT_LIST = 8
_REACH = re.compile(
    r"\b(?:C\d+|contact|reach|e?mail|write|join|ask|chat|talk|channel|channels|meet|get in touch)\b"
)
_VACANT = re.compile(r"\b(?:vacan\w+|nobody|no one|unfilled|unstaffed|empty|without|no R\d+|not)\b")
_NUMBER = re.compile(r"\b(?:how many|number|count)\b")
_BELOW = re.compile(r"\b(?:everything|all|under|below|consist|contain|structure|made up|list)\b")


def facts(organisation: Organisation, question: str, mentions: tuple[Mention, ...]) -> tuple[Fact, ...]:
    """What the tree knows for a question: the computed answer, then each entity the question names."""
    reading = read(organisation, question, mentions)
    found: list[Fact] = []
    asked = asked_in(reading)
    if asked is not None:
        found += computed_facts(asked, reading)
    if not found and not [m for m in mentions if not _is_root(organisation, m)]:
        found += _numbers(organisation, reading)
    found += _near_facts(organisation, reading)
    for mention in mentions:
        found += _about(organisation, mention, reading)
    return _without_repeats(found)


def computed_facts(asked: Asked, reading: Reading) -> tuple[Fact, ...]:
    """The computed answer to a question and to the question tied to it, with the units it leads through."""
    organisation = reading.organisation
    found: list[Fact] = []
    part: Asked | None = asked
    while part is not None:
        result = compute(organisation, part)
        if result is not None:
            found += [statements.position(organisation, node) for node in part.trail] if part.trail else []
            found += [replace(f, is_asked=True) if isinstance(f, ListFact) else f for f in result.facts]
        elif part.relation == "people":
            terms = part.roles or (ANY_LEAD,)
            found += [
                f
                for node in part.units
                for term in terms
                for f in _of_role(organisation, node, term, reading)
            ]
        part = part.next
    return tuple(found)


def _near_facts(organisation: Organisation, reading: Reading) -> Iterator[Fact]:
    """What a question not understood to its last word still speaks of: roles, kinds, keys of its units."""
    roles = [reading.terms[s] for s in reading.symbols("R")]
    kinds = [reading.terms[s] for s in reading.symbols("K")]
    for symbol in reading.symbols("E"):
        node = reading.nodes[symbol]
        if node is organisation.root and len(reading.symbols("E")) > 1:
            continue
        for term in roles:
            yield from _of_role(organisation, node, term, reading)
        for term in kinds:
            if term.is_plural:
                yield from _of_kind(organisation, node, term, reading)
        for term in (reading.terms[s] for s in reading.symbols("C")):
            yield statements.contact(organisation, node, term.values[0])


def _of_kind(organisation: Organisation, node: Node, term: Term, reading: Reading) -> Iterator[Fact]:
    """The units of a kind below a unit, and who leads them or that nobody does, where that is asked."""
    if term.values and statements.below(organisation, node, term.values):
        yield statements.children(organisation, node, term.values)
        if node is not organisation.root:
            yield from _leading(organisation, term.values[0], reading)
    elif term.is_generic and reading.is_deep:
        yield from _everything(organisation, node)


def _is_root(organisation: Organisation, mention: Mention) -> bool:
    return not mention.is_ambiguous and mention.candidates[0].id == organisation.root.id


def _numbers(organisation: Organisation, reading: Reading) -> Iterator[Fact]:
    """How many units of the kinds there are, where a question speaks of kinds alone."""
    kinds = [reading.terms[s] for s in reading.symbols("K")]
    for kind in unique(kind for term in kinds if term.is_plural for kind in term.values):
        units = organisation.of_kinds((kind,))
        verb = "is" if len(units) == 1 else "are"
        heading = f"In total there {verb} {counted(len(units), kind_label(organisation, kind))}"
        if len(units) > MOST_NAMES_WITH_A_COUNT:
            yield Fact(f"{heading}.", ())
        else:
            yield list_fact(heading, labels.names_in(organisation, units), (u.id for u in units))
        yield from _leading(organisation, kind, reading)


def _leading(organisation: Organisation, kind: str, reading: Reading) -> Iterator[Fact]:
    """Who has a role in the units of a kind, and which have nobody, where that is spoken of."""
    roles = tuple(reading.terms[s] for s in reading.symbols("R"))[:1]
    asked = Asked("heads", units=_scope(organisation, reading, kind), kinds=(kind,), roles=roles)
    spoken_of: tuple[tuple[Relation, bool], ...] = (
        ("heads", bool(roles)),
        ("vacant", bool(_VACANT.search(reading.line))),
    )
    for relation in (relation for relation, is_spoken_of in spoken_of if is_spoken_of):
        result = compute(organisation, replace(asked, relation=relation))
        yield from result.facts if result is not None else ()


def _scope(organisation: Organisation, reading: Reading, kind: str) -> tuple[Node, ...]:
    units = [reading.nodes[s] for s in reading.symbols("E")]
    return tuple(u for u in units if statements.below(organisation, u, (kind,)))[:1]


def _of_role(organisation: Organisation, node: Node, term: Term, reading: Reading) -> Iterator[Fact]:
    held = holdings(node, (term,))
    if held:
        if _NUMBER.search(reading.line):
            yield from people_statements.counted_people(organisation, node, term)
        yield from people_statements.people(organisation, node, held)
        return
    if not node.people:
        if not term.is_generic:
            yield people_statements.nobody(organisation, node, (term,))
        yield people_statements.nobody_at_all(organisation, node)
        yield from _above(organisation, node)
    elif not term.is_generic or have_leads(organisation, node.kind):
        yield people_statements.nobody(organisation, node, (term,))
    else:  # whether one of them leads is for the reader to tell
        yield from people_statements.people(organisation, node, node.people)
    below = None if term.is_generic else people_statements.people_below(organisation, node, term)
    if below is not None:
        yield below


def _above(organisation: Organisation, node: Node) -> Iterator[Fact]:
    """Who leads the unit above one that has nobody."""
    above = organisation.parent(node.id)
    if above is not None:
        yield from people_statements.people(organisation, above, holdings(above, (ANY_LEAD,)))


def _everything(organisation: Organisation, node: Node) -> Iterator[Fact]:
    result = compute(organisation, Asked("children", units=(node,), is_deep=True))
    yield from result.facts if result is not None else ()


def _about(organisation: Organisation, mention: Mention, reading: Reading) -> Iterator[Fact]:
    if mention.is_ambiguous:
        for entity in mention.candidates[:_FEW_CANDIDATES]:
            yield statements.candidate(entity, organisation)
        return
    entity = mention.candidates[0]
    if entity.id in organisation:
        yield from _about_unit(organisation, organisation.node(entity.id), reading)
    elif entity.id in organisation.people:
        yield people_statements.roles(organisation, entity.id)
        if reading.symbols("K") or "report" in reading.line:
            yield from _led_by(organisation, entity.id)


def _led_by(organisation: Organisation, person_id: str) -> Iterator[Fact]:
    """What stands below the units a person leads."""
    for holding in organisation.holdings(person_id):
        if is_leading(holding.role):
            yield from statements.children_by_kind(organisation, organisation.node(holding.unit_id))


def _about_unit(organisation: Organisation, node: Node, reading: Reading) -> Iterator[Fact]:
    if node is organisation.root:
        if reading.symbols("R"):
            yield from people_statements.people(organisation, node, node.people)
        return  # the whole organisation is named in passing, and its facts would be all facts
    yield statements.position(organisation, node)
    described = statements.description(node)
    if described is not None:
        yield described
    yield from _people_of(organisation, node, reading)
    yield from _below(organisation, node, reading)
    if node.contact and _REACH.search(reading.line):
        yield statements.contact(organisation, node)
    for key in node.extra:
        yield naming(organisation, node, key)
    for term in (reading.terms[s] for s in reading.symbols("X")):
        if naming_it(organisation, node, term.values[0]):
            yield named_by(node, term.values[0], naming_it(organisation, node, term.values[0]))


def _people_of(organisation: Organisation, node: Node, reading: Reading) -> Iterator[Fact]:
    yield from people_statements.people(organisation, node, node.people)
    if not node.people and reading.line.startswith("who "):
        yield people_statements.nobody_at_all(organisation, node)


def _below(organisation: Organisation, node: Node, reading: Reading) -> Iterator[Fact]:
    """The units directly below; a long list only by its number where no kind of unit is spoken of."""
    for fact in statements.children_by_kind(organisation, node):
        is_long = len(fact.items) > _SHORT_LIST
        if is_long and not reading.symbols("K") and not _BELOW.search(reading.line):
            yield Fact(f"{fact.heading}.", (node.id,))
        else:
            yield fact


def _without_repeats(found: list[Fact]) -> tuple[Fact, ...]:
    first: dict[str, Fact] = {}
    for fact in found:
        first.setdefault(fact.text, fact)
    return tuple(first.values())
