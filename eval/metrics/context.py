"""What the model got to read: is the answer in it, and what does it cost?"""

from eval.matching import holds_all
from eval.metrics.measure import Measure, nameless, share
from eval.metrics.quotes import evidence_of, is_place_of
from eval.metrics.tokens import tokens_of
from eval.outcomes import Outcome
from eval.scores import Metric
from trag.citations import read_marks
from trag.questions.cases import Case


def context_recall(case: Case, outcome: Outcome) -> float | None:
    """1.0 when the context holds every required item; the numbers of its sources count for nothing."""
    if not case.is_answerable:
        return None
    return float(holds_all(read_marks(outcome.context)[0], case.must_include))


def evidence_in_context(case: Case, outcome: Outcome) -> float | None:
    """The share of the evidence quotes that stand in the sources of the context."""
    return share(
        [
            any(is_place_of(evidence, source.file, source.quote) for source in outcome.sources)
            for evidence in evidence_of(case)
        ]
    )


def context_tokens(_case: Case, outcome: Outcome) -> float | None:
    """The length of the context in the model's tokens; None when the asking failed before there was one."""
    return None if outcome.error and not outcome.context else float(outcome.tokens)


def retrieved_tokens(_case: Case, outcome: Outcome) -> float | None:
    """The length of all passages that retrieval found to choose from, in tokens."""
    if outcome.error and not outcome.passages:
        return None
    return sum(tokens_of(passage.text, outcome) for passage in outcome.passages)


MEASURES = (
    Measure(
        Metric("context_recall", "Context holds the answer", "share"), "context", nameless(context_recall)
    ),
    Measure(
        Metric("evidence_in_context", "Evidence quotes in the context", "mean"),
        "context",
        nameless(evidence_in_context),
    ),
    Measure(
        Metric("context_tokens", "Context, tokens", "mean", higher_is_better=False),
        "context",
        nameless(context_tokens),
    ),
    Measure(
        Metric("retrieved_tokens", "Passages found, tokens", "mean", higher_is_better=False),
        "context",
        nameless(retrieved_tokens),
    ),
)
