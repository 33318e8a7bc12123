"""Does a statement in a passage say what the tree claims? Names alone are not enough: it must say how."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from trag.supporting.claims import Claim, says_role
from trag.supporting.spots import Span, Spot, spots_of
from trag.tree.organisation import Organisation
from trag.tree.wording import fold, plural, words
from trag.types import Chunk, Mention

NamedIn = Callable[[str], tuple[Mention, ...]]

# How a sentence says that a unit is part of another.
BELONGING = re.compile(
    r"\b(?:own(?:s|ed)?|belongs?|belonging|part of|responsible|oversees?|overseen|compris\w+|consists?"
    r"|reports? to|made up of|divided into|in[ -]scope)\b"
)
# What it says of the past, of others, or denies.
DENYING = re.compile(
    r"\b(?:not|never|no longer|former(?:ly)?|emerit\w+|previous(?:ly)?|past|retired|archived|dissolved"
    r"|candidates?|nominees?|nominated|stepp\w+ down|used to be|until|incoming|outgoing|replac\w+"
    r"|out[ -]of[ -]scope|non-?goals?)\b|n['\u2019]t\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A text and the entities it names, exactly spelt."""

    text: str
    mentions: tuple[Mention, ...]

    def within(self, span: Span | None = None, entity_id: str = "") -> Iterator[Mention]:
        """The mentions in `span`, or anywhere; only those of one entity if it is given."""
        start, end = span or (0, len(self.text))
        for mention in self.mentions:
            is_inside = start <= mention.start and mention.end <= end and not mention.is_corrected
            if is_inside and (not entity_id or any(e.id == entity_id for e in mention.candidates)):
                yield mention

    def ids(self, span: Span | None = None) -> frozenset[str]:
        """The ids of the entities named within `span`, or anywhere."""
        return frozenset(entity.id for mention in self.within(span) for entity in mention.candidates)

    def plain(self, span: Span | None = None) -> str:
        """The text without the names in it, folded."""
        start, end = span or (0, len(self.text))
        letters = list(self.text)
        for mention in self.mentions:
            letters[mention.start : mention.end] = " " * (mention.end - mention.start)
        return fold("".join(letters[start:end]))


