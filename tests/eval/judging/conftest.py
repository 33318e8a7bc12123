"""Cases and outcomes as small as a judge needs them."""

from collections.abc import Callable

import pytest

from eval.outcomes import Key, Outcome
from trag.questions.cases import Case
from trag.types import Answer, AnsweredBy, Citation

PASSAGE = "Up to 12 days may be carried into the next year. They lapse on 30 June."
MakeOutcome = Callable[..., Outcome]


@pytest.fixture
def case() -> Case:
    return Case(
        id="ld004",
        question="How many leave days can I take into next year?",
        answer="Up to 12 days may be carried over; they lapse on 30 June.",
        type="document",
        must_include=(("12",), ("30 June",)),
    )


@pytest.fixture
def unanswerable() -> Case:
    return Case(
        id="lu001",
        question="Who heads the drone unit?",
        answer="Not stated; the right behaviour is to say so.",
        type="unanswerable",
        must_include=(),
    )


@pytest.fixture
def make_outcome(case: Case) -> MakeOutcome:
    def make(
        text: str,
        *,
        arm: str = "t-rag",
        of: Case = case,
        refused: bool = False,
        answered_by: AnsweredBy = "model",
        is_cited: bool = True,
    ) -> Outcome:
        source = Citation(1, "people/leave-policy.html", None, PASSAGE, ("Leave", "Carry-over"), "d1", "c1")
        citations = (source,) if is_cited and not refused else ()
        answer = Answer(of.question, text, refused, answered_by, citations=citations)
        return Outcome(Key(arm, of.id), of.question, sources=(source,), answer=answer)

    return make
