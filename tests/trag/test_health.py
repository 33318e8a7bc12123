"""What a data folder's report says when parts of it are gone: each in words, with what to do."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from trag.health import MISSING, guarded, missing
from trag.settings import load_settings
from trag.types import Check
from trag.workspace import Workspace

MIB = 1024**2
API_KEY = "f3Zk9-random-enough-0Qw7Lx"


class Usage(NamedTuple):
    """What shutil tells of a disk."""

    total: int
    used: int
    free: int


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace:
        workspace.catalog.documents()
        yield workspace


def no_room(_: Workspace, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(shutil, "disk_usage", lambda _: Usage(100 * MIB, 90 * MIB, 10 * MIB))


def no_database(workspace: Workspace, _: pytest.MonkeyPatch) -> None:
    workspace.catalog.path.unlink()


def broken_database(workspace: Workspace, _: pytest.MonkeyPatch) -> None:
    workspace.catalog.close()
    for file in workspace.catalog.path.parent.glob(f"{workspace.catalog.path.name}-*"):
        file.unlink()
    workspace.catalog.path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 64)


def no_folder(workspace: Workspace, _: pytest.MonkeyPatch) -> None:
    shutil.move(workspace.settings.data, f"{workspace.settings.data}-away")


def a_bug(workspace: Workspace, patch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret")

    patch.setattr(workspace.jobs, "waiting", fail)


FAULTS: list[tuple[Callable[[Workspace, pytest.MonkeyPatch], None], str, str]] = [
    (no_room, "Data folder", "10 MiB free"),
    (no_database, "Database", "is gone"),
    (broken_database, "Database", ""),
    (no_folder, "Data folder", "can't be reached"),
    (a_bug, "Jobs", "ZeroDivisionError"),
]


@pytest.mark.parametrize(("fault", "name", "detail"), FAULTS)
def test_each_fault_is_named_with_what_to_do_and_the_server_is_not_ready(
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[Workspace, pytest.MonkeyPatch], None],
    name: str,
    detail: str,
) -> None:
    client = TestClient(create_app(workspace, api_key=API_KEY), base_url="http://127.0.0.1")
    assert [check for check in workspace.checks() if check.state == "problem"] == []
    fault(workspace, monkeypatch)
    problems = {check.name: check for check in workspace.checks() if check.state == "problem"}
    assert detail in problems[name].detail
    assert all(check.hint for check in problems.values())
    response = client.get("/readyz")
    assert response.status_code == 503
    assert MISSING.get(name, name) in response.json()["reasons"]
    assert str(workspace.settings.data) not in response.text
    assert client.get("/healthz").json() == {"alive": True}
    monkeypatch.undo()
    if fault is no_folder:  # so that the workspace can close
        shutil.move(f"{workspace.settings.data}-away", workspace.settings.data)


def test_without_a_fault_the_server_is_ready(workspace: Workspace) -> None:
    client = TestClient(create_app(workspace), base_url="http://127.0.0.1")
    assert client.get("/readyz").json() == {"ready": True, "reasons": []}


def test_every_warning_says_what_to_do(workspace: Workspace) -> None:
    warned = [check for check in workspace.checks() if check.state != "ok"]
    assert {check.name for check in warned} >= {"Index", "Organisation tree"}
    assert all(check.hint for check in warned)


def test_a_loading_model_and_another_embedder_are_told_in_words() -> None:
    found = [
        Check("Start", "problem", "x", "y"),
        Check("Answers", "problem", "x", "y"),
        Check("Index", "ok", ""),
    ]
    assert missing(found) == ["The model is being loaded.", "The index was made with another embedder."]


def test_a_check_that_breaks_is_a_problem_and_tells_no_text() -> None:
    def broken() -> list[Check]:
        raise RuntimeError("secret")

    (check,) = guarded("Part", broken)
    assert (check.state, check.detail) == ("problem", "its check failed: RuntimeError")
    assert "log" in check.hint
