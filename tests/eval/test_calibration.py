import numpy as np
import pytest

from eval.calibration import calibrate, fit, sentences_of
from trag.errors import CasesError
from trag.questions.cases import Case
from trag.retrieval.evidence import Signals


def cases(answerable: int, unanswerable: int) -> tuple[list[Case], dict[str, Signals]]:
    """Questions whose passages come near (answerable) or not so near."""
    draw = np.random.default_rng(0)
    made: list[Case] = []
    signals: dict[str, Signals] = {}
    for number in range(answerable + unanswerable):
        has_answer = number < answerable
        kind = {"type": "document", "must_include": [["x"]]} if has_answer else {"type": "unanswerable"}
        values = {"id": str(number), "question": f"q{number}", "answer": "", "must_include": []} | kind
        made.append(Case.model_validate(values))
        middle = 0.7 if has_answer else 0.35
        near, covered = float(draw.normal(middle, 0.07)), float(draw.normal(middle, 0.1))
        signals[f"q{number}"] = Signals(has_facts=False, unknown_names=(), similarity=near, coverage=covered)
    return made, signals


def test_the_line_refuses_hardly_an_answerable_question_and_most_others() -> None:
    made, signals = cases(200, 50)
    result = calibrate(made, signals.__getitem__)
    assert result.figures.answerable == 200
    assert result.figures.lost <= 4
    assert result.figures.caught >= 40
    assert "cross-validated: refuses" in "\n".join(sentences_of(result))


def test_no_answerable_question_of_a_small_set_is_refused() -> None:
    made, signals = cases(20, 6)
    result = calibrate(made, signals.__getitem__)
    assert all(result.line.admits(signals[case.question]) for case in made if case.is_answerable)


def test_a_signal_that_misleads_has_no_weight() -> None:
    measured = [(Signals(False, (), 0.5 + 0.01 * n, 0.9 - 0.02 * n), n > 10) for n in range(20)]
    line = fit(measured)
    assert (line.similarity, line.coverage) == (1.0, 0.0)


def test_questions_that_facts_decide_are_left_aside() -> None:
    made, signals = cases(30, 10)
    signals["q0"] = Signals(True, (), 0.0, 0.0)
    signals["q35"] = Signals(False, ("Quantum Office",), 0.9, 0.9)
    assert calibrate(made, signals.__getitem__).decided == 2


def test_too_few_questions_are_refused_with_what_is_missing() -> None:
    made, signals = cases(30, 1)
    with pytest.raises(CasesError, match="1 unanswerable, 4 needed"):
        calibrate(made, signals.__getitem__)
