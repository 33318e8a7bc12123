"""Questions with and without an answer, and what the evidence rule gets to see of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.left_out import Elsewhere
from trag.questions.cases import Case
from trag.retrieval.evidence import Signals
from trag.workspace import Workspace

Origin = Literal["answerable", "left out", "unanswerable"]


@dataclass(frozen=True, slots=True)
class Trial:
    """A question as the rule sees it; `origin` "left out" means asked without its documents.

    Trials of one `group` have documents in common: they never stand on both sides of a split.
    """

    group: str
    origin: Origin
    signals: Signals

    @property
    def is_answerable(self) -> bool:
        """True when the question should be let through."""
        return self.origin == "answerable"

    @property
    def is_open(self) -> bool:
        """True when the rule decides: with facts, a question goes to the model in any case."""
        return not self.signals.is_decided


@dataclass(frozen=True, slots=True)
class Trials:
    """What a rule can be fitted to, and how many questions are of no use for that."""

    usable: tuple[Trial, ...]
    others: int

    def count(self, origin: Origin) -> int:
        """How many of those that the rule decides have this origin."""
        return sum(trial.is_open and trial.origin == origin for trial in self.usable)


def trials_of(cases: Sequence[Case], workspace: Workspace) -> Trials:
    """Every case asked as it is, and every document case once more without its documents.

    Left aside is what the tree answers, what facts may answer in place of passages, and what names
    something that nobody knows. Of questions with facts the passages tell as much as of any other.
    """
    elsewhere = Elsewhere(workspace)
    made = [trial for case in cases for trial in _trials(case, workspace, elsewhere)]
    return Trials(tuple(made), len(cases) - sum(trial.origin != "left out" for trial in made))


def _trials(case: Case, workspace: Workspace, elsewhere: Elsewhere) -> Iterator[Trial]:
    if _is_told(case, workspace):
        return
    group = case.evidence[0].file if case.evidence else case.id
    origin: Origin = "answerable" if case.is_answerable else "unanswerable"
    yield from _usable(case, Trial(group, origin, workspace.pipeline.signals(case.question)))
    if elsewhere.can_leave_out(case):
        signals = elsewhere.pipeline(case).signals(case.question)
        yield from _usable(case, Trial(group, "left out", signals))


def _usable(case: Case, trial: Trial) -> Iterator[Trial]:
    is_of_entity = case.type in ("entity_simple", "entity_complex")
    if not trial.signals.unknown_names and not (is_of_entity and trial.signals.has_facts):
        yield trial


def _is_told(case: Case, workspace: Workspace) -> bool:
    """True when the tree answers by itself: such a question never comes before the rule."""
    guide = workspace.guide
    return guide is not None and guide.answer(case.question, guide.detect(case.question)) is not None
