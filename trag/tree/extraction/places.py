"""What the headings and labels above a passage say about its lines: which unit, which role, which kind."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from trag.tree.detection.names import words
from trag.tree.extraction.vocabulary import Vocabulary, bare, role_of, word_set

_MOST_HEADINGS = 12


@dataclass(frozen=True, slots=True)
class Nesting:
    """A unit that a heading puts below another."""

    unit: str
    parent: str
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: it is about `unit`, and names holders of `role` or units of the kind `below`.

    Under a heading that says something else the line is closed: it tells nothing about the unit.
    """

    unit: str = ""
    kind: str = ""
    role: str = ""
    below: str = ""
    is_closed: bool = False
    nestings: tuple[Nesting, ...] = ()

    def under(self, text: str, vocabulary: Vocabulary) -> "Place":
        """The place below a further heading or label."""
        name = bare(text)
        if not words(name) or vocabulary.is_past(name) or (self.is_closed and not vocabulary.is_unit(name)):
            return replace(self, is_closed=True)
        if kind := vocabulary.kind_of_many(name):
            return replace(self, below=kind, role="")
        if vocabulary.is_role(name):
            return replace(self, role=role_of(name), below="")
        if words(name) in word_set("leading_on"):
            return self
        if vocabulary.is_unit(name) or (self.below and self.unit and vocabulary.may_be_unit(name)):
            return self._in(name, vocabulary)
        return replace(self, is_closed=True)

    def _in(self, name: str, vocabulary: Vocabulary) -> "Place":
        # What stood in between, such as "Meetings", doesn't say that the one unit is part of the other.
        is_below = bool(self.unit) and not self.is_closed
        kind = vocabulary.kind_of(name) or (self.below if is_below else "")
        nestings = (*self.nestings, Nesting(name, self.unit, kind)) if is_below else self.nestings
        return Place(name, kind, nestings=nestings)


def place_of(headings: Iterable[str], vocabulary: Vocabulary) -> Place:
    """The place below all these headings, outermost first."""
    place = Place(is_closed=False)
    for heading in [*headings][:_MOST_HEADINGS]:
        place = place.under(heading, vocabulary)
    return place
