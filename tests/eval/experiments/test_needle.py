from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from eval.arms import Arms
from eval.experiments.needle import NeedleExperiment, read_variant, summarise, variant_of
from eval.experiments.plan import all_passages
from eval.trials import ask
from tests.eval.experiments.scoring import scored
from tests.eval.experiments.town import DIRECTOR, LEAVE, TRAVEL, case, open_town
from trag.errors import CasesError, SettingsError
from trag.questions.cases import Case
from trag.workspace import Workspace


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with open_town(tmp_path_factory.mktemp("town")) as workspace:
        yield workspace


def needles(town: Workspace, cases: Sequence[Case] = (LEAVE, TRAVEL), seed: int = 0) -> NeedleExperiment:
    return NeedleExperiment(Arms(town), cases, all_passages(town), sizes=(0, 4, 10), seed=seed)


def test_every_case_is_asked_in_every_setup_and_alone_only_once(town: Workspace) -> None:
    variants = [trial.key.variant for trial in needles(town, [LEAVE]).plan() if trial.key.arm == "rag"]
    assert variants == [
        "start-0",
        *("start-4", "middle-4", "end-4"),
        *("start-10", "middle-10", "end-10"),
    ]


def test_the_evidence_stands_where_the_trial_says(town: Workspace) -> None:
    experiment = needles(town)
    for trial in experiment.plan():
        position, k = read_variant(trial.key.variant)
        files = [chunk.file for chunk in experiment.passages(trial)]
        assert len(files) == k + 1
        at = {"start": 0, "middle": k // 2, "end": k}[position]
        assert files.index(trial.case.evidence[0].file) == at


def test_all_positions_are_tried_among_the_same_passages_and_fewer_are_part_of_more(town: Workspace) -> None:
    experiment = needles(town, [LEAVE])
    seen = {trial.key.variant: experiment.passages(trial) for trial in experiment.plan()}
    hay = {v: [chunk for chunk in chunks if chunk.file != "leave.md"] for v, chunks in seen.items()}
    assert hay["start-10"] == hay["middle-10"] == hay["end-10"]
    assert hay["end-4"] == hay["end-10"][:4]


def test_the_same_seed_draws_the_same_passages_and_another_one_others(town: Workspace) -> None:
    drawn = [
        [chunk.id for trial in experiment.plan() for chunk in experiment.passages(trial)]
        for experiment in (needles(town), needles(town), needles(town, seed=1))
    ]
    assert drawn[0] == drawn[1] != drawn[2]


def test_the_model_reads_exactly_these_passages_in_this_order(town: Workspace) -> None:
    experiment = needles(town, [LEAVE])
    for trial in experiment.plan():
        outcome = ask(experiment.asker_for(trial), trial, with_answer=True)
        read = [source.chunk_id for source in outcome.sources if source.chunk_id]
        assert read == [chunk.id for chunk in experiment.passages(trial)]
        assert outcome.answer is not None


def test_an_unrelated_passage_holds_nothing_the_answer_needs(town: Workspace) -> None:
    # "reception" stands in badges.md: for this case that passage is no hay.
    tricky = case("t", LEAVE.question, "16 weeks", evidence=LEAVE.evidence, must_not_include=["reception"])
    chunks = all_passages(town)
    experiment = NeedleExperiment(Arms(town), [tricky], chunks, sizes=(10,))
    files = {chunk.file for trial in experiment.plan() for chunk in experiment.passages(trial)}
    assert "badges.md" not in files


def test_a_case_without_evidence_is_asked_if_one_passage_tells_it(town: Workspace) -> None:
    silent = case("silent", "Who leads the choir of the sixth floor?", "Walter Gropius")
    experiment = needles(town, [DIRECTOR, silent])
    assert {trial.case.id for trial in experiment.plan()} == {"director"}
    assert "no passage" in experiment.skipped["silent"]
    assert experiment.passages(experiment.plan()[0])[0].file == "travel.md"


def test_a_passage_that_holds_the_item_by_chance_is_no_needle(town: Workspace) -> None:
    chance = case("chance", "How many floors does the tower of the harbour have?", "canteen")
    number = case("number", "How many days may a travel claim be filed late?", "14")
    with pytest.raises(CasesError, match=r"chance: no passage of the index[^:]*number: no passage"):
        needles(town, [chance, number])
    with pytest.raises(CasesError, match="no cases"):
        needles(town, [])


def test_a_case_with_too_few_unrelated_passages_is_left_out(town: Workspace) -> None:
    picky = case("one", "How long is parental leave?", "16 weeks", must_not_include=["the"])
    experiment = needles(town, [LEAVE, picky])
    assert "unrelated passages" in experiment.skipped["one"]


@pytest.mark.parametrize("sizes", [(), (-1,), (4, 24)])
def test_an_impossible_size_is_refused(town: Workspace, sizes: tuple[int, ...]) -> None:
    with pytest.raises(SettingsError, match="can't be made"):
        NeedleExperiment(Arms(town), [LEAVE], all_passages(town), sizes=sizes)


def test_a_context_without_room_for_all_passages_is_refused(tmp_path: Path) -> None:
    with open_town(tmp_path, context_tokens=60) as narrow:
        experiment = needles(narrow, [LEAVE])
        with pytest.raises(SettingsError, match=r"no room for \d+ of the 11 passages") as caught:
            experiment.asker_for(experiment.plan()[-1])
    assert "TRAG_CONTEXT_TOKENS" in caught.value.hint


def test_the_summary_counts_right_answers_by_number_and_position() -> None:
    rows = [
        scored("rag", "a", variant_of("end", 10), right=False),
        scored("rag", "b", variant_of("end", 10), right=True),
        scored("rag", "a", variant_of("start", 4), right=True),
        scored("t-rag", "a", variant_of("start", 0), right=True),
    ]
    cells = summarise(rows)
    assert [(c.arm, c.position, c.k, c.right.count, c.right.n) for c in cells] == [
        ("rag", "start", 4, 1, 1),
        ("rag", "end", 10, 1, 2),
        ("t-rag", "start", 0, 1, 1),
    ]
    assert cells[1].right.low < 0.5 < cells[1].right.high
    assert summarise(reversed(rows)) == cells
