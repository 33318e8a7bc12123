from starlette.testclient import TestClient

from api.app import create_app
from tests.api.doors import ScriptedDoor
from trag.types import Check

BROKEN = [Check("model", "problem", "/home/ada/model.gguf is missing", "Get it."), Check("index", "ok", "")]


def test_the_status_is_as_bad_as_the_worst_check(client: TestClient, door: ScriptedDoor) -> None:
    status = client.get("/v1/status").json()
    assert status["state"] == "warning"
    assert status["checks"][1]["hint"] == "Free some space."
    door.check_list = BROKEN
    assert client.get("/v1/status").json()["state"] == "problem"


def test_a_server_with_a_warning_is_ready(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"ready": True, "reasons": []}


def test_a_server_without_a_model_is_alive_but_not_ready(client: TestClient, door: ScriptedDoor) -> None:
    door.check_list = BROKEN
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["reasons"] == ["model: /home/ada/model.gguf is missing"]
    assert client.get("/healthz").status_code == 200


def test_where_a_key_is_needed_strangers_learn_no_paths(door: ScriptedDoor) -> None:
    door.check_list = BROKEN
    client = TestClient(create_app(door, api_key="k" * 30), base_url="http://127.0.0.1")
    assert client.get("/readyz").json()["reasons"] == ["model"]
    assert client.get("/v1/status").status_code == 401


def test_a_proof_tells_each_part_and_the_worst(client: TestClient) -> None:
    report = client.get("/v1/verify").json()
    assert report["state"] == "warning"
    assert [check["name"] for check in report["checks"]] == ["model", "disk"]
