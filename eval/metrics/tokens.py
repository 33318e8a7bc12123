"""The length of a text in tokens, as well as an outcome lets us know it."""

from eval.outcomes import Outcome

# English prose in the tokens of today's models.
TOKENS_PER_WORD = 1.33


def tokens_of(text: str, outcome: Outcome) -> float:
    """An estimate: by the rate of the context, which the model itself counted, else by words."""
    if outcome.tokens and outcome.context:
        return len(text) * outcome.tokens / len(outcome.context)
    return len(text.split()) * TOKENS_PER_WORD
