"""Settings and models of a real data folder, through the API and its client."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.administration import add_administration
from api.app import create_app
from tests.api.live import running
from trag.client import Client
from trag.doors import AdministrationDoor
from trag.errors import SettingsChangedError
from trag.settings import load_settings
from trag.workspace import Workspace

KEY = "owner-key-of-this-run-0123456789"
OWNER = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    models = tmp_path / "models"
    with Workspace(
        load_settings(tmp_path / "data", llm="fake", embedder="fake", models_dir=models)
    ) as workspace:
        yield workspace


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    app = create_app(workspace, owner_key=KEY, names=None)
    add_administration(app, workspace.administration)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def test_settings_change_at_once_and_are_noted(client: TestClient, workspace: Workspace) -> None:
    tag = client.get("/v1/settings", headers=OWNER).headers["etag"]
    sent = {"values": {"upload_limit_mb": 1, "queue": 7, "keep_versions": True}}
    changed = client.patch("/v1/settings", json=sent, headers={**OWNER, "If-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert (workspace.settings.upload_limit_mb, workspace.library.keep_versions) == (1, True)
    files = {"files": ("a.txt", b"x" * 3_000_000)}
    assert client.post("/v1/documents", files=files, headers=OWNER).status_code == 413
    stale = client.patch("/v1/settings", json=sent, headers={**OWNER, "If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "settings_changed")
    noted = workspace.administration.audit.page()
    assert [(one.act, one.outcome) for one in noted if "settings" in one.act] == [
        ("settings changed", "failed"),
        ("settings changed", "done"),
    ]
    assert "upload_limit_mb: 200 -> 1" in str([one.detail for one in noted])


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"answer_tokens": 1}, 422, "setting_refused"),
        ({"nothing": 1}, 422, "setting_refused"),
        ({"llm": "ollama"}, 409, "setting_fixed"),
        ({"port": 1}, 409, "setting_fixed"),
    ],
)
def test_what_cannot_change_is_refused(
    client: TestClient, values: dict[str, object], status: int, code: str
) -> None:
    refused = client.patch("/v1/settings", json={"values": values}, headers=OWNER)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


def test_models_are_shown_and_tried(client: TestClient) -> None:
    shown = client.get("/v1/engines", headers=OWNER).json()
    assert {one["role"]: one["state"] for one in shown["engines"]} == {
        "generator": "not loaded",
        "embedder": "not loaded",
    }
    check = client.post("/v1/engines/generator/check", json={}, headers=OWNER).json()["check"]
    assert (check["is_well"], check["amount"] > 0) == (True, True)
    assert client.post("/v1/engines/cook/check", json={}, headers=OWNER).status_code == 422


def test_the_client_sees_and_changes_the_same(workspace: Workspace) -> None:
    app = create_app(workspace, owner_key=KEY)
    add_administration(app, workspace.administration)
    with running(app) as url, closing(Client(url, KEY)) as found:
        desk: AdministrationDoor = found.administration
        shown = desk.settings.all()
        assert shown == workspace.administration.settings.all()
        changed = desk.settings.change({"audit_days": 30}, replacing=shown.tag)
        assert workspace.settings.audit_days == 30
        with pytest.raises(SettingsChangedError):
            desk.settings.change({"audit_days": 31}, replacing=shown.tag)
        assert desk.engines.all() == workspace.administration.engines.all()
        assert desk.engines.check("embedder").is_well
        assert changed.tag != shown.tag
        assert [one.act for one in desk.audit.page(limit=3)] == ["model tried"] + ["settings changed"] * 2
