"""What an outcome cost in time and tokens; one that failed tells nothing of it."""

from eval.metrics.measure import Measure, nameless
from eval.metrics.tokens import tokens_of
from eval.outcomes import Outcome
from eval.scores import Metric
from trag.questions.cases import Case


def seconds(_case: Case, outcome: Outcome) -> float | None:
    """The time all of it took."""
    return None if outcome.error else outcome.seconds


def first_token_ms(_case: Case, outcome: Outcome) -> float | None:
    """Milliseconds to the first words of the answer; None where that was not measured."""
    if outcome.error or outcome.answer is None:
        return None
    return outcome.answer.timings.get("first_token")


def answer_tokens(_case: Case, outcome: Outcome) -> float | None:
    """The length of the answer in tokens, estimated."""
    if outcome.error or outcome.answer is None:
        return None
    return tokens_of(outcome.answer.text, outcome)


MEASURES = (
    Measure(Metric("seconds", "Seconds", "mean", higher_is_better=False), "context", nameless(seconds)),
    Measure(
        Metric("first_token_ms", "First words, ms", "mean", higher_is_better=False),
        "answer",
        nameless(first_token_ms),
    ),
    Measure(
        Metric("answer_tokens", "Answer, tokens", "mean", higher_is_better=False),
        "answer",
        nameless(answer_tokens),
    ),
)
