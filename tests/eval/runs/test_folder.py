from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.manifest import Manifest
from eval.outcomes import Key, Outcome
from eval.runs.folder import RunFolder
from trag.errors import RunError
from trag.questions.cases import Case
from trag.types import Answer, Citation, Verification

MANIFEST = Manifest("first", "questions", "answer", ("t-rag",), "q.jsonl", "abc", "2026-01-01", code="c1")
CASE = Case(id="a", question="Who?", answer="Ada", type="document", must_include=(("Ada",),))
OUTCOME = Outcome(
    Key("t-rag", "a"),
    "Who?",
    context="[1] Ada leads.",
    tokens=5,
    sources=(Citation(1, "a.md", 2, "Ada leads.", ("Top",), "d", "c"),),
    answer=Answer("Who?", "Ada [1]", refused=False, answered_by="model", timings={"done": 1.5}),
    verdicts=(Verification("Ada", "supported", (1,)),),
)


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder.create(tmp_path / "first", MANIFEST, [CASE])


def test_a_run_gives_back_what_was_put_in(run: RunFolder) -> None:
    run.append(OUTCOME)
    again = RunFolder(run.path)
    assert (again.manifest, again.cases()) == (MANIFEST, {"a": CASE})
    assert again.outcomes() == {OUTCOME.key: OUTCOME}


def test_of_two_outcomes_of_one_trial_the_later_counts(run: RunFolder) -> None:
    run.append(replace(OUTCOME, error="gone"))
    run.append(OUTCOME)
    assert run.outcomes()[OUTCOME.key].error == ""


def test_a_line_torn_by_a_crash_costs_only_itself(run: RunFolder) -> None:
    run.append(OUTCOME)
    with (run.path / "outcomes.jsonl").open("a") as file:
        file.write('{"key": {"arm": "t-r')
    assert list(run.outcomes()) == [OUTCOME.key]
    later = replace(OUTCOME, key=Key("t-rag", "b"))
    with run.lock():
        run.append(later)
    assert list(run.outcomes()) == [OUTCOME.key, later.key]


def test_a_spoilt_line_is_named(run: RunFolder) -> None:
    (run.path / "outcomes.jsonl").write_text("{}\n")
    with pytest.raises(RunError, match=r"outcomes\.jsonl, line 1"):
        run.outcomes()


def test_a_run_is_continued_under_the_same_conditions(run: RunFolder) -> None:
    run.append(OUTCOME)
    later = replace(MANIFEST, created_at="2026-02-02", sample=60, arms=("rag",), code="c2")
    again = RunFolder.create(run.path, later, [CASE])
    assert again.outcomes() == {OUTCOME.key: OUTCOME}
    assert (again.manifest.created_at, again.manifest.arms) == ("2026-01-01", ("t-rag", "rag"))
    assert again.manifest.code == "c1 c2"


def test_options_of_an_experiment_are_the_same_when_read_back(tmp_path: Path) -> None:
    manifest = replace(MANIFEST, options={"among": (0, 4)})
    for _ in range(2):
        RunFolder.create(tmp_path / "needle", manifest, [CASE])


@pytest.mark.parametrize(
    "other",
    [
        {"cases_version": "x"},
        {"documents_version": "x"},
        {"tree": "x"},
        {"model": "x"},
        {"level": "context"},
        {"settings": {"context_tokens": 600}},
    ],
)
def test_other_conditions_are_refused_by_name(run: RunFolder, other: dict[str, Any]) -> None:
    with pytest.raises(RunError, match=next(iter(other))):
        RunFolder.create(run.path, replace(MANIFEST, **other), [CASE])
    assert run.manifest == MANIFEST


def test_no_two_processes_add_to_one_run(run: RunFolder) -> None:
    with run.lock(), pytest.raises(RunError, match="Another process"):
        RunFolder(run.path).lock()


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="nowhere"):
        RunFolder(tmp_path / "nowhere")


def test_broken_conditions_are_named(run: RunFolder) -> None:
    (run.path / "run.json").write_text("{")
    with pytest.raises(RunError, match=r"run\.json"):
        assert run.manifest.name
