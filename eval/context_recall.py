"""Does the context hold all that a right answer needs, and at what cost in tokens?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from eval.matching import holds_all
from trag.questions.cases import Case


@dataclass(frozen=True, slots=True)
class ContextRecall:
    """Cases of one type: how many there are, how many contexts hold everything, and what is missed."""

    cases: int
    held: int
    tokens: float
    missed: tuple[str, ...] = field(default=())

    @property
    def share(self) -> float:
        """Held cases as a share of all; 1.0 of none."""
        return self.held / self.cases if self.cases else 1.0


def context_recall(
    cases: Iterable[Case], context_of: Callable[[str], tuple[str, int]]
) -> dict[str, ContextRecall]:
    """The recall of each type of answerable case; `context_of` gives a question's (text, tokens)."""
    found: dict[str, list[tuple[str, bool, int]]] = {}
    for case in cases:
        if case.type != "unanswerable":
            text, tokens = context_of(case.question)
            found.setdefault(case.type, []).append((case.id, holds_all(text, case.must_include), tokens))
    return {kind: _recall(rows) for kind, rows in found.items()}


def _recall(rows: list[tuple[str, bool, int]]) -> ContextRecall:
    missed = tuple(case_id for case_id, is_held, _ in rows if not is_held)
    tokens = sum(tokens for _, _, tokens in rows) / len(rows)
    return ContextRecall(len(rows), len(rows) - len(missed), tokens, missed)
