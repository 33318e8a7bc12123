"""The organisation tree as the question path uses it: one object, made when a tree is put in force."""

from collections.abc import Sequence
from functools import cached_property

from trag.tree.answers import TreeAnswer, answer_from_tree
from trag.tree.claims import contradiction, missing_items
from trag.tree.confirming import confirmed
from trag.tree.detection import Detector
from trag.tree.facts import facts
from trag.tree.lookup import Lookup, match_of
from trag.tree.organisation import Organisation
from trag.tree.showing import shown
from trag.types import Fact, Mention, TreeMatch, TreeNode


class TreeGuide:
    """Detection, facts, answers, checks and lookup over one organisation. Thread-safe: nothing changes."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self._detector = Detector(organisation)

    def detect(self, question: str) -> tuple[Mention, ...]:
        """The entities the question names, in order."""
        known = self._detector.detect(question)
        return confirmed(self.organisation, question, known, self._detector.unsure(question, known))

    def named_in(self, text: str) -> tuple[Mention, ...]:
        """The entities a text other than a question names, in order."""
        return self._detector.detect(text)

    def facts(self, question: str, mentions: Sequence[Mention]) -> tuple[Fact, ...]:
        """What the tree vouches for about the question, most relevant first."""
        return facts(self.organisation, question, tuple(mentions))

    def answer(self, question: str, mentions: Sequence[Mention]) -> TreeAnswer | None:
        """The answer of the tree alone, when the question asks for nothing else."""
        return answer_from_tree(self.organisation, question, tuple(mentions))

    def contradiction(self, sentence: str) -> Fact | None:
        """The fact that a sentence denies."""
        return contradiction(self.organisation, self._detector.detect(sentence), sentence)

    def missing_items(self, fact: Fact, text: str) -> tuple[str, ...]:
        """The names of a list fact that do not stand in `text`."""
        return missing_items(fact, text)

    def node(self, unit_id: str) -> TreeNode | None:
        """A unit as a person looks at it; None if there is none."""
        organisation = self.organisation
        if unit_id not in organisation:
            return None
        node = organisation.node(unit_id)
        mention = Mention(node.name, 0, len(node.name), (organisation.entity(unit_id),))
        return shown(organisation, node, self.facts(node.name, (mention,)))

    def search(self, text: str, limit: int) -> list[TreeMatch]:
        """Units and people by the beginning of a name; where none fits, those that `text` means."""
        found = self._lookup.search(text, limit)
        if found:
            return found
        meant = {entity.id: mention.text for mention in self.detect(text) for entity in mention.candidates}
        return [match_of(self.organisation, id_, form) for id_, form in list(meant.items())[:limit]]

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self.organisation)
