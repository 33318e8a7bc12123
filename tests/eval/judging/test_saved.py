import json
from pathlib import Path

from eval.judging.judge import Judge
from eval.judging.records import Judgement, judgement_from_line, judgement_to_line
from eval.judging.saved import judge_all, read_judgements
from eval.outcomes import Key
from tests.eval.judging.conftest import MakeOutcome
from trag.engines.fakes import FakeGenerator
from trag.questions.cases import Case

GRADING = json.dumps(
    {"reference_says": "", "answer_says": "", "match": "same", "extra": "little", "relevance": "fully"}
)


def ready(answers: int) -> FakeGenerator:
    model = FakeGenerator()
    for _ in range(answers):
        model.enqueue('{"s1": "yes"}')
        model.enqueue(GRADING)
    return model


def test_a_judgement_survives_its_line() -> None:
    key = Key("t-rag", "c1", "typo")
    judgement = Judgement(key, 0.5, 1.0, "correct_verbose", ("a\nb", "\u2028"), "", "fake-1", is_by_rule=True)
    line = judgement_to_line(judgement)
    assert "\n" not in line
    assert judgement_from_line(line) == judgement


def test_a_second_go_asks_only_for_what_is_missing(
    tmp_path: Path, case: Case, make_outcome: MakeOutcome
) -> None:
    outcomes = [make_outcome("12 days.", arm=arm) for arm in ("t-rag", "rag", "model")]
    file = tmp_path / "judgements.jsonl"
    first = judge_all(Judge(ready(3)), [case], outcomes, file)
    kept = [next(first), next(first)]
    first.close()
    model = ready(1)
    again = list(judge_all(Judge(model), [case], outcomes, file))
    assert again[:2] == kept
    assert len(model.asked) == 2
    assert read_judgements(file) == {judgement.key: judgement for judgement in again}


def test_a_line_cut_off_by_an_interruption_is_judged_anew_and_harms_no_other(
    tmp_path: Path, case: Case, make_outcome: MakeOutcome
) -> None:
    outcomes = [make_outcome("12 days.", arm=arm) for arm in ("t-rag", "rag")]
    file = tmp_path / "judgements.jsonl"
    list(judge_all(Judge(ready(2)), [case], outcomes, file))
    file.write_bytes(file.read_bytes()[:-20])
    model = ready(1)
    list(judge_all(Judge(model), [case], outcomes, file))
    assert len(model.asked) == 2
    assert len(read_judgements(file)) == 2


def test_errors_and_the_words_of_another_judge_are_judged_anew(
    tmp_path: Path, case: Case, make_outcome: MakeOutcome
) -> None:
    file = tmp_path / "judgements.jsonl"
    outcome = make_outcome("12 days.")
    failing = FakeGenerator()
    for _ in range(4):
        failing.enqueue("nonsense")
    assert next(judge_all(Judge(failing), [case], [outcome], file)).error
    assert not next(judge_all(Judge(ready(1)), [case], [outcome], file)).error
    other = ready(1)
    assert next(judge_all(Judge(other, budget=300), [case], [outcome], file)).grade == "correct"
    assert len(other.asked) == 2


def test_an_outcome_of_an_unknown_case_is_a_row_with_an_error(
    tmp_path: Path, make_outcome: MakeOutcome
) -> None:
    judgement = next(judge_all(Judge(ready(0)), [], [make_outcome("12 days.")], tmp_path / "j.jsonl"))
    assert "'ld004'" in judgement.error
