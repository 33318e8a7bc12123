"""Requests made up from the description of these routes: none breaks them, each answer is one it tells of."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from api.app import create_app
from tests.api.doors import ScriptedDoor

BOUNDED = settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
CHECKS = (not_a_server_error, status_code_conformance, response_schema_conformance)


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/models", "/v1/models/{model}"])
def test_no_request_breaks_a_route_and_every_answer_is_as_described(path: str, door: ScriptedDoor) -> None:
    app = create_app(door, names=None)
    described = schemathesis.openapi.from_asgi("/openapi.json", app).include(path=path)
    found: list[Any] = list(described.get_all_operations())
    (operation,) = [result.ok() for result in found]

    @BOUNDED
    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)))
    def holds(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    holds()
