import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.roles import LEAST_ROLES, routes_of
from tests.api.conftest import OWNER_KEY
from tests.api.doors import ScriptedDoor
from trag.types import Caller, CallerRole

OPEN = {"/openapi.json", "/docs", "/docs.css", "/healthz", "/readyz"}


def test_every_route_names_the_least_role_it_asks_for_and_no_other_route_is_named() -> None:
    there = set(routes_of(create_app(ScriptedDoor()).routes))
    named = {(method, path) for path, methods in LEAST_ROLES.items() for method in methods}
    assert there == named


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("editor", 200)])
@pytest.mark.parametrize("path", ["/v1/tree/file", "/v1/tree/versions/2"])
def test_the_file_of_the_tree_which_names_its_sources_is_for_editors(
    path: str, role: CallerRole, status: int
) -> None:
    door = ScriptedDoor()
    door.imported = ("name: X", "x.yaml")
    caller = Caller("user:rita", "Rita", role, frozenset({"a"}))
    app = create_app(door, owner_key=OWNER_KEY, verify_token={"key": caller}.get)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        response = client.get(path, headers={"Authorization": "Bearer key"})
    assert response.status_code == status
