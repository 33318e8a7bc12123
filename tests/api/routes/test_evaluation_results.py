import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from eval.serving.desk import EvaluationDesk
from tests.api.evaluated import CASES, RUNS, SETS, TEXT, GatedDoor, begin, client_of, ended, filled
from trag.questions.cases import cases_in
from trag.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with filled(tmp_path_factory.mktemp("results")) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def client(workspace: Workspace) -> Iterator[TestClient]:
    desk = EvaluationDesk(workspace)
    with client_of(workspace, desk) as client:
        begin(client, "both", arms=["rag", "t-rag"])
        begin(client, "product")
        for name in ("both", "product"):
            assert ended(client, name)["state"] == "finished"
        yield client
    desk.close()


def asked(client: TestClient, **filters: Any) -> list[dict[str, Any]]:
    """The askings of the run that pass these filters."""
    response = client.get(f"{RUNS}/both/cases", params=filters)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["cases"]
    return found


def test_the_report_has_every_arm_by_type_with_intervals(client: TestClient) -> None:
    report = client.get(f"{RUNS}/both/report").json()
    shares = {(f["arm"], f["type"]): f for f in report["figures"] if f["metric"] == "right"}
    assert {"all", "document", "entity_simple"} == {kind for _, kind in shares}
    assert all(f["low"] <= f["value"] <= f["high"] for f in shares.values())
    assert {f["metric"] for f in report["figures"]} == {m["name"] for m in report["metrics"]}
    (comparison,) = report["comparisons"]
    assert (comparison["first"], comparison["second"]) == ("rag", "t-rag")
    assert "director" in comparison["gained"]
    assert set(report["problems"]) == {"rag", "t-rag"}
    assert report["run"]["id"] == "both"


def test_the_page_is_sent_as_a_file(client: TestClient) -> None:
    response = client.get(f"{RUNS}/both/report.html")
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.headers["content-type"].startswith("text/html")
    assert response.text.startswith("<!doctype html>")
    assert "Ana Torres" in response.text


def test_askings_are_found_by_what_went_wrong(client: TestClient) -> None:
    wrong = asked(client, outcome="wrong", arm="t-rag")
    assert "wrong" in {one["case"]["id"] for one in wrong}
    assert all(one["grade"] == "incorrect" and one["problem"] for one in wrong)
    right = asked(client, outcome="right", arm="t-rag")
    assert {one["case"]["id"] for one in right + wrong} == {case["id"] for case in CASES}
    for problem in {one["problem"] for one in wrong}:
        assert asked(client, problem=problem, arm="t-rag") == [w for w in wrong if w["problem"] == problem]
    assert asked(client, arm="nobody") == []
    assert client.get(f"{RUNS}/both/cases?outcome=odd").status_code == 422


def test_an_asking_shows_question_gold_answer_and_citations(client: TestClient) -> None:
    (one,) = [one for one in asked(client, arm="t-rag") if one["case"]["id"] == "director"]
    assert one["case"]["answer"] == "Ana Torres"
    assert one["case"]["must_include"] == [["Ana Torres"]]
    assert "Ana Torres" in one["answer"]
    assert (one["answered_by"], one["refused"], one["error"]) == ("tree", False, "")
    assert "Ana Torres" in one["citations"][0]["quote"]


def test_askings_come_page_by_page(client: TestClient) -> None:
    page = client.get(f"{RUNS}/both/cases?limit=4").json()
    rest = client.get(f"{RUNS}/both/cases", params={"limit": 4, "cursor": page["next_cursor"]}).json()
    assert page["cases"] + rest["cases"] == asked(client)
    assert rest["next_cursor"] is None
    other = client.get(f"{RUNS}/both/cases", params={"arm": "rag", "cursor": page["next_cursor"]})
    assert other.json()["code"] == "bad_cursor"


def test_two_runs_are_compared_over_the_same_cases(client: TestClient) -> None:
    (same,) = client.get("/v1/evaluation/compare?a=both&b=product").json()["comparisons"]
    assert (same["first"], same["second"]) == ("both:t-rag", "product:t-rag")
    assert (same["gained"], same["lost"]) == ([], [])
    (arms,) = client.get("/v1/evaluation/compare?a=both:rag&b=product:t-rag").json()["comparisons"]
    right = next(c for c in arms["contrasts"] if (c["metric"], c["type"]) == ("right", "all"))
    assert right["n"] == 3
    assert right["second"] > right["first"]
    assert right["verdict"] == "within noise"


@pytest.mark.parametrize(
    ("sides", "status"),
    [
        ("a=both&b=nothing", 404),
        ("a=both:model&b=product:t-rag", 409),
        ("a=both", 422),
        ("a=../x&b=both", 404),
    ],
)
def test_what_can_not_be_compared_is_refused(client: TestClient, sides: str, status: int) -> None:
    assert client.get(f"/v1/evaluation/compare?{sides}").status_code == status


