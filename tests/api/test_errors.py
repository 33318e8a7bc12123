import json
import logging
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.errors import problem_details
from api.problems import CODE_OF_STATUS, PROBLEMS, meaning_of
from tests.api.doors import ScriptedDoor
from tests.api.problem_details import MEMBERS, problem_of
from trag import errors
from trag.errors import ApiError, CasesError, DataFolderBusyError, ModelStartError, TragError, TreeError


def kinds() -> Iterator[type[TragError]]:
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, TragError) and kind is not ApiError:
            yield kind


@pytest.mark.parametrize("kind", list(kinds()))
def test_every_error_has_its_own_status_and_title_in_the_table(kind: type[TragError]) -> None:
    meaning = PROBLEMS[kind.code]
    assert 400 <= meaning.status < 600
    assert meaning_of(kind("what")) == meaning
    assert [other for other in kinds() if other.code == kind.code] == [kind]


def test_titles_tell_kinds_apart_and_every_status_has_its_code() -> None:
    titles = [meaning.title for meaning in PROBLEMS.values()]
    assert len(set(titles)) == len(titles)
    assert all(PROBLEMS[code].status == status for status, code in CODE_OF_STATUS.items())


def test_an_error_nobody_listed_has_the_meaning_of_its_nearest_kind() -> None:
    class LateError(DataFolderBusyError):
        code = "late"

    assert meaning_of(LateError("late")) == PROBLEMS["data_folder_busy"]
    assert meaning_of(ModelStartError("slow")).status == 503


@pytest.mark.parametrize(("status", "shown"), [(418, 418), (503, 503), (200, 502), (0, 502)])
def test_an_error_of_another_server_keeps_its_status_if_it_is_one(status: int, shown: int) -> None:
    assert meaning_of(ApiError("no", code="teapot", status=status)).status == shown


@pytest.mark.parametrize("kind", [TreeError, CasesError])
def test_the_problems_of_a_list_stand_beside_the_detail_not_in_it(
    kind: type[TreeError] | type[CasesError],
) -> None:
    details = problem_details(kind("It has 2 problems:", ("line 3: a", "line 9: b"), hint="Mend it."))
    assert details["detail"] == "It has 2 problems:"
    assert details["problems"] == ["line 3: a", "line 9: b"]
    assert details["type"] == f"/docs#problem-{kind.code}"


def test_a_bug_is_a_number_for_the_client_and_a_trace_in_the_log(
    client: TestClient, door: ScriptedDoor, caplog: pytest.LogCaptureFixture
) -> None:
    door.fail_with = ZeroDivisionError("secret detail")
    with caplog.at_level(logging.ERROR):
        response = client.get("/v1/documents")
    assert problem_of(response)["status"] == 500
    assert "secret" not in response.text
    number = response.headers["X-Request-Id"]
    assert number in response.json()["hint"]
    assert number in caplog.text
    assert "secret detail" in caplog.text


def test_what_is_the_servers_fault_stands_in_the_log_with_its_request(
    client: TestClient, door: ScriptedDoor, caplog: pytest.LogCaptureFixture
) -> None:
    door.fail_with = errors.DiskFullError("No room.", hint="Make some.")
    with caplog.at_level(logging.WARNING):
        response = client.post("/v1/context", json={"question": "q"}, headers={"X-Request-Id": "my-1"})
    assert problem_of(response)["status"] == 507
    assert "request my-1: POST /v1/context gives disk_full: No room." in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nothing", 404), ("DELETE", "/v1/documents", 405)]
)
def test_unknown_addresses_and_methods_have_the_same_shape(
    client: TestClient, method: str, path: str, status: int, owner: dict[str, str]
) -> None:
    response = client.request(method, path, headers={"Content-Type": "application/json"} | owner)
    assert problem_of(response)["status"] == status
    assert set(response.json()) == MEMBERS


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b'"question"', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000,
        b'{"question": ""}', b'{"question": "   "}', b'{"question": 7}', b'{"question": null}',
        b'{"question": "\\ud800"}', b'{"question": "q", "surprise": 1}', b'{"question": "q", "history": "x"}',
        b'{"question": "q", "\\ud800": 1}', b'{"question": "q", "question": "r"}',
        b'{"question": "a\\u0000b"}',
        b'{"question": "q", "stream": NaN}', b'{"question": "q", "n": 1' + b"0" * 5000 + b"}",
        b'{"question": "q", "history": [' + b"0," * 100_000 + b"0]}",
        json.dumps({"question": "x" * 100_000}).encode(),
        json.dumps({"question": "q", "history": [{"question": "q", "answer": "a"}] * 21}).encode(),
    ],
)  # fmt: skip
def test_hostile_bodies_are_refused_in_one_shape(client: TestClient, door: ScriptedDoor, body: bytes) -> None:
    response = client.post("/v1/answers", content=body, headers={"Content-Type": "application/json"})
    assert problem_of(response)["status"] in {400, 422}
    assert set(response.json()) == MEMBERS
    assert len(response.text) < 1500
    assert door.asked == []


def test_a_question_of_the_longest_length_is_taken(client: TestClient) -> None:
    assert client.post("/v1/answers", json={"question": "x" * 4000}).status_code == 200
    assert client.post("/v1/answers", json={"question": "x" * 4001}).status_code == 422
