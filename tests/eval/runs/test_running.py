from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from eval.manifest import Manifest
from eval.runs.folder import RunFolder
from eval.runs.running import remaining, run_trials
from eval.trials import Trial, trial_of
from trag.errors import ModelRequestError, RunError
from trag.questions.cases import Case
from trag.types import Answer, AnswerEvent, Context, Done, Fact, ScoredChunk, Verification

MANIFEST = Manifest("first", "questions", "answer", ("t-rag",), "q.jsonl", "abc", "2026-01-01")
CASES = [
    Case(id=str(number), question=f"Question {number}?", answer="", type="document", must_include=(("x",),))
    for number in range(6)
]
TRIALS = [trial_of(case, "t-rag") for case in CASES]


class Speaker:
    """Answers with the question itself; `broken` questions fail with the error they name."""

    def __init__(self, broken: dict[str, Exception] | None = None) -> None:
        self.broken = broken or {}
        self.asked: list[str] = []

    def context(self, question: str) -> Context:
        return Context(f"about {question}", 3, (Fact("a fact"),))

    def search(self, question: str) -> list[ScoredChunk]:
        return []

    def stream(self, question: str) -> Iterator[AnswerEvent]:
        self.asked.append(question)
        if question in self.broken:
            raise self.broken[question]
        yield Verification(question, "unchecked")
        yield Done(Answer(question, question, refused=False, answered_by="model"))


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder.create(tmp_path / "first", MANIFEST, CASES)


def go(run: RunFolder, speaker: Speaker, trials: list[Trial] = TRIALS, workers: int = 1) -> list[str]:
    return [o.key.case_id for o in run_trials(run, trials, lambda _: speaker, workers=workers)]


@pytest.mark.parametrize("workers", [1, 3])
def test_every_trial_is_asked_once_and_saved(run: RunFolder, workers: int) -> None:
    speaker = Speaker()
    assert sorted(go(run, speaker, workers=workers)) == [case.id for case in CASES]
    outcome = run.outcomes()[TRIALS[2].key]
    assert outcome.answer is not None
    assert (outcome.answer.text, outcome.context, outcome.facts) == (
        "Question 2?",
        "about Question 2?",
        ("a fact",),
    )
    assert outcome.verdicts == (Verification("Question 2?", "unchecked"),)


def test_several_questions_are_really_under_way_at_once(run: RunFolder) -> None:
    both = Barrier(2, timeout=10)

    class Waiting(Speaker):
        def context(self, question: str) -> Context:
            both.wait()
            return super().context(question)

    assert len(go(run, Waiting(), workers=2)) == 6


def test_at_context_level_nobody_is_asked_for_an_answer(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "second", replace(MANIFEST, level="context"), CASES)
    speaker = Speaker()
    go(run, speaker)
    assert speaker.asked == []
    assert run.outcomes()[TRIALS[0].key].answer is None


def test_an_interrupted_run_goes_on_where_it_stopped(run: RunFolder) -> None:
    speaker = Speaker()
    outcomes = run_trials(run, TRIALS, lambda _: speaker)
    next(outcomes)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert [trial.key.case_id for trial in remaining(run, TRIALS)] == ["2", "3", "4", "5"]
    again = Speaker()
    assert go(run, again) == ["2", "3", "4", "5"]
    assert again.asked == [f"Question {number}?" for number in range(2, 6)]


@pytest.mark.parametrize("error", [ModelRequestError("The model is gone."), ValueError("a bug")])
def test_a_failing_case_is_a_row_and_is_asked_again_later(run: RunFolder, error: Exception) -> None:
    assert len(go(run, Speaker({"Question 1?": error}))) == 6
    assert str(error) in run.outcomes()[TRIALS[1].key].error
    assert run.outcomes()[TRIALS[1].key].context == "about Question 1?"
    assert go(run, Speaker()) == ["1"]
    assert run.outcomes()[TRIALS[1].key].error == ""


@pytest.mark.parametrize("workers", [1, 3])
def test_a_model_that_dies_stops_the_run_and_loses_nothing(run: RunFolder, workers: int) -> None:
    gone = ModelRequestError("The model is gone.")
    broken: dict[str, Exception] = {f"Question {number}?": gone for number in range(2, 6)}
    with pytest.raises(RunError, match=r"The model is gone\.[\s\S]*same command again"):
        go(run, Speaker(broken), workers=workers)
    assert len([o for o in run.outcomes().values() if not o.error]) == 2
    assert go(run, Speaker()) == ["2", "3", "4", "5"]


def test_a_single_question_that_fails_is_said_too(run: RunFolder) -> None:
    broken: dict[str, Exception] = {"Question 0?": ModelRequestError("gone")}
    with pytest.raises(RunError, match="gone"):
        go(run, Speaker(broken), TRIALS[:1])
