"""`trag users`, `trag groups` and `trag keys`, on the folder itself and beside a server."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from api.app import create_app
from tests.api.live import running
from trag.cli.app import app as command
from trag.cli.options import set_data
from trag.errors import AccountError
from trag.owner import Address
from trag.settings import load_settings
from trag.workspace import Workspace

WORDS = "four words in a row"


@pytest.fixture(autouse=True)
def no_models(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {"TRAG_LLM": "fake", "TRAG_EMBEDDER": "fake", "COLUMNS": "160"}.items():
        monkeypatch.setenv(name, value)
    yield
    set_data(None)


def trag(data: Path, *arguments: str, words: str = "") -> Result:
    return CliRunner().invoke(command, ["--data", str(data), *arguments], input=words)


def test_users_on_the_machine_itself(tmp_path: Path) -> None:
    refused = trag(tmp_path, "users", "add", "bo", "--no-password")
    assert isinstance(refused.exception, AccountError)
    nothing = trag(tmp_path, "users", "add", "ada", "--role", "admin", "--password-stdin")
    assert "no password" in str(nothing.exception)
    added = trag(tmp_path, "users", "add", "Ada", "--role", "admin", "--password-stdin", words=f"{WORDS}\n")
    assert (added.exit_code, added.stdout) == (0, "ada is admin.\n")
    typed = trag(tmp_path, "users", "password", "ada", words=f"{WORDS}!\n{WORDS}!\n")
    assert (typed.exit_code, WORDS in typed.output) == (0, False)
    assert typed.stdout.endswith("\nada has another password.\n")
    given = trag(tmp_path, "users", "add", "cy", "--password", WORDS)
    assert given.exit_code == 2, "a password is no option"
    assert [user["name"] for user in json.loads(trag(tmp_path, "users", "list", "--json").stdout)] == ["ada"]


def test_users_groups_and_keys_beside_a_server(tmp_path: Path) -> None:
    owner_key = "key-of-the-owner-0123456789"
    with (
        Workspace(load_settings(tmp_path, llm="fake", embedder="fake")) as workspace,
        running(create_app(workspace, owner_key=owner_key)) as url,
    ):
        workspace.announce(Address(url, owner_key))
        trag(tmp_path, "users", "add", "ada", "--role", "admin", "--password-stdin", words=WORDS)
        trag(tmp_path, "groups", "add", "finance")
        trag(tmp_path, "users", "add", "bo", "--group", "finance", "--no-password")
        made = trag(tmp_path, "keys", "create", "bo", "--label", "script")
        token = made.stdout.strip()
        assert (token[:5], "bo, reader, until" in made.stderr) == ("trag_", True)
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=url, headers=headers, trust_env=False) as http:
            assert http.get("/v1/session").json()["groups"] == ["finance"]
            changed = trag(tmp_path, "users", "set", "bo", "--no-groups", "--role", "editor")
            assert changed.stdout == "bo is editor; groups: none.\n"
            assert "script" in trag(tmp_path, "keys", "list").stdout
            assert trag(tmp_path, "keys", "revoke", "1").stdout == "Key 1 of bo is revoked.\n"
            assert http.get("/v1/session").status_code == 401
        assert trag(tmp_path, "groups", "remove", "finance").exit_code == 0
        assert trag(tmp_path, "users", "remove", "bo").exit_code == 0
        assert "ada" in trag(tmp_path, "users", "list").stdout
