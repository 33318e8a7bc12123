from pathlib import Path

import pytest

from tests.api.doors import ScriptedDoor
from trag.questions.cases import read_cases
from trag.questions.from_feedback import BATCH, all_feedback, case_lines, case_of
from trag.types.conversations import Feedback, JudgedAnswer


def judged(corrected: str) -> JudgedAnswer:
    return JudgedAnswer(Feedback("m1", 1, "down", "", corrected, "2026-01-01"), "c1", "How long?", "A week.")


def test_a_correction_is_a_case_that_a_person_has_yet_to_review() -> None:
    case = case_of(judged(" Sixteen\nweeks. "))
    assert case is not None
    assert (case.id, case.question, case.answer) == ("feedback-m1", "How long?", "Sixteen weeks.")
    assert (case.type, case.must_include, case.review) == ("document", (("Sixteen weeks.",),), "open")


def test_a_correction_to_a_refusal_is_a_case_without_an_answer() -> None:
    case = case_of(judged("The documents do not tell."))
    assert case is not None
    assert (case.type, case.must_include) == ("unanswerable", ())


@pytest.mark.parametrize("corrected", ["", " \n"])
def test_where_nothing_was_corrected_there_is_no_case(corrected: str) -> None:
    assert case_of(judged(corrected)) is None


def test_all_feedback_is_read_however_much_there_is(tmp_path: Path) -> None:
    door = ScriptedDoor()
    there = door.conversations
    made = there.create()
    for number in range(BATCH + 3):
        next(ids := there.ask(made.id, f"q{number}"))
        ids.close()  # type: ignore[attr-defined]
    messages = there.messages(made.id, limit=BATCH + 3)
    for number, message in enumerate(messages):
        there.give_feedback(message.id, "down", "", f"a{number}\u2028")
    (tmp_path / "cases.jsonl").write_text("".join(case_lines(all_feedback(there))), encoding="utf-8")
    found = read_cases(tmp_path / "cases.jsonl")
    assert [case.answer for case in found] == [f"a{number}" for number in range(BATCH + 3)][::-1]
