import logging

import pytest
from starlette.testclient import TestClient

from api.request_ids import RequestIdFilter
from tests.api.problem_details import problem_of


def test_every_answer_has_an_id_of_its_own(client: TestClient) -> None:
    ids = [client.get(path).headers["X-Request-Id"] for path in ("/healthz", "/v1/tree", "/nothing")]
    assert len(set(ids)) == 3
    assert all(len(number) == 32 for number in ids)


@pytest.mark.parametrize("given", ["a", "trace.7_b-9", "x" * 64])
def test_a_short_and_harmless_id_is_taken_over(client: TestClient, given: str) -> None:
    response = client.get("/nothing", headers={"X-Request-Id": given})
    assert response.headers["X-Request-Id"] == given
    assert problem_of(response)["instance"].endswith(f":{given}")


@pytest.mark.parametrize(
    "given", ["", " ", "x" * 65, "a b", "<b>", "a\x7fb", "a%0Ab", "é".encode().decode("latin-1")]
)
def test_any_other_id_is_replaced(client: TestClient, given: str) -> None:
    response = client.get("/healthz", headers={b"X-Request-Id": given.encode("latin-1")})
    assert response.headers["X-Request-Id"] != given
    assert len(response.headers["X-Request-Id"]) == 32


def test_also_a_refusal_before_any_route_has_its_id(client: TestClient) -> None:
    assert problem_of(client.get("/v1/tree", headers={"Host": "evil.example"}))["status"] == 403
    assert problem_of(client.put("/v1/tree", json={}))["status"] == 401


def test_a_line_of_the_log_outside_of_requests_has_none() -> None:
    record = logging.makeLogRecord({"msg": "x"})
    assert RequestIdFilter().filter(record)
    assert record.__dict__["request"] == "-"
