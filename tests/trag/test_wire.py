from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api.doors import ANSWER, CONTEXT, EVENTS, INGEST_EVENTS
from trag import errors
from trag.errors import ApiError, TragError, TreeError
from trag.types import Answer, AnswerEvent, Chunk, Context, Document, Done, IngestEvent, Queued, TreeSummary
from trag.wire import (
    answer_event_from_wire,
    answer_event_to_wire,
    answer_from_json,
    answer_to_json,
    context_from_wire,
    context_to_json,
    context_to_wire,
    error_from_json,
    error_to_json,
    from_json,
    ingest_event_from_wire,
    ingest_event_to_wire,
    to_json,
)

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, TragError)]
KNOWN = [kind for kind in KINDS if kind not in {TragError, ApiError}]


@given(st.from_type(Answer))
def test_an_answer_survives_the_wire(answer: Answer) -> None:
    # A citation of an answer is of one passage.
    citations = tuple(replace(citation, passages=()) for citation in answer.citations)
    answer = replace(answer, timings={"total": 1.0}, citations=citations)
    assert answer_from_json(answer_to_json(answer, "1")) == answer


@given(st.from_type(Context))
def test_a_context_survives_the_wire(context: Context) -> None:
    assert context_from_wire(context_to_wire(context, "1")) == context


@pytest.mark.parametrize("kind", [Chunk, Document, TreeSummary])
def test_plain_values_survive_the_wire(kind: type[object]) -> None:
    @given(st.from_type(kind))
    def check(value: object) -> None:
        assert from_json(kind, to_json(value)) == value

    check()


@pytest.mark.parametrize("event", [*EVENTS, Queued(3)])
def test_every_event_of_an_answer_survives_the_wire(event: AnswerEvent) -> None:
    assert answer_event_from_wire(*answer_event_to_wire(event, "1")) == event


@pytest.mark.parametrize("event", INGEST_EVENTS)
def test_every_event_of_an_ingest_survives_the_wire(event: IngestEvent) -> None:
    assert ingest_event_from_wire(*ingest_event_to_wire(event)) == event


def test_every_event_type_is_among_the_tested_ones() -> None:
    assert {type(event) for event in EVENTS} | {Queued} == set(AnswerEvent.__args__)
    assert {type(event) for event in INGEST_EVENTS} == set(IngestEvent.__args__)


def test_events_of_a_later_version_are_skipped() -> None:
    assert answer_event_from_wire("applause", {}) is None
    assert ingest_event_from_wire("applause", {}) is None


def test_the_keys_are_those_other_programs_score_by() -> None:
    assert set(answer_to_json(ANSWER, "7")) == {
        "id", "question", "answer", "refused", "answered_by",
        "entities", "citations", "candidates", "tokens", "timings",
    }  # fmt: skip
    assert list(context_to_json(CONTEXT, "7")) == ["id", "context", "tokens", "entities", "sources"]


@pytest.mark.parametrize("data", [None, [], {}, {"answer": 3}, {"text": "x"}])
def test_what_is_no_answer_is_refused(data: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        answer_event_from_wire("done", data)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KNOWN)
def test_every_error_comes_back_as_itself(kind: type[TragError]) -> None:
    back = error_from_json(error_to_json(kind("What.", hint="Do.")), 500)
    assert (type(back), back.message, back.hint) == (kind, "What.", "Do.")


def test_the_problems_of_a_tree_come_back_once() -> None:
    error = TreeError("org.yaml has 2 problems:", ("line 3: no id", "line 9: cycle"), hint="Mend it.")
    back = error_from_json(error_to_json(error), 422)
    assert isinstance(back, TreeError)
    assert (str(back), back.problems) == (str(error), error.problems)


@pytest.mark.parametrize("data", [None, "text", [], {}, {"code": 7}, {"code": "teapot", "message": None}])
def test_an_unknown_error_is_an_api_error_with_its_status(data: object) -> None:
    back = error_from_json(data, 418)
    assert isinstance(back, ApiError)
    assert back.status == 418
    assert "418" in back.message


def test_done_carries_the_id_it_was_given() -> None:
    assert answer_event_to_wire(Done(ANSWER), "q-7")[1]["id"] == "q-7"
