"""From raw outcomes to scores: the grade, every figure that applies, and what went wrong first."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from eval.arms import has_tree
from eval.metrics import MEASURES
from eval.metrics.context import context_recall
from eval.metrics.correctness import groups_held
from eval.metrics.grading import grade_of
from eval.metrics.measure import Measure, Names
from eval.outcomes import Outcome
from eval.scores import RIGHT, Grade, Problem, Score
from trag.errors import CasesError
from trag.questions.cases import Case
from trag.tree.organisation import Organisation
from trag.types import Answer


class Scorer:
    """Scores outcomes. With an `organisation`, or the names in one, also how well entities were detected."""

    def __init__(self, organisation: Organisation | Names | None = None) -> None:
        self._names = names_of(organisation) if isinstance(organisation, Organisation) else organisation or {}

    def score(self, case: Case, outcome: Outcome, *, with_answer: bool) -> Score:
        """The worth of one outcome; without `with_answer` of its context alone.

        An asking that failed is graded incorrect, and is worth what an empty answer is.
        """
        outcome = _judged(outcome, with_answer=with_answer)
        grade = grade_of(case, outcome) if with_answer else None
        return Score(
            outcome.key, case.type, grade, problem_of(case, outcome, grade), self._metrics(case, outcome)
        )

    def score_all(
        self, cases: Mapping[str, Case], outcomes: Iterable[Outcome], *, with_answer: bool
    ) -> list[Score]:
        """A score for each outcome, in their order. Raises CasesError when one's case is not there."""
        return [
            self.score(_case_of(outcome, cases), outcome, with_answer=with_answer) for outcome in outcomes
        ]

    def _metrics(self, case: Case, outcome: Outcome) -> dict[str, float]:
        figures: dict[str, float] = {}
        # An arm without the tree names no entities, and is not worse for that.
        names = self._names if has_tree(outcome.key.arm) else {}
        for measure in MEASURES:
            if measure.level == "answer" and outcome.answer is None:
                continue
            value = measure.of(case, outcome, names)
            if value is not None and _counts(measure, outcome):
                figures[measure.metric.name] = float(value) if not _has_failed(measure, outcome) else 0.0
        return figures


def _counts(measure: Measure, outcome: Outcome) -> bool:
    """False for a fault, such as a refusal, of an answer that never came."""
    return measure.metric.higher_is_better or not _has_failed(measure, outcome)


def _has_failed(measure: Measure, outcome: Outcome) -> bool:
    """True for a yes/no figure of an answer that never came."""
    return bool(outcome.error) and measure.level == "answer" and measure.metric.kind == "share"


def names_of(organisation: Organisation) -> Names:
    """The name and aliases of every unit, post and person, by entity id."""
    units = {node.id: (node.name, *node.aliases) for node in organisation.nodes}
    people = {person.id: (person.name, *person.aliases) for person in organisation.people.values()}
    return units | people


def problem_of(case: Case, outcome: Outcome, grade: Grade | None) -> Problem:
    """What went wrong first; "" when nothing did. Without a grade only the context is looked at."""
    if outcome.error:
        return "error"
    if grade not in RIGHT and context_recall(case, outcome) == 0.0:
        return "context lacks it"
    if grade != "incorrect":
        return "verbose" if grade == "correct_verbose" else ""
    if not case.is_answerable:
        return "answered unanswerable"
    if outcome.answer is not None and outcome.answer.refused:
        return "refused"
    return "forbidden item" if all(groups_held(case, outcome)) else "items missing"


def _judged(outcome: Outcome, *, with_answer: bool) -> Outcome:
    """The outcome with an answer exactly when one was asked for: an empty one where it failed."""
    if not with_answer:
        return replace(outcome, answer=None)
    if outcome.answer is not None and not outcome.error:
        return outcome
    empty = Answer(outcome.question, "", refused=False, answered_by="none")
    return replace(outcome, answer=empty, error=outcome.error or "There is no answer.")


def _case_of(outcome: Outcome, cases: Mapping[str, Case]) -> Case:
    case = cases.get(outcome.key.case_id)
    if case is None:
        raise CasesError(
            f"There is an outcome of case {outcome.key.case_id!r}, but no such case.",
            hint="Score a run with the very cases it was made with.",
        )
    return case
