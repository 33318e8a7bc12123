from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.doors import ScriptedDoor

OWNER_KEY = "owner-key-of-this-run-0123456789"


@pytest.fixture
def door() -> ScriptedDoor:
    return ScriptedDoor()


@pytest.fixture
def client(door: ScriptedDoor) -> Iterator[TestClient]:
    app = create_app(door, owner_key=OWNER_KEY)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def owner() -> dict[str, str]:
    return {"Authorization": f"Bearer {OWNER_KEY}"}
