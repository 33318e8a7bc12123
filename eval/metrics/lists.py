"""Is a list that was asked for complete? Questions with two or more required items ask for one."""

from eval.metrics.correctness import required_all, required_share
from eval.metrics.measure import Measure, nameless
from eval.outcomes import Outcome
from eval.scores import Metric
from trag.questions.cases import Case

SHORTEST_LIST = 2


def list_completeness(case: Case, outcome: Outcome) -> float | None:
    """The share of the list's items that the answer holds."""
    return required_share(case, outcome) if _asks_for_list(case) else None


def list_complete(case: Case, outcome: Outcome) -> float | None:
    """1.0 when the answer holds the whole list."""
    return required_all(case, outcome) if _asks_for_list(case) else None


def _asks_for_list(case: Case) -> bool:
    return len(case.must_include) >= SHORTEST_LIST


MEASURES = (
    Measure(Metric("list_completeness", "List items given", "mean"), "answer", nameless(list_completeness)),
    Measure(Metric("list_complete", "Lists complete", "share"), "answer", nameless(list_complete)),
)
