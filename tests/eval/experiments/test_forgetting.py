import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from eval.experiments.choices import LETTERS, LetterAsker, general_questions, read_choices, read_letter
from eval.experiments.forgetting import ForgettingExperiment, compare, summarise
from eval.matching import holds_all
from eval.outcomes import Key, Outcome, outcome_from_line, outcome_to_line
from eval.trials import ask, trial_of
from trag.engines.fakes import FakeGenerator
from trag.errors import CasesError, ModelRequestError, SettingsError
from trag.protocols import Generator, TextStream
from trag.types import Answer, Message

QUESTIONS = general_questions()
CASES = [question.as_case() for question in QUESTIONS]


class Knowing(FakeGenerator):
    """A model that knows the answers to all questions but some."""

    def __init__(self, *forgotten: str) -> None:
        super().__init__()
        self._forgotten = forgotten

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",
    ) -> TextStream:
        question = next(q for q in QUESTIONS if q.question in messages[-1].content)
        wrong = LETTERS[LETTERS.index(question.answer) - 1]
        yield json.dumps({"answer": wrong if question.id in self._forgotten else question.answer})


class Models:
    """Two models by name."""

    def __init__(self, **models: Generator) -> None:
        self._models = models

    def generator(self, model: str = "") -> Generator:
        return self._models[model or "own"]


def outcomes(models: Models, *arms: str) -> list[Outcome]:
    experiment = ForgettingExperiment(models, CASES, arm_names=arms)
    return [ask(experiment.asker_for(trial), trial, with_answer=True) for trial in experiment.plan()]


def test_the_set_is_balanced_and_has_many_subjects() -> None:
    assert len(QUESTIONS) == 60
    assert Counter(question.answer for question in QUESTIONS) == dict.fromkeys(LETTERS, 15)
    assert len({question.subject for question in QUESTIONS}) >= 12
    assert len({question.question for question in QUESTIONS}) == 60


def test_each_model_is_asked_all_questions_before_the_next_one() -> None:
    plan = ForgettingExperiment(Models(), CASES, arm_names=("model", "model@tuned.gguf")).plan()
    assert [trial.key.arm for trial in plan] == ["model"] * 60 + ["model@tuned.gguf"] * 60
    assert plan[0].question.splitlines()[1] == f"A. {QUESTIONS[0].choices[0]}"


def test_only_models_alone_are_asked() -> None:
    with pytest.raises(SettingsError, match="t-rag"):
        ForgettingExperiment(Models(), CASES, arm_names=("t-rag",))


def test_a_model_that_knows_all_scores_one_and_one_that_forgot_is_found_out() -> None:
    models = Models(own=Knowing(), tuned=Knowing("g001", "g002", "g003", "g004", "g005", "g006", "g007"))
    asked = outcomes(models, "model", "model@tuned")
    own, tuned = summarise(CASES, asked)
    assert (own.right.count, own.right.n, own.without_letter) == (60, 60, 0)
    assert (tuned.right.count, tuned.right.n) == (53, 60)
    assert next(share for share in tuned.by_subject if share.subject == "physics").right.count == 0
    forgetting = compare(CASES, asked, "model", "model@tuned")
    assert (len(forgetting.lost), forgetting.won, forgetting.n) == (7, (), 60)
    assert forgetting.difference == pytest.approx(-7 / 60)
    assert forgetting.high < 0
    assert forgetting.p < 0.05


def test_a_model_against_itself_forgot_nothing() -> None:
    asked = outcomes(Models(own=Knowing("g009")), "model")
    same = compare(CASES, asked, "model", "model")
    assert (same.lost, same.won, same.difference, same.p) == ((), (), 0.0, 1.0)


def test_an_outcome_can_be_stored_and_scored_like_any_other() -> None:
    for outcome, question in zip(outcomes(Models(own=Knowing()), "model"), QUESTIONS, strict=True):
        assert outcome_from_line(outcome_to_line(outcome)) == outcome
        assert outcome.answer is not None
        assert holds_all(outcome.answer.text, question.as_case().must_include)
        for letter in set(LETTERS) - {question.answer}:
            assert not holds_all(letter, question.as_case().must_include)


def test_the_model_is_held_to_a_letter_by_a_schema() -> None:
    model = FakeGenerator()
    trial = trial_of(QUESTIONS[0].as_case(), "model")
    # The fake writes the smallest value the schema allows.
    outcome = ask(LetterAsker(model), trial, with_answer=True)
    assert outcome.answer is not None
    assert outcome.answer.text == "A"
    assert outcome.context == ""
    assert QUESTIONS[0].question in model.asked[0][0].content


@pytest.mark.parametrize(
    ("written", "letter"),
    [
        ('{"answer": "C"}', "C"),
        ("B", "B"),
        ("(D) Green", "D"),
        ("A good guess is C.", "C"),
        ("The answer is A.", "A"),
        ("", ""),
        ('{"answer": "E"}', ""),
        ("Neither", ""),
        ('{"answer"', ""),
    ],
)
def test_a_letter_is_read_however_it_is_written(written: str, letter: str) -> None:
    assert read_letter(written) == letter


def test_answers_without_a_letter_and_failures_are_wrong_and_counted() -> None:
    asked = [
        Outcome(Key("model", "g001"), "?", answer=Answer("?", "", True, "none")),
        Outcome(Key("model", "g002"), "?", error=str(ModelRequestError("it went away"))),
        Outcome(Key("model", "g003"), "?", answer=Answer("?", QUESTIONS[2].answer, False, "model")),
    ]
    (known,) = summarise(CASES, asked)
    assert (known.right.count, known.right.n, known.without_letter) == (1, 3, 2)


def test_a_bad_file_of_questions_names_every_line(tmp_path: Path) -> None:
    row = {"id": "a", "subject": "s", "question": "q", "choices": ["1", "2", "3", "4"], "answer": "A"}
    rows = [
        row,
        row,
        row | {"id": "b", "choices": ["1", "2", "3"]},
        row | {"id": "c", "answer": "E"},
        row | {"id": "d", "choices": ["1", "2", "3", "1 "]},
    ]
    file = tmp_path / "own.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)) + "\nno JSON")
    with pytest.raises(CasesError) as caught:
        read_choices(file)
    lines = [problem.split(":")[0] for problem in caught.value.problems]
    assert lines == ["line 2", "line 3", "line 4", "line 5", "line 6"]
    file.write_text(json.dumps(row))
    assert read_choices(file)[0].choices == ("1", "2", "3", "4")
