"""Requests made up from the description of the API: none breaks it, and each answer is one it tells of."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from api.evaluation_dependencies import add_evaluation
from eval.serving.desk import EvaluationDesk
from tests.api.doors import ScriptedDoor
from tests.api.evaluated import begin, client_of, ended
from tests.harbour_aid import TREE
from trag.settings import load_settings
from trag.workspace import Workspace

KEY = "key-of-the-owner-0123456789"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
HEADERS = {"Authorization": f"Bearer {KEY}"}
# What clients of OpenAI's API read has tests of its own, and no problem details.
OURS = r"^/(?!v1/(chat|models))"
# The parts that change no more than the data folder itself: a made-up path is no folder to take in.
OWN = r"^/v1/(tree|search|context|answers|documents|status|jobs$)"
BOUNDED = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace:
        workspace.import_tree(TREE, "org.yaml")
        yield workspace


def tried(app: FastAPI, paths: str) -> list[str]:
    """The operations of these paths, each tried with requests of its description's shape."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", app).include(path_regex=paths)
    found = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    broken: list[BaseException] = []
    for operation in found:

        @BOUNDED
        @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)))
        def holds(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers=HEADERS, checks=CHECKS)

        try:
            holds()
        except FailureGroup as exc:
            broken.append(exc)
    if broken:
        raise BaseExceptionGroup("Answers that are not as described", broken)
    return [operation.label for operation in found]


def test_no_request_breaks_the_api_and_every_answer_is_as_described() -> None:
    door = ScriptedDoor()
    door.imported = (TREE, "org.yaml")
    assert len(tried(create_app(door, owner_key=KEY, names=None), OURS)) > 30


def test_no_request_breaks_a_real_data_folder(workspace: Workspace) -> None:
    labels = tried(create_app(workspace, owner_key=KEY, names=None), OWN)
    assert {"PATCH /v1/tree/nodes/{node_id}", "POST /v1/search", "GET /v1/tree/search"} <= set(labels)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (r"^/v1/evaluation/runs(/{run_id}(/[a-z]+l)?)?$", "POST /v1/evaluation/runs"),
        (r"^/v1/evaluation/runs/{run_id}/[a-z]+[^l]$", "GET /v1/evaluation/runs/{run_id}/report"),
        (r"^/v1/evaluation/[^r]", "POST /v1/evaluation/case-sets"),
    ],
)
def test_no_request_breaks_the_evaluation_of_a_real_data_folder(
    workspace: Workspace, paths: str, expected: str
) -> None:
    desk = EvaluationDesk(workspace)
    with client_of(workspace, desk) as client:
        begin(client, "first", arms=["rag", "t-rag"])
        ended(client, "first")
    app = create_app(workspace, owner_key=KEY, names=None)
    add_evaluation(app, desk)
    assert expected in tried(app, paths)
    desk.close()
