from pathlib import Path

import pytest

from eval.arms import Arms
from eval.experiments.memorisation import MemorisationExperiment, summarise
from eval.trials import ask
from tests.eval.experiments.scoring import scored
from tests.eval.experiments.town import case, open_town
from trag.errors import CasesError

TRAIN = [case(f"t{n}", f"Question {n}?", "x", split="train") for n in range(20)]
HELD_OUT = [case(f"h{n}", f"Question {n}?", "x", split="held_out") for n in range(20)]


def test_both_splits_are_asked_and_nothing_else(tmp_path: Path) -> None:
    others = [case("n", "No split?", "x"), case("u", "Unanswerable?", split="train")]
    with open_town(tmp_path) as town:
        experiment = MemorisationExperiment(Arms(town), [*TRAIN[:1], *HELD_OUT[:1], *others])
        plan = experiment.plan()
        assert [(trial.key.arm, trial.case.id) for trial in plan] == [("model", "t0"), ("model", "h0")]
        outcome = ask(experiment.asker_for(plan[0]), plan[0], with_answer=True)
    assert outcome.context == ""
    assert outcome.passages == ()
    assert outcome.answer is not None


@pytest.mark.parametrize(("cases", "missing"), [(TRAIN, "held_out"), (HELD_OUT, "train")])
def test_without_a_split_there_is_nothing_to_compare(cases: object, missing: str) -> None:
    with pytest.raises(CasesError, match=missing):
        MemorisationExperiment(None, cases)  # type: ignore[arg-type]


def test_a_model_that_knows_its_training_questions_by_heart_is_found_out() -> None:
    rows = [scored("model", c.id, right=True) for c in TRAIN]
    rows += [scored("model", c.id, right=n < 5) for n, c in enumerate(HELD_OUT)]
    (memorised,) = summarise([*TRAIN, *HELD_OUT], rows)
    assert (memorised.train.value, memorised.held_out.value, memorised.difference) == (1.0, 0.25, 0.75)
    assert 0 < memorised.low < 0.75 < memorised.high <= 1


def test_newcombes_interval_agrees_with_the_published_example() -> None:
    # Newcombe 1998, table II, column (a): 56/70 against 48/80, method 10: 0.0524 to 0.3339.
    train = [case(f"t{n}", "Q?", "x", split="train") for n in range(70)]
    held_out = [case(f"h{n}", "Q?", "x", split="held_out") for n in range(80)]
    rows = [scored("model", c.id, right=n < 56) for n, c in enumerate(train)]
    rows += [scored("model", c.id, right=n < 48) for n, c in enumerate(held_out)]
    (memorised,) = summarise([*train, *held_out], rows)
    assert memorised.low == pytest.approx(0.0524, abs=5e-5)
    assert memorised.high == pytest.approx(0.3339, abs=5e-5)


def test_equal_shares_hold_zero_within_the_interval() -> None:
    rows = [scored("model", c.id, right=n % 2 == 0) for cs in (TRAIN, HELD_OUT) for n, c in enumerate(cs)]
    (memorised,) = summarise([*TRAIN, *HELD_OUT], rows)
    assert memorised.difference == 0
    assert memorised.low < 0 < memorised.high
