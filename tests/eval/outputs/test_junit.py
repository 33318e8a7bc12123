from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from eval.manifest import Manifest
from eval.outcomes import Key, Outcome
from eval.outputs.junit import junit
from eval.scores import Grade, Problem, Score
from eval.thresholds import Checked, Requirement
from trag.types import Answer

MANIFEST = Manifest(
    "nightly", "questions", "answer", ("rag", "t-rag"), "qa.jsonl", "0123", "2026-01-02T03:04:05Z"
)


def score(
    case_id: str, grade: Grade | None, problem: Problem = "", *, arm: str = "rag", variant: str = ""
) -> Score:
    return Score(Key(arm, case_id, variant), "document", grade, problem)


def outcome(case_id: str, text: str, seconds: float = 1.5, error: str = "") -> Outcome:
    answer = None if error else Answer("Who?", text, refused=False, answered_by="model")
    return Outcome(Key("rag", case_id), "Who?", answer=answer, seconds=seconds, error=error)


def read(text: str) -> ET.Element:
    return ET.fromstring(text.encode("utf-8"))  # noqa: S314 - our own XML


def test_each_score_is_a_test_in_the_suite_of_its_arm() -> None:
    root = read(junit(MANIFEST, [score("a", "correct"), score("a", "correct", arm="t-rag", variant="typo")]))
    assert [suite.get("name") for suite in root.iter("testsuite")] == ["rag", "t-rag"]
    names = [(test.get("classname"), test.get("name")) for test in root.iter("testcase")]
    assert names == [("rag.document", "a"), ("t-rag.document", "a [typo]")]
    assert {item.get("name"): item.get("value") for item in root.iter("property")}["cases_version"] == "0123"


def test_what_went_wrong_is_a_failure_and_what_broke_an_error() -> None:
    scores = [
        score("right", "correct"),
        score("long", "correct_verbose", "verbose"),
        score("short", "incorrect", "items missing"),
        score("odd", "incorrect"),
        score("seen", None),
        score("unseen", None, "context lacks it"),
        score("broken", None, "error"),
    ]
    root = read(junit(MANIFEST, scores))
    failed = {test.get("name"): test[0].get("message") for test in root.iter("testcase") if len(test)}
    assert failed == {
        "short": "items missing",
        "odd": "incorrect",
        "unseen": "context lacks it",
        "broken": "error",
    }
    for element in (root, *root.iter("testsuite")):
        counts = [element.get(name) for name in ("tests", "failures", "errors")]
        assert counts == ["7", "3", "1"]


def test_a_failure_tells_question_answer_and_seconds() -> None:
    outcomes = {
        found.key: found for found in (outcome("a", "It is <Bob> & co."), outcome("b", "", error="No model."))
    }
    root = read(
        junit(MANIFEST, [score("a", "incorrect", "items missing"), score("b", None, "error")], outcomes)
    )
    texts = [test[0].text for test in root.iter("testcase")]
    assert texts == ["Question: Who?\nAnswer: It is <Bob> & co.", "Question: Who?\nError: No model."]
    assert [test.get("time") for test in root.iter("testcase")] == ["1.500", "1.500"]
    assert root.get("time") == "3.000"


@given(
    st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=()), min_size=1)
)
def test_no_answer_and_no_id_can_break_the_xml(answer: str, case_id: str) -> None:
    hostile = f"\x00\x1b[31m\ud800\ufffe]]>{answer}"
    found = outcome(case_id, hostile)
    root = read(junit(MANIFEST, [score(case_id, "incorrect", "refused")], {found.key: found}))
    (failure,) = root.iter("failure")
    assert (failure.text or "").startswith("Question: Who?\nAnswer: \ufffd\ufffd[31m\ufffd\ufffd]]>")


def test_thresholds_are_a_suite_of_their_own() -> None:
    met, unmet, unknown = (Requirement("right", "all", arm, ">=", 0.5) for arm in ("rag", "t-rag", "model"))
    checked = [
        Checked(met, 0.9, is_met=True),
        Checked(unmet, 0.25, is_met=False),
        Checked(unknown, None, is_met=False),
    ]
    root = read(junit(MANIFEST, [], thresholds=checked))
    assert [(suite.get("name"), suite.get("failures")) for suite in root.iter("testsuite")] == [
        ("thresholds", "2")
    ]
    assert [failure.get("message") for failure in root.iter("failure")] == [
        "right@t-rag>=0.5: it is 0.25",
        "right@model>=0.5: there is no such figure",
    ]


def test_an_empty_run_is_still_valid() -> None:
    root = read(junit(MANIFEST, []))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "0", "0")
