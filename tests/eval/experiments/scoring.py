"""Outcomes and scores as a run would have them, made by hand."""

from eval.outcomes import Key, Outcome
from eval.scores import Grade, Score
from trag.types import Answer


def scored(
    arm: str, case_id: str, variant: str = "", *, right: bool, refused: bool = False, text: str = "words"
) -> tuple[Outcome, Score]:
    """An answered trial and what it is worth."""
    key = Key(arm, case_id, variant)
    answer = Answer("?", text, refused, "none" if refused else "model")
    grade: Grade = "correct" if right else "incorrect"
    return Outcome(key, "?", answer=answer), Score(key, "document", grade, "" if right else "items missing")


def failed(arm: str, case_id: str, variant: str = "") -> tuple[Outcome, Score]:
    """A trial whose asking failed."""
    key = Key(arm, case_id, variant)
    return Outcome(key, "?", error="the model went away"), Score(key, "document", "incorrect", "error")
