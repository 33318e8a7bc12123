from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.doors import ScriptedDoor


@pytest.fixture
def page(door: ScriptedDoor, tmp_path: Path) -> TestClient:
    static = tmp_path / "static"
    for name in ("index.html", "assets/index-1a2b.js", "v1/documents", "v1/more"):
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        (static / name).write_text(f"the file {name}")
    (tmp_path / "secret").write_text("secret")
    (static / "link").symlink_to(tmp_path / "secret")
    return TestClient(create_app(door, static=static), base_url="http://127.0.0.1")


def test_the_page_is_served_and_asked_for_again_each_time(page: TestClient) -> None:
    response = page.get("/")
    assert response.text == "the file index.html"
    assert response.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in response.headers["content-security-policy"]


def test_files_with_a_hash_in_their_name_are_kept(page: TestClient) -> None:
    response = page.get("/assets/index-1a2b.js")
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_the_page_never_answers_for_the_api(page: TestClient) -> None:
    assert page.get("/v1/documents").json()["documents"]
    assert page.get("/v1/more").status_code == 404
    assert page.get("/healthz").json() == {"alive": True}


@pytest.mark.parametrize(
    "path", ["/../secret", "/%2e%2e/secret", "/..%2fsecret", "/link", "/nothing", "/%00"]
)
def test_nothing_outside_the_folder_is_served(page: TestClient, path: str) -> None:
    response = page.get(path)
    assert response.status_code == 404
    assert {"code", "detail", "hint"} < set(response.json())
