import re
from typing import Any

import pytest

from api.app import create_app
from api.describing import TAGS
from api.problems import PROBLEMS
from tests.api.doors import ScriptedDoor

DESCRIPTION: dict[str, Any] = create_app(ScriptedDoor()).openapi()
ROUTES = [
    (f"{method.upper()} {path}", route)
    for path, methods in DESCRIPTION["paths"].items()
    for method, route in methods.items()
]
OURS = [(name, route) for name, route in ROUTES if "/v1/chat/" not in name and "/v1/models" not in name]


@pytest.mark.parametrize(("name", "route"), ROUTES, ids=[name for name, _ in ROUTES])
def test_every_route_says_what_it_is_for(name: str, route: dict[str, Any]) -> None:
    assert route["summary"]
    assert route["description"].endswith((".", ")")), "whole sentences"
    assert set(route["tags"]) <= {tag["name"] for tag in TAGS}


@pytest.mark.parametrize(("name", "route"), OURS, ids=[name for name, _ in OURS])
def test_every_refusal_is_a_problem_that_the_table_knows(name: str, route: dict[str, Any]) -> None:
    for status, response in route["responses"].items():
        if int(status) < 400 or (name == "GET /readyz" and status == "503"):
            continue
        assert list(response["content"]) == ["application/problem+json"], status
        for code in re.findall(r"\(`(\w+)`\)", response["description"]):
            assert PROBLEMS[code].status == int(status)
    assert {"403", "500"} <= set(route["responses"])
    if name.startswith(("POST", "PUT", "PATCH")):
        assert {"400", "401", "408", "413", "415", "422"} <= set(route["responses"])


def test_tags_are_described_and_no_shape_is_the_frameworks_own() -> None:
    assert all(tag["description"] for tag in DESCRIPTION["tags"])
    assert "HTTPValidationError" not in str(DESCRIPTION)
    assert DESCRIPTION["components"]["schemas"]["ProblemDetails"]["required"][-1] == "hint"


def test_every_reference_leads_somewhere() -> None:
    schemas = DESCRIPTION["components"]["schemas"]
    assert set(re.findall(r"#/components/schemas/(\w+)", str(DESCRIPTION))) <= set(schemas)


def test_what_takes_a_body_shows_examples() -> None:
    for name in ("QuestionSent", "AnswerWanted", "SearchWanted", "TreeReplacing", "UnitChanged"):
        schema = DESCRIPTION["components"]["schemas"][name]
        assert schema["examples"], name
