import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from eval.report.material import Material
from eval.report.records import Texts, as_script, records
from tests.eval.report import sample


def data(**changes: Any) -> dict[str, Any]:
    made = {**sample.parts(), **changes}
    return records(Material(**{name: made[name] for name in Material.__annotations__}))


def test_a_text_is_stored_once_however_often_it_was_read() -> None:
    shown = json.dumps(data())
    for number in range(6):
        assert shown.count(f"Passage 1 of question {number}:") == 1


def test_the_exact_context_can_be_put_together_again() -> None:
    made = data()
    for row in made["rows"]:
        for run in row["runs"]:
            words = "".join(
                made["texts"][piece] if isinstance(piece, int) else piece for piece in run["context"]
            )
            key = {"arm": made["arms"][run["arm"]], "number": int(row["id"][1:])}
            assert words == sample.outcome(**key).context


@given(st.text(alphabet="ab \n", max_size=60), st.lists(st.text(alphabet="ab \n", min_size=25, max_size=30)))
def test_pieces_always_make_the_whole(text: str, parts: list[str]) -> None:
    texts = Texts()
    whole = text + "".join(parts) + text
    pieces = texts.pieces(whole, [*parts, text])
    assert "".join(texts.all()[piece] if isinstance(piece, int) else piece for piece in pieces) == whole


def test_items_are_marked_as_the_grade_saw_them() -> None:
    rag, t_rag = data()["rows"][1]["runs"]
    assert rag["items"] == [
        ["required", "twelve days or 12 days", True, True],
        ["required", "in June", False, False],
        ["forbidden", "in May", False, True],
    ]
    assert [item[3] for item in t_rag["items"]] == [True, True, False]


def test_a_refusal_holds_no_item_and_a_context_says_nothing_of_answers() -> None:
    first = sample.outcome(1, "t-rag")
    assert first.answer is not None
    refused = replace(first, answer=replace(first.answer, refused=True))
    unasked = replace(sample.outcome(1, "rag"), answer=None)
    rag, t_rag = data(outcomes=[unasked, refused])["rows"][0]["runs"]
    assert [item[3] for item in t_rag["items"]] == [False, False, False]
    assert [item[3] for item in rag["items"]] == [None, None, None]


def test_a_passage_of_the_ranking_says_whether_the_model_read_it_and_what_it_holds() -> None:
    run = data()["rows"][0]["runs"][0]
    assert [passage[3] for passage in run["ranking"]] == [2, 3, 4, 0, 0]
    assert run["ranking"][0][4] == ["twelve days"]


def test_the_asking_that_failed_keeps_its_error() -> None:
    assert data()["rows"][2]["runs"][0]["error"] == "It broke."


def test_yes_and_no_read_as_such() -> None:
    assert ["Right answers", "no"] in data()["rows"][1]["runs"][0]["figures"]
    assert ["Context, tokens", "1,200"] in data()["rows"][1]["runs"][0]["figures"]


@given(st.text())
def test_no_text_can_end_a_script(text: str) -> None:
    script = as_script({"text": text})
    assert json.loads(script) == {"text": text}
    assert not set("<>&\u2028\u2029") & set(script)


def test_questions_stand_in_the_order_of_the_cases_whatever_came_in_first() -> None:
    made = data(outcomes=list(reversed(sample.parts()["outcomes"])))
    assert [row["id"] for row in made["rows"]] == ["c0", "c1", "c2", "c3", "c4", "c5"]
    assert [made["arms"][run["arm"]] for run in made["rows"][0]["runs"]] == ["rag", "t-rag"]
