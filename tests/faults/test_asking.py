"""Questions while the disk is full, the database is held by another or away, and the clock jumps."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from tests.api.live import running
from tests.clocks import HandClock
from tests.faults.strikes import BALLAST, BLOCK
from tests.faults.test_storage import run
from trag.accounts import Accounts
from trag.settings import load_settings
from trag.types.accounts import NewKey, NewUser
from trag.types.people import EVERYONE
from trag.workspace import Workspace

QUESTION = {"question": "How many weeks is parental leave?"}
PASSWORD = "a long one, and of no use elsewhere"  # noqa: S105  of this test


@contextmanager
def serving(folder: Path) -> Iterator[tuple[httpx.Client, Path]]:
    """A server on a data folder with a paper and a user, asked with the user's key; and the folder."""
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "leave.md").write_text("# Leave\n\nParental leave is 16 weeks.\n")
    with Workspace(load_settings(folder / "data", llm="fake", embedder="fake")) as opened:
        opened.groups.set_default([EVERYONE])
        list(opened.ingest(folder / "documents"))
        opened.accounts.add_user(NewUser("ann", role="admin", password=PASSWORD))
        key = opened.accounts.create_key(NewKey("ann", role="admin")).token
        headers = {"Authorization": f"Bearer {key}"}
        with (
            running(create_app(opened)) as url,
            httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=60) as http,
        ):
            yield http, folder / "data"


def expect_answer(http: httpx.Client) -> None:
    response = http.post("/v1/answers", json=QUESTION)
    assert response.status_code == 200, response.text
    assert "16 weeks" in response.json()["answer"]


def expect_words(response: httpx.Response, code: str) -> None:
    assert response.status_code >= 500, response.text
    assert response.json()["code"] == code, response.text
    assert response.json()["hint"]
    assert "Traceback" not in response.text


def test_on_a_full_disk_questions_are_answered_and_what_can_not_be_kept_is_told(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if not run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)):
        pytest.skip("only root may mount a small disk to fill up")
    try:
        with serving(disk) as (http, _):
            expect_answer(http)
            fill_up(disk)
            expect_answer(http)
            expect_words(http.post("/v1/conversations", json={"title": "one"}), "disk_full")
            expect_answer(http)
            (disk / BALLAST).unlink()
            assert http.post("/v1/conversations", json={"title": "two"}).status_code == 201
            kept = http.get("/v1/conversations").json()["conversations"]
            assert [one["title"] for one in kept] == ["two"]
    finally:
        assert run("umount", "--lazy", str(disk))


def fill_up(disk: Path) -> None:
    with (disk / BALLAST).open("ab", buffering=0) as ballast:
        try:
            while ballast.write(BLOCK):
                pass
        except OSError:
            return


def test_while_another_holds_the_database_questions_are_answered_and_writes_wait(tmp_path: Path) -> None:
    with serving(tmp_path) as (http, data):
        expect_answer(http)  # the use of the key is noted here, and not again for a minute
        holder = sqlite3.connect(data / "catalog.sqlite", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        told: list[httpx.Response] = []
        writer = threading.Thread(
            target=lambda: told.append(http.post("/v1/conversations", json={"title": "kept"}))
        )
        writer.start()
        expect_answer(http)
        holder.execute("ROLLBACK")
        holder.close()
        writer.join(60)
        assert [response.status_code for response in told] == [201]
        assert len(http.get("/v1/conversations").json()["conversations"]) == 1


def test_a_data_folder_that_goes_is_told_and_serves_again_when_it_is_back(tmp_path: Path) -> None:
    with serving(tmp_path) as (http, data):
        expect_answer(http)
        assert http.post("/v1/conversations", json={"title": "before"}).status_code == 201
        away = data.with_name("away")
        shutil.move(data, away)
        meanwhile = http.post("/v1/conversations", json={"title": "meanwhile"})
        for response in (meanwhile, http.post("/v1/answers", json=QUESTION), http.get("/v1/conversations")):
            if response.status_code >= 400:  # what is open already may be used on
                expect_words(response, "data_folder")
        ready = http.get("/readyz")
        assert (ready.status_code, ready.json()["ready"]) == (503, False)
        assert any("gone" in reason for reason in ready.json()["reasons"])
        shutil.move(away, data)
        expect_answer(http)
        assert http.post("/v1/conversations", json={"title": "after"}).status_code == 201
        titles = {one["title"] for one in http.get("/v1/conversations").json()["conversations"]}
        acknowledged = {"before", "after"} | ({"meanwhile"} if meanwhile.is_success else set())
        assert titles == acknowledged


def test_keys_sessions_and_logins_outlive_a_clock_that_jumps_back_and_forth(tmp_path: Path) -> None:
    clock = HandClock()
    with Workspace(load_settings(tmp_path, llm="fake", embedder="fake")) as opened:
        accounts = Accounts(opened.catalog, clock=clock)
        accounts.add_user(NewUser("ann", role="admin", password=PASSWORD))
        key = accounts.create_key(NewKey("ann", days=90)).token
        token = accounts.logins.begin_session(accounts.logins.authenticate("ann", PASSWORD, "::1")).token
        for jump in (timedelta(hours=-2), timedelta(days=-3650), timedelta(days=3650), timedelta(hours=3)):
            clock.now += jump
            session = accounts.logins.caller_of_session(token)
            assert session is not None, jump
            token = session.token or token
            assert accounts.logins.caller_of_key(key) is not None, jump
        clock.go(days=3650)
        assert accounts.logins.caller_of_session(token) is None
        assert accounts.logins.caller_of_key(key) is None
        assert accounts.logins.authenticate("ann", PASSWORD, "::1").name == "ann"
