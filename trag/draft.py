"""An answer in the making: sentences come in from the model, checked ones go out."""

from collections.abc import Sequence

from trag.citations import quoted, read_marks, unmarked, without_preamble, write_marks
from trag.refusals import says_not_told
from trag.tree.guide import TreeGuide
from trag.types import Citation, Context, Fact, Token, Verdict, Verification
from trag.verification import Checker

Released = list[Token | Verification]


class Draft:
    """Collects the checked sentences of one answer, with the sources that carry them.

    A sentence that names what no source holds is left out. One that the tree contradicts gives
    way to the tree's fact. One that no single source carries waits for one that has a source:
    without any there is no answer. `is_refusal` is set once the model says that it is not told.
    """

    def __init__(
        self, question: str, context: Context, guide: TreeGuide | None, names: Sequence[str]
    ) -> None:
        self._context = context
        self._guide = guide
        self._sources = {source.number: source for source in context.sources}
        self._checker = Checker(context.sources, names, question)
        self._cited: dict[int, str] = {}
        self._waiting: list[str] = []
        self.text = ""
        self.is_refusal = False

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sources cited so far by number, each quoted for all that it carries."""
        return tuple(quoted(self._sources[number], claim) for number, claim in sorted(self._cited.items()))

    def take(self, sentence: str) -> Released:
        """What of `sentence` may be shown: nothing, or its text with marks and the verdict on it."""
        plain, marked = read_marks(sentence)
        plain = without_preamble(plain)
        if self.is_refusal or not plain.strip():
            return []
        if says_not_told(plain):
            self.is_refusal = not self.text
            return []
        fact = self._guide.contradiction(plain) if self._guide else None
        if fact is not None:
            return self._correct(plain, fact)
        checked = self._checker.check(plain, marked)
        if checked.support == "unsupported":
            return []
        if checked.support == "unchecked" and not self._cited:
            self._waiting.append(plain)
            return []
        return [*self._release_waiting(), *self._release(plain, checked.sources)]

    def complete(self) -> Released:
        """The tree's own list, when the answer gives only a part of it."""
        if not (self._guide and self._context.facts):
            return []
        fact = self._context.facts[0]
        items, missing = self._guide.missing_items(fact, ""), self._guide.missing_items(fact, self.text)
        if not 0 < len(missing) < len(items):
            return []
        return self._release(f"\n\nThe organisation tree lists: {fact.text}", (1,), fact.text)

    def _correct(self, denied: str, fact: Fact) -> Released:
        number = next((s.number for s in self._sources.values() if s.quote == fact.text), None)
        if number is None:
            number = len(self._sources) + 1
            file = self._guide.organisation.file if self._guide else ""
            self._sources[number] = Citation(number, file, None, fact.text)
        released = [*self._release_waiting(), *self._release(f"{fact.text} ", (number,), fact.text)]
        return [*released, Verification(denied.strip(), "contradicted", (number,))]

    def _release_waiting(self) -> Released:
        waiting, self._waiting = self._waiting, []
        return [event for sentence in waiting for event in self._release(sentence, ())]

    def _release(self, text: str, numbers: Sequence[int], claim: str = "") -> Released:
        """`text` with its marks; `claim` is what the sources carry, if that is not all of it."""
        sentence = claim or text.strip()
        for number in numbers:
            self._cited[number] = f"{self._cited.get(number, '')} {sentence}".strip()
        shown = write_marks(unmarked(text), numbers)
        self.text += shown
        verdict: Verdict = "supported" if numbers else "unchecked"
        return [Token(shown), Verification(sentence, verdict, tuple(numbers))]
