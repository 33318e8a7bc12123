from api.app import create_app
from api.roles import LEAST_ROLES, routes_of
from tests.api.doors import ScriptedDoor

OPEN = {"/openapi.json", "/docs", "/docs.css", "/healthz", "/readyz"}


def test_every_route_names_the_least_role_it_asks_for_and_no_other_route_is_named() -> None:
    there = set(routes_of(create_app(ScriptedDoor()).routes))
    named = {(method, path) for path, methods in LEAST_ROLES.items() for method in methods}
    assert there == named
