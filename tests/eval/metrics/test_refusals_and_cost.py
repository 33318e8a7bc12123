import pytest

from tests.eval.metrics.samples import case, figures, outcome
from trag.types import Answer


def test_refusing_is_right_for_unanswerable_questions_only() -> None:
    no = outcome("The documents do not tell.", refused=True)
    assert figures(case(), no)["refused_rightly"] == 1
    assert "refused_wrongly" not in figures(case(), no)
    assert figures(case(("x",)), no)["refused_wrongly"] == 1
    assert "refused_rightly" not in figures(case(("x",)), no)
    assert figures(case(), outcome("x"))["refused_rightly"] == figures(case(), outcome("x"))["refused"] == 0


def test_cost_in_time_and_tokens() -> None:
    answer = Answer(
        "q", "four words stand here", refused=False, answered_by="model", timings={"first_token": 42.0}
    )
    got = outcome(answer.text, seconds=1.5)
    found = figures(case(("x",)), type(got)(got.key, got.question, answer=answer, seconds=1.5))
    assert (found["seconds"], found["first_token_ms"]) == (1.5, 42)
    assert found["answer_tokens"] == pytest.approx(5.32)


def test_what_was_not_measured_has_no_figure() -> None:
    assert "first_token_ms" not in figures(case(), outcome("x"))
    failed = figures(case(), outcome("x", error="the model went away", seconds=9.0))
    assert not {"seconds", "first_token_ms", "answer_tokens"} & set(failed)
