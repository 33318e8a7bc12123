"""Other ways to find names in a question, written as well as their idea allows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from trag.tree.organisation import Node, Organisation

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit of the walked tree: the names to look for, folded beforehand, and the units below."""

    names: tuple[tuple[str, str], ...]
    children: tuple["Branch", ...]


class TreeWalk:
    """Walks the whole tree and compares every name with the question, as the paper's tool does."""

    def __init__(self, organisation: Organisation) -> None:
        self._root = _branch(organisation, organisation.root)

    def find(self, question: str) -> set[str]:
        """The ids of the entities whose names stand in the question as whole words; the longest name wins."""
        text = question.casefold()
        found: list[Span] = []
        waiting = [self._root]
        while waiting:
            branch = waiting.pop()
            for name, entity_id in branch.names:
                if name in text:
                    found += _whole_words(text, name, entity_id)
            waiting += branch.children
        return _longest(found)


def _branch(organisation: Organisation, node: Node) -> Branch:
    names = [(name.casefold(), node.id) for name in (node.name, *node.aliases)]
    names += [(held.person.name.casefold(), held.person.id) for held in node.people]
    return Branch(
        tuple(names), tuple(_branch(organisation, child) for child in organisation.children(node.id))
    )


def _whole_words(text: str, name: str, entity_id: str) -> Iterator[Span]:
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            yield start, end, entity_id
        start = text.find(name, end)


def _longest(found: list[Span]) -> set[str]:
    """The ids of the spans that no longer span holds."""
    return {
        entity_id
        for start, end, entity_id in found
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in found)
    }


class PhraseMatching:
    """spaCy's PhraseMatcher over all names, on a blank English pipeline: no model runs."""

    def __init__(self, organisation: Organisation) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher

        self._english: Any = spacy.blank("en")
        self._matcher: Any = PhraseMatcher(self._english.vocab, attr="LOWER")
        for node in organisation.nodes:
            self._add(node.id, node.name, *node.aliases)
        for person in organisation.people.values():
            self._add(person.id, person.name)

    def _add(self, entity_id: str, *names: str) -> None:
        self._matcher.add(entity_id, [self._english.make_doc(name) for name in names])

    def find(self, question: str) -> set[str]:
        """The ids of the entities whose names stand in the question."""
        from spacy.util import filter_spans

        spans = self._matcher(self._english.make_doc(question), as_spans=True)
        return {span.label_ for span in filter_spans(spans)}
