import json

import httpx
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.conftest import OWNER_KEY
from tests.api.doors import INGEST_EVENTS, ScriptedDoor
from tests.api.live import running, wait_until
from trag.client import parse_events
from trag.errors import DiskFullError


def test_an_ingest_tells_of_every_file_and_ends_with_the_counts(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str]
) -> None:
    response = client.post("/v1/ingest", json={"path": "/srv/documents"}, headers=owner)
    events = [(name, json.loads(data)) for name, data in parse_events(response.text.split("\n"))]
    assert [name for name, _ in events] == ["file", "file", "done"]
    assert events[1][1]["error"] == "It is empty."
    assert door.asked == [("/srv/documents", [])]


def test_a_full_disk_is_the_last_event(client: TestClient, door: ScriptedDoor, owner: dict[str, str]) -> None:
    door.fail_with, door.fail_after = DiskFullError("No room."), 1
    response = client.post("/v1/ingest", json={"path": "/srv"}, headers=owner)
    assert [name for name, _ in parse_events(response.text.split("\n"))] == ["file", "error"]


def test_nobody_without_a_key_makes_the_server_read_its_disk(client: TestClient, door: ScriptedDoor) -> None:
    assert client.post("/v1/ingest", json={"path": "/etc"}).status_code == 401
    assert door.asked == []


def test_leaving_stops_an_ingest(door: ScriptedDoor) -> None:
    door.ingest_events = [INGEST_EVENTS[0]] * 100_000
    app = create_app(door, owner_key=OWNER_KEY)
    with running(app) as url, httpx.Client(trust_env=False) as http:
        headers = {"Authorization": f"Bearer {OWNER_KEY}"}
        with http.stream("POST", f"{url}/v1/ingest", json={"path": "/srv"}, headers=headers) as events:
            next(events.iter_lines())
        wait_until(door.stopped, 2)


def test_a_plan_tells_of_each_file(client: TestClient, owner: dict[str, str]) -> None:
    assert client.post("/v1/ingest/plan", json={"path": "/documents"}).status_code == 401
    answer = client.post("/v1/ingest/plan", json={"path": "/documents"}, headers=owner)
    files = answer.json()["files"]
    assert [(file["file"], file["status"], file["before"]) for file in files] == [
        ("a.md", "moved", "b.md"),
        ("c.md", "deleted", ""),
    ]