def test_runs_of_different_questions_are_not_compared(client: TestClient) -> None:
    begin(client, "fewer", cases=json.dumps(CASES[0]), level="context")
    ended(client, "fewer")
    response = client.get("/v1/evaluation/compare?a=both&b=fewer")
    assert (response.status_code, response.json()["code"]) == (409, "run")


def test_case_sets_are_kept_listed_read_and_deleted(client: TestClient) -> None:
    kept = client.post(SETS, json={"name": "staff", "cases": TEXT})
    assert kept.status_code == 201
    described = kept.json()["case_set"]
    assert (described["cases"], described["by_type"]) == (3, {"document": 1, "entity_simple": 2})
    assert client.get(SETS).json()["case_sets"] == [described]
    read = client.get(f"{SETS}/staff")
    assert read.headers["content-type"].startswith("application/x-ndjson")
    assert cases_in(read.text, "it") == cases_in(TEXT, "it")
    assert client.delete(f"{SETS}/staff").status_code == 204
    assert client.delete(f"{SETS}/staff").status_code == 404
    assert client.get(f"{SETS}/staff").status_code == 404


def test_a_set_with_problems_names_each_and_keeps_nothing(client: TestClient) -> None:
    response = client.post(SETS, json={"name": "broken", "cases": TEXT + "{}\nnone\n"})
    assert response.status_code == 422
    assert {problem.partition(":")[0] for problem in response.json()["problems"]} == {"line 4", "line 5"}
    assert client.get(f"{SETS}/broken").status_code == 404


def test_grading_is_blind_and_goes_on_where_it_stopped(client: TestClient) -> None:
    begin(client, "graded", arms=["rag", "t-rag"])
    ended(client, "graded")
    address = f"{RUNS}/graded/grades"
    blind = client.get(address).json()
    assert (blind["grades"], blind["graders"], blind["agreement"]) == ([], [], [])
    assert len(blind["items"]) == 6
    assert all(set(item) == {"id", "question", "reference", "answer"} for item in blind["items"])
    first, second = (item["id"] for item in blind["items"][:2])
    one = {"id": first, "grade": "correct", "note": '=1+1, "so"\nit is'}
    given = client.post(address, json={"grades": [one]}).json()
    assert given["items"] == blind["items"]
    assert given["grades"] == [one]
    more = [{"id": second, "grade": "incorrect"}]
    again = client.post(address, json={"grades": more}).json()
    assert [grade["id"] for grade in again["grades"]] == [first, second]
    assert again["graders"] == [{"name": "owner", "graded": 2, "open": 4}]
    assert any("owner" in section["title"] for section in again["agreement"])
    taken_back = client.post(address, json={"grades": [{"id": first, "grade": None}]}).json()
    assert [grade["id"] for grade in taken_back["grades"]] == [second]


def test_each_person_has_grades_of_their_own(client: TestClient) -> None:
    begin(client, "two-graders")
    ended(client, "two-graders")
    address = f"{RUNS}/two-graders/grades"
    item = client.get(address).json()["items"][0]["id"]
    for grader, grade in (("Ada ../x", "correct"), ("Bo", "incorrect")):
        sent = {"grader": grader, "grades": [{"id": item, "grade": grade}]}
        assert client.post(address, json=sent).status_code == 200
    found = client.get(address, params={"grader": "Ada ../x"}).json()
    assert [grade["grade"] for grade in found["grades"]] == ["correct"]
    assert {one["name"] for one in found["graders"]} == {"Ada ---x", "Bo"}


def test_grades_of_no_answer_are_refused(client: TestClient) -> None:
    sent = {"grades": [{"id": "a-00000", "grade": "correct"}]}
    response = client.post(f"{RUNS}/product/grades", json=sent)
    assert (response.status_code, response.json()["code"]) == (422, "cases")
    assert client.get(f"{RUNS}/product/grades").json()["graders"] == []
    odd = client.post(f"{RUNS}/product/grades", json={"grades": [{"id": "a-00000", "grade": "good"}]})
    assert odd.json()["code"] == "invalid_request"


def test_nobody_grades_what_is_still_being_asked(workspace: Workspace) -> None:
    gate = GatedDoor(workspace.documents())
    desk = EvaluationDesk(workspace, lambda _: gate)
    with client_of(workspace, desk) as client:
        begin(client, "under-way")
        assert gate.begun.wait(60)
        sent = {"grades": [{"id": "a-00000", "grade": "correct"}]}
        assert client.post(f"{RUNS}/under-way/grades", json=sent).status_code == 409
        gate.gate.set()
        ended(client, "under-way")
    desk.close()
