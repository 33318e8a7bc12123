import json

import pytest
from starlette.testclient import TestClient

from api.document_shapes import JobShown
from tests.api.doors import ScriptedDoor
from tests.api.problem_details import problem_of
from tests.api.scripted_jobs import FILES, OVER, RUNNING
from trag.client import parse_events
from trag.wire import job_to_json, to_json

Owner = dict[str, str]


def test_jobs_come_with_their_pace(client: TestClient) -> None:
    running, over = client.get("/v1/jobs").json()["jobs"]
    assert running == job_to_json(RUNNING)
    assert (running["rate"], running["seconds_left"]) == (0.5, 6.0)
    assert (over["rate"], over["seconds_left"]) == (0.5, None)


def test_a_job_comes_with_its_files_by_status_and_page(client: TestClient) -> None:
    files = [to_json(file) for file in FILES]
    whole = {"job": job_to_json(OVER), "files": files, "next_cursor": None}
    assert client.get("/v1/jobs/1").json() == whole
    assert client.get("/v1/jobs/1?status=failed").json()["files"] == files[1:]
    assert client.get("/v1/jobs/1?after=a.md").json()["files"] == files[1:]
    first = client.get("/v1/jobs/1?limit=1").json()
    assert first["files"] == files[:1]
    rest = client.get("/v1/jobs/1", params={"limit": 1, "cursor": first["next_cursor"]}).json()
    assert (rest["files"], rest["next_cursor"]) == (files[1:], None)
    other = client.get("/v1/jobs/1", params={"status": "failed", "cursor": first["next_cursor"]})
    assert problem_of(other)["code"] == "bad_cursor"


def test_jobs_come_page_by_page(client: TestClient) -> None:
    first = client.get("/v1/jobs?limit=1").json()
    second = client.get("/v1/jobs", params={"limit": 1, "cursor": first["next_cursor"]}).json()
    assert [job["id"] for page in (first, second) for job in page["jobs"]] == [2, 1]
    assert second["next_cursor"] is None


def test_the_description_of_a_job_has_all_that_a_job_has() -> None:
    assert set(JobShown.model_fields) == set(job_to_json(RUNNING))


@pytest.mark.parametrize("query", ["limit=-1", "limit=0", "limit=201", "cursor=x", "after=a%00", "status=x"])
def test_a_page_has_its_limits(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/jobs/1?{query}").status_code == 422


@pytest.mark.parametrize(("job_id", "status"), [("7", 404), ("0", 422), ("x", 422), ("9" * 30, 422)])
def test_a_job_nobody_made_is_not_found(client: TestClient, owner: Owner, job_id: str, status: int) -> None:
    for path in ("", "/events"):
        assert client.get(f"/v1/jobs/{job_id}{path}").status_code == status
    for path in ("cancel", "retry"):
        assert client.post(f"/v1/jobs/{job_id}/{path}", json={}, headers=owner).status_code == status


def test_events_end_with_the_job_that_is_over(client: TestClient) -> None:
    response = client.get("/v1/jobs/1/events")
    events = [(name, json.loads(data)) for name, data in parse_events(response.text.split("\n"))]
    assert [name for name, _ in events] == ["job", "file", "file", "done", "job"]
    assert events[-1][1]["state"] == "done"


def test_a_job_is_asked_for_cancelled_and_tried_again(
    client: TestClient, door: ScriptedDoor, owner: Owner
) -> None:
    sent = {"path": "/srv", "prune": True, "only": ["a.md"]}
    assert client.post("/v1/jobs", json=sent, headers=owner).status_code == 202
    assert client.post("/v1/jobs", json={"path": "/srv"}, headers=owner).json()["job"]["id"] == 2
    assert client.post("/v1/jobs/2/cancel", json={}, headers=owner).status_code == 200
    assert client.post("/v1/jobs/1/retry", json={}, headers=owner).status_code == 202
    assert client.post("/v1/jobs/1/retry", json={"whole": True}, headers=owner).status_code == 202
    assert door.jobs.asked == [
        ("submit", "/srv", {"prune": True, "only": ["a.md"]}),
        ("submit", "/srv", {}),
        ("retry", 1, False),
        ("retry", 1, True),
    ]


def test_what_can_not_be_done_to_a_job_is_a_conflict(client: TestClient, owner: Owner) -> None:
    response = client.post("/v1/jobs/1/cancel", json={}, headers=owner)
    assert (response.status_code, response.json()["code"]) == (409, "job")


@pytest.mark.parametrize("body", [{"path": "/srv", "colour": 1}, {"path": ""}, {"path": "a\x00"}, [], "x"])
def test_a_job_is_asked_for_by_what_is_known(client: TestClient, owner: Owner, body: object) -> None:
    assert client.post("/v1/jobs", json=body, headers=owner).status_code == 422


@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/jobs/1/cancel", "/v1/jobs/1/retry", "/v1/documents"])
def test_jobs_are_changed_only_with_a_key(client: TestClient, door: ScriptedDoor, path: str) -> None:
    assert client.post(path, json={"path": "/etc"}).status_code == 401
    assert door.jobs.asked == []
