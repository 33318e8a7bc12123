from collections.abc import Iterator

import pytest

from eval.arms import Arms
from eval.experiments.paraphrasing import Paraphraser
from eval.experiments.phrasings import AS_WRITTEN
from eval.experiments.rephrasing import RephrasingExperiment, summarise
from eval.trials import ask
from tests.eval.experiments.scoring import failed, scored
from tests.eval.experiments.town import DIRECTOR, LEAVE, open_town
from trag.engines.fakes import FakeGenerator
from trag.workspace import Workspace


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with open_town(tmp_path_factory.mktemp("town")) as workspace:
        yield workspace


def test_each_phrasing_of_each_case_is_asked_in_each_arm(town: Workspace) -> None:
    experiment = RephrasingExperiment(Arms(town), [LEAVE, DIRECTOR], town.guide)
    trials = experiment.plan()
    assert len({trial.key for trial in trials}) == len(trials)
    asked = [trial for trial in trials if trial.key.arm == "rag" and trial.case is DIRECTOR]
    assert asked[0].key.variant == AS_WRITTEN
    assert asked[0].question == DIRECTOR.question
    assert "typo in a name" in {trial.key.variant for trial in asked}
    assert experiment.plan() == trials


def test_a_rephrased_question_goes_to_the_real_pipeline(town: Workspace) -> None:
    experiment = RephrasingExperiment(Arms(town), [DIRECTOR], town.guide, arm_names=("t-rag",))
    for trial in experiment.plan():
        outcome = ask(experiment.asker_for(trial), trial, with_answer=True)
        assert outcome.question == trial.question
        assert "fin" in outcome.entities, trial.question


def test_without_a_tree_there_are_no_names_to_misspell(town: Workspace) -> None:
    made = RephrasingExperiment(Arms(town), [DIRECTOR], None).phrasings(DIRECTOR.question)
    assert "typo in a name" not in made
    assert "typo in a word" in made


def test_a_models_wordings_are_asked_too(town: Workspace) -> None:
    experiment = RephrasingExperiment(
        Arms(town), [LEAVE], town.guide, paraphrase=lambda _: ["Parental leave lasts how long?"]
    )
    said = {trial.key.variant: trial.question for trial in experiment.plan()}
    assert said["paraphrase 1"] == "Parental leave lasts how long?"


def test_a_case_counts_as_robust_only_if_every_phrasing_is_right() -> None:
    rows = [
        scored("rag", "a", AS_WRITTEN, right=True),
        scored("rag", "a", "polite", right=True),
        scored("rag", "b", AS_WRITTEN, right=True),
        scored("rag", "b", "polite", right=False),
    ]
    (robustness,) = summarise(rows)
    assert (robustness.worst_case.count, robustness.worst_case.n) == (1, 2)
    assert robustness.mean_right == 0.75
    assert robustness.consistency == 0.5
    assert [(share.phrasing, share.right.value) for share in robustness.by_phrasing] == [
        (AS_WRITTEN, 1.0),
        ("polite", 0.5),
    ]


def test_consistency_asks_for_the_same_verdict_and_the_same_refusal() -> None:
    rows = [
        scored("rag", "a", "1", right=False),
        scored("rag", "a", "2", right=False, refused=True),
        scored("rag", "a", "3", right=False),
        failed("rag", "a", "4"),
    ]
    (robustness,) = summarise(rows)
    # Two wrong answers agree, and so do a refusal and a failure: 2 of 6 pairs.
    assert robustness.cases[0].consistency == pytest.approx(2 / 6)


def test_arms_are_told_apart_and_the_order_of_rows_changes_nothing() -> None:
    rows = [scored(arm, "a", v, right=arm == "t-rag") for arm in ("t-rag", "rag") for v in ("1", "2")]
    rag, trag = summarise(rows)
    assert (rag.arm, rag.worst_case.value) == ("rag", 0.0)
    assert (trag.arm, trag.worst_case.value) == ("t-rag", 1.0)
    assert [r.worst_case for r in summarise(reversed(rows))] == [rag.worst_case, trag.worst_case]


def test_a_paraphrase_is_kept_only_with_all_names_and_numbers(town: Workspace) -> None:
    model = FakeGenerator()
    question = "Who leads the Finance Division since 2024?"
    model.enqueue(
        '{"questions": ["Since 2024, who is in charge of the Finance Division?",'
        ' "Who leads the Payroll Section since 2024?", "Who leads the Finance Division since 2023?",'
        ' "Who leads it since 2024?", "WHO LEADS THE FINANCE DIVISION SINCE 2024?", 5, ""]}'
    )
    assert Paraphraser(model, town.guide)(question) == [
        "Since 2024, who is in charge of the Finance Division?"
    ]


@pytest.mark.parametrize("written", ['{"questions": ["Who', "[]", "null", '{"questions": 5}', "no JSON"])
def test_broken_json_of_a_model_is_no_paraphrase(town: Workspace, written: str) -> None:
    model = FakeGenerator()
    model.enqueue(written)
    assert Paraphraser(model, town.guide)("Who leads the Finance Division?") == []
