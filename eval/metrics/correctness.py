"""Does the answer hold what it must, and nothing of what it must not?"""

from eval.matching import holds_apart, holds_groups
from eval.metrics.measure import Measure, nameless, share
from eval.metrics.statements import unmarked
from eval.outcomes import Outcome
from eval.scores import Metric
from trag.questions.cases import Case


def groups_held(case: Case, outcome: Outcome) -> tuple[bool, ...]:
    """For each required item whether the answer holds it; a refusal holds none, whatever its words."""
    if outcome.answer is None or outcome.answer.refused:
        return (False,) * len(case.must_include)
    return holds_groups(unmarked(outcome.answer.text), case.must_include)


def forbidden_held(case: Case, outcome: Outcome) -> tuple[str, ...]:
    """The forbidden items that the answer holds, other than inside the name of a required one."""
    if outcome.answer is None or outcome.answer.refused:
        return ()
    text = unmarked(outcome.answer.text)
    required = [item for group in case.must_include for item in group]
    return tuple(item for item in case.must_not_include if holds_apart(text, item, required))


def required_share(case: Case, outcome: Outcome) -> float | None:
    """The share of the required items that the answer holds."""
    return share(groups_held(case, outcome)) if case.is_answerable else None


def required_all(case: Case, outcome: Outcome) -> float | None:
    """1.0 when the answer holds every required item."""
    return float(all(groups_held(case, outcome))) if case.is_answerable else None


def forbidden_absent(case: Case, outcome: Outcome) -> float | None:
    """1.0 when the answer holds none of the forbidden items; None where nothing is forbidden."""
    return float(not forbidden_held(case, outcome)) if case.must_not_include else None


MEASURES = (
    Measure(Metric("required_share", "Required items held", "mean"), "answer", nameless(required_share)),
    Measure(Metric("required_all", "All required items held", "share"), "answer", nameless(required_all)),
    Measure(Metric("forbidden_absent", "No forbidden item", "share"), "answer", nameless(forbidden_absent)),
)
