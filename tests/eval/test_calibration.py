import numpy as np
import pytest

from eval.calibration import PARTS, calibrate, fit, judged_apart, parts
from eval.calibration_figures import Figures, figures_of
from eval.calibration_report import sentences_of
from eval.evidence_trials import Origin, Trial, Trials
from trag.errors import CasesError
from trag.retrieval.evidence import Signals


def signals(similarity: float, nearness: float, *, has_facts: bool = False) -> Signals:
    return Signals(has_facts, (), similarity, max(0.0, nearness - similarity), nearness)


def trials(
    answerable: int, left_out: int, unanswerable: int = 0, *, apart: float = 0.6, seed: int = 0
) -> list[Trial]:
    """Trials whose passages come near, and others where they stay `apart` from that."""
    draw = np.random.default_rng(seed)
    counts: dict[Origin, int] = {"answerable": answerable, "left out": left_out, "unanswerable": unanswerable}
    origins = [origin for origin, count in counts.items() for _ in range(count)]
    made = []
    for number, origin in enumerate(origins):
        middle = 1.3 if origin == "answerable" else 1.3 - apart
        near = float(draw.normal(middle, 0.15))
        made.append(Trial(f"g{number % answerable}", origin, signals(near / 2, near)))
    return made


def test_the_line_refuses_hardly_an_answerable_question_and_most_others() -> None:
    made = calibrate(trials(200, 200))
    assert made.figures.lost <= 6
    assert made.figures.caught >= 180
    assert made.is_better


@pytest.mark.parametrize("seed", range(5))
def test_a_question_not_seen_before_is_seldom_refused_however_few_were_seen(seed: int) -> None:
    lines = [fit(trials(10, 10, seed=100 * seed + number)) for number in range(40)]
    unseen = [trial for trial in trials(3000, 1, seed=seed + 10_000) if trial.is_answerable]
    refused = [not line.admits(trial.signals) for line in lines for trial in unseen]
    assert np.mean(refused) < 0.045


def test_what_looks_alike_is_let_through_and_the_line_declined() -> None:
    made = calibrate(trials(40, 40, apart=0.0))
    assert made.figures.lost <= 2
    far = [Trial("far", "left out", signals(0.1, 0.2)) for _ in range(20)]
    held = calibrate([*trials(40, 1, apart=0.0), *far])
    # The default refuses all of these already.
    assert held.floors.caught == 20
    assert not held.is_better


def test_a_signal_that_misleads_has_no_weight() -> None:
    misled = [
        Trial("g", "answerable" if n > 10 else "left out", signals(0.5 + 0.01 * n, 1.9 - 0.05 * n))
        for n in range(20)
    ]
    line = fit(misled)
    assert (line.similarity, line.nearness) == (1.0, 0.0)


def test_trials_with_documents_in_common_stay_in_one_part() -> None:
    divided = parts(trials(23, 23))
    groups = [{trial.group for trial in part} for part in divided]
    assert len(divided) == PARTS
    assert sum(map(len, groups)) == len(set().union(*groups)) == 23
    assert {sum(trial.is_answerable for trial in part) for part in divided} == {4, 5}


def test_every_trial_is_judged_once() -> None:
    made = trials(20, 20, 5)
    assert sorted(map(id, made)) == sorted(id(trial) for trial, _ in judged_apart(made, 0.03))


def test_no_trial_is_judged_by_a_line_that_was_fitted_to_it() -> None:
    odd = Trial("odd", "answerable", signals(0.1, 0.2))
    made = [*trials(20, 20), odd]
    # Of so few answerable ones a line refuses none that it has seen.
    assert fit(made).admits(odd.signals)
    assert (odd, False) in judged_apart(made, 0.03)


def test_questions_with_facts_are_fitted_to_but_not_counted() -> None:
    with_facts = [Trial(f"f{n}", "left out", signals(0.3, 0.6, has_facts=True)) for n in range(12)]
    made = calibrate([*trials(20, 0), *with_facts])
    assert (made.figures.answerable, made.figures.unanswerable) == (20, 0)


def test_too_few_questions_are_refused_with_what_is_missing() -> None:
    with pytest.raises(CasesError, match="too few") as caught:
        calibrate(trials(30, 3))
    assert caught.value.problems == ("3 without an answer, 10 needed",)


def test_figures_count_refusals_due_and_undue_and_what_is_let_through() -> None:
    near, far = trials(3, 2)[0], trials(3, 2)[-1]
    figures = figures_of([(near, True), (near, True), (near, False), (far, False), (far, True)])
    assert figures == Figures(answerable=3, unanswerable=2, lost=1, caught=1)
    assert figures.passed == 3
    assert figures.precision[0] < 1 / 2 < figures.precision[1]
    assert figures.passed_precision[0] < 2 / 3 < figures.passed_precision[1]
    assert not figures.keeps_the_limit


def test_the_report_sets_the_fitted_rule_beside_the_default() -> None:
    made = trials(40, 40, 8)
    text = "\n".join(sentences_of(Trials(tuple(made), 5), calibrate(made)))
    assert "40 questions with an answer, 48 without" in text
    assert "of those written so" in text
    assert "answerable, but refused" in text
    assert "x nearness >=" in text
    assert "more that has no answer than the default" in text