class Reading:
    """A passage read for the entities it names, and for what it says of them."""

    def __init__(self, organisation: Organisation, chunk: Chunk, named_in: NamedIn) -> None:
        self.chunk = chunk
        self._organisation = organisation
        self._text = Named(chunk.text, named_in(chunk.text))
        # Nearest first. A folder's or file's name tells as well what all in it is about.
        self._above = [Named(text, named_in(text)) for text in (*reversed(chunk.heading), chunk.file)]
        self._spots = tuple(spots_of(chunk.text))

    def spans(self, claims: Sequence[Claim]) -> list[Span]:
        """Where each of the claims is said; empty unless all are."""
        found = [self._span(claim) for claim in claims]
        spans = [span for span in found if span]
        return spans if len(spans) == len(found) else []

    def _span(self, claim: Claim) -> Span | None:
        spot = next((spot for spot in self._spots if self._says(spot, claim)), None)
        if spot is None:
            return None
        # Where only the heading names it, all of the passage is about it.
        return spot.span if self._lower(claim, spot) else (0, len(self.chunk.text))

    def _says(self, spot: Spot, claim: Claim) -> bool:
        is_named = self._lower(claim, spot) or (
            self.chunk.heading and self._calls(self._above[0], claim.lower)
        )
        return bool(is_named) and (
            self._is_of(claim, spot, self._text.ids(spot.span))
            and not self._denies(spot)
            and self._relates(claim, spot)
        )

    def _lower(self, claim: Claim, spot: Spot) -> Mention | None:
        return self._calls(self._text, claim.lower, spot.span)

    def _calls(self, text: Named, entity_id: str, span: Span | None = None) -> Mention | None:
        """Where the entity is called by its whole name; "metrics API" is not "Custom Metrics API"."""
        return next((m for m in text.within(span, entity_id) if self._is_whole(m.text, entity_id)), None)

    def _is_whole(self, text: str, entity_id: str) -> bool:
        if entity_id not in self._organisation:
            return True
        node = self._organisation.node(entity_id)
        needed = {*words(node.name)} - {*words(node.kind.replace("_", " "))}
        return needed <= {*words(text)} or words(text) in map(words, node.aliases)

    def _is_of(self, claim: Claim, spot: Spot, here: frozenset[str]) -> bool:
        """True when the upper unit is named, or is the nearest named above and no other is."""
        if claim.upper in here:
            return True
        levels = [*(self._text.ids(lead) for lead in spot.leads), *(above.ids() for above in self._above)]
        wider = self._above_all(claim)
        units = (self._units(level) - wider for level in levels)
        nearest = next((level for level in units if level), frozenset[str]())
        return claim.upper in nearest and not self._others(claim, here)

    def _above_all(self, claim: Claim) -> frozenset[str]:
        """Units so far above that to name them tells nothing: "the following sections"; and the lower one."""
        ids = (claim.upper, claim.lower)
        above = {unit.id for i in ids if i in self._organisation for unit in self._organisation.ancestors(i)}
        return frozenset(above | {claim.lower}) - {claim.upper}

    def _units(self, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(entity_id for entity_id in ids if entity_id in self._organisation)

    def _others(self, claim: Claim, here: frozenset[str]) -> frozenset[str]:
        """Units named that lie neither above nor below the claim's upper unit, nor in its role's name."""
        family = {unit.id for unit in self._organisation.ancestors(claim.upper)} | {claim.lower}
        family |= {unit.id for unit in self._organisation.descendants(claim.upper)}
        others = self._units(here) - family
        role = fold(claim.role)
        return frozenset(unit for unit in others if fold(self._organisation.node(unit).name) not in role)

    def _denies(self, spot: Spot) -> bool:
        texts = [self.chunk.text[slice(*span)] for span in (spot.span, *spot.leads)]
        return any(DENYING.search(fold(text)) for text in (*texts, *self.chunk.heading))

    def _relates(self, claim: Claim, spot: Spot) -> bool:
        column = self._column(claim, spot)
        if claim.role:
            return self._has_role(claim, spot, column)
        kind = fold(self._organisation.node(claim.lower).kind.replace("_", " "))
        around = [*(self._text.plain(lead) for lead in spot.leads), *(above.plain() for above in self._above)]
        statement = self._text.plain(spot.span)
        return (
            any(BELONGING.search(text) for text in (statement, *around))
            or any(says_role(text, kind) for text in (column, *around))
            or _lists(statement, kind)
        )

    def _has_role(self, claim: Claim, spot: Spot, column: str) -> bool:
        if says_role(column, claim.role):
            return True
        held = self._organisation.node(claim.upper).people
        same = {claim.lower, *(other.person.id for other in held if other.role == claim.role)}
        if any(entity_id not in self._organisation for entity_id in self._text.ids(spot.span) - same):
            return False  # the role may be that of the other person
        texts = (self.chunk.text[slice(*span)] for span in (spot.span, *spot.leads))
        return any(says_role(text, claim.role) for text in (*texts, *self.chunk.heading))

    def _column(self, claim: Claim, spot: Spot) -> str:
        """The header of the table's column in which the lower entity stands."""
        lower = self._lower(claim, spot)
        if spot.header is None or lower is None:
            return ""
        place = self.chunk.text.count("|", spot.span[0], lower.start)
        cells = self.chunk.text[slice(*spot.header)].split("|")
        return cells[place] if place < len(cells) else ""


def _lists(statement: str, kind: str) -> bool:
    """True for "the sections of", "has three sections"; a section may be named in many other ways."""
    kinds = re.escape(plural(kind))
    return bool(re.search(rf"\b{kinds} (?:of|in|under|within)\b|\b(?:has|have) .*\b{kinds}\b", statement))
