"""Does the answer refuse where it must, and only there?"""

from eval.metrics.measure import Measure, nameless
from eval.outcomes import Outcome
from eval.scores import Metric
from trag.questions.cases import Case


def refused(_case: Case, outcome: Outcome) -> float | None:
    """1.0 when the answer is a refusal."""
    return None if outcome.answer is None else float(outcome.answer.refused)


def refused_rightly(case: Case, outcome: Outcome) -> float | None:
    """1.0 when an unanswerable question is refused; None for the others."""
    return None if case.is_answerable else refused(case, outcome)


def refused_wrongly(case: Case, outcome: Outcome) -> float | None:
    """1.0 when an answerable question is refused; None for the others."""
    return refused(case, outcome) if case.is_answerable else None


MEASURES = (
    Measure(Metric("refused", "Refused", "share", higher_is_better=False), "answer", nameless(refused)),
    Measure(
        Metric("refused_rightly", "Unanswerable and refused", "share"), "answer", nameless(refused_rightly)
    ),
    Measure(
        Metric("refused_wrongly", "Answerable but refused", "share", higher_is_better=False),
        "answer",
        nameless(refused_wrongly),
    ),
)
